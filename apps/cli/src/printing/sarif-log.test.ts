import type { Problem, Rule } from "@groundplan/core-model";
import { expect, test } from "vitest";
import { sarifLog } from "./sarif-log.ts";

const rule: Rule = {
  id: "etcd-quorum",
  why: "Even numbers add no tolerance.",
  severity: "error",
  reference: "https://etcd.io/docs/",
  check: () => [],
};
const unbroken: Rule = {
  ...rule,
  id: "another",
  severity: "advice",
  reference: "the published architecture (2023-08)",
};
const place = { file: "clusters/größe x/cluster.yaml", line: 31, column: 5 };
const problem: Problem = {
  code: "etcd-quorum",
  severity: "error",
  cluster: "x",
  path: ["spec", "kubernetes", "etcd"],
  message: "2 members cannot lose any",
  remedy: "Use 3 or 5.",
  reference: rule.reference,
  place,
};
const waived: Problem = { ...problem, severity: "warning", waived: { reason: "a lab", until: "2027-01-01" } };
const parser: Problem = { code: "yaml-syntax", severity: "error", path: [], message: "no", remedy: "Correct it" };

const log = sarifLog([problem, waived, parser], [rule, unbroken], "1.2.3");
const run = log.runs[0];

test("names the standard, the program and every rule", () => {
  expect(log.version).toBe("2.1.0");
  expect(run?.tool.driver).toMatchObject({ name: "Groundplan", version: "1.2.3" });
  expect(run?.tool.driver.rules?.map(({ id }) => id)).toEqual(["another", "etcd-quorum", "yaml-syntax"]);
  expect(run?.tool.driver.rules?.[1]).toEqual({
    id: "etcd-quorum",
    shortDescription: { text: rule.why },
    help: { text: "Even numbers add no tolerance. (https://etcd.io/docs/)" },
    helpUri: "https://etcd.io/docs/",
    defaultConfiguration: { level: "error" },
  });
  expect(run?.tool.driver.rules?.[0]).not.toHaveProperty("helpUri");
});

test("each result leads to its rule and its place, as a URI that every reader can resolve", () => {
  const [first] = run?.results ?? [];

  expect(first).toMatchObject({
    ruleId: "etcd-quorum",
    ruleIndex: 1,
    level: "error",
    message: { text: "kubernetes.etcd: 2 members cannot lose any. Use 3 or 5." },
  });
  expect(first?.locations?.[0]).toEqual({
    physicalLocation: {
      artifactLocation: { uri: "clusters/gr%C3%B6%C3%9Fe%20x/cluster.yaml", uriBaseId: "%SRCROOT%" },
      region: { startLine: 31, startColumn: 5 },
    },
    logicalLocations: [{ fullyQualifiedName: "x/kubernetes.etcd" }],
  });
});

test("a waived finding is suppressed with its reason, the others are said not to be", () => {
  expect(run?.results?.map(({ suppressions }) => suppressions)).toEqual([
    [],
    [{ kind: "inSource", status: "accepted", justification: "a lab (until 2027-01-01)" }],
    [],
  ]);
});

test("a finding keeps its fingerprint when its line moves, and shares it with no other", () => {
  const moved = sarifLog([{ ...problem, place: { ...place, line: 99 } }], [], "1");
  const prints = run?.results?.map(({ partialFingerprints }) => partialFingerprints?.["clusterRulePath/v1"]);

  expect(moved.runs[0]?.results?.[0]?.partialFingerprints).toEqual(run?.results?.[0]?.partialFingerprints);
  expect(prints?.[2]).not.toBe(prints?.[0]);
});
