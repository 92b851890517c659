import { exampleDocument, formatProblem } from "@groundplan/core-model";
import { describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { caseFile, caseText } from "../../../tools/cases/case-files.ts";
import { judgeLoaded, type LoadedCluster, loadCluster, loadDocument } from "./index.ts";

const file = caseFile("ha-lab");
const text = caseText("ha-lab");

describe("from text to a cluster", () => {
  test("defaults are filled in, the release is resolved, machines are counted out", () => {
    const { cluster } = loaded(text);

    expect(cluster.name).toBe("ha-lab");
    expect(cluster.release.version).toBe("2026.11.0");
    expect(cluster.machines).toHaveLength(7);
    expect(cluster.spec.networks.lab?.mtu).toBe(1500);
    expect(cluster.components.map(({ component }) => component.name)).toContain("kubeadm");
  });

  test("the text comes along, so that what is found later has its place", () => {
    const { source } = loaded(text);

    expect(source?.placeOf(["spec", "tier"])).toEqual({ file, line: lineOf("  tier:"), column: 3 });
  });

  test("a document that is data gives the same cluster, without a text", () => {
    const fromData = loadDocument(parse(text));

    expect(fromData.ok && fromData.value.source).toBeUndefined();
    expect(fromData.ok && fromData.value.cluster).toEqual(loaded(text).cluster);
  });
});

describe("what is refused has its place and its way out", () => {
  test.each([
    [
      "text that is no YAML",
      text.replace("kind: Cluster", "kind: [Cluster"),
      /ha-lab\/cluster\.yaml:\d+:\d+ .*\[yaml-/,
    ],
    [
      "an unknown key",
      text.replace("  release:", "  relase:"),
      /:\d+:3 relase: unknown key relase\. Did you mean release\?/,
    ],
    ["a missing key", text.replace(/^ {2}os:.*\n/m, ""), /os: os is missing/],
    ["an unknown release", text.replace('"2026.11.0"', '"2026.12.0"'), /release: unknown release 2026\.12\.0/],
    ["an unknown delivery", text.replace("[ansible]", "[pigeon]"), /delivery\.machines\[0\]: unknown delivery pigeon/],
    [
      "an unknown pod network",
      text.replace("kind: calico", "kind: flannel"),
      /podNetwork\.kind: unknown pod network flannel/,
    ],
    [
      "an unknown group",
      text.replace("group: masters", "group: master"),
      /unknown group master\. Did you mean masters\?/,
    ],
    ["a number for a version", text.replace('version: "0.1.0"', "version: 1.30"), /1\.30 is a number in YAML/],
  ])("%s", (_name, broken, message) => {
    const { ok, problems } = loadCluster(broken, file);

    expect(ok).toBe(false);
    expect(problems.map(formatProblem).join("\n")).toMatch(message);
    for (const { place, remedy } of problems) {
      expect(place).toMatchObject({ file, line: expect.any(Number), column: expect.any(Number) });
      expect(remedy).not.toBe("");
    }
  });

  test("everything at once, in the order of the file", () => {
    const broken = text
      .replace("  tier:", "  teir:")
      .replace("[ansible]", "[pigeon, 3]")
      .replace("vrrp: true", "vrrp: yes");

    const { problems } = loadCluster(broken, file);
    const lines = problems.map(({ place }) => place?.line ?? 0);

    expect(problems.length).toBeGreaterThan(2);
    expect(lines).toEqual([...lines].sort((a, b) => a - b));
  });

  test("names that lead nowhere, all at once", () => {
    const broken = text.replace('"2026.11.0"', '"2026.12.0"').replace("[ansible]", "[pigeon]");

    const { problems } = loadCluster(broken, file);

    expect(problems.map(({ code }) => code)).toEqual(["release-unknown", "delivery-unknown"]);
  });

  test("data has no place, and the same codes", () => {
    const { problems } = loadDocument({ ...exampleDocument(), kind: "Clutser" });

    expect(problems).toMatchObject([{ code: "document-value", path: ["kind"] }]);
    expect(problems[0]?.place).toBeUndefined();
  });

  test("what is no mapping at all", () => {
    for (const [broken, code] of [
      ["", "yaml-empty"],
      ["- a\n", "document-type"],
      ["a: 1\n---\nb: 2\n", "yaml-"],
    ] as const) {
      const { ok, problems } = loadCluster(broken, file);
      expect(ok).toBe(false);
      expect(problems[0]?.code).toContain(code);
    }
  });
});

describe("judging", () => {
  const expired = stringify({ ...parse(text), metadata: { name: "ha-lab", version: "0.1.0", expires: "2026-11-20" } });

  test("findings have their place in the text", () => {
    const findings = judgeLoaded(loaded(caseText("edge-pair"), caseFile("edge-pair")));

    expect(findings.length).toBeGreaterThan(0);
    for (const { place } of findings) expect(place?.file).toBe(caseFile("edge-pair"));
  });

  test("a rule that needs a day is asked only with one", () => {
    const byDay = judgeLoaded(loaded(expired), "2026-11-21").map(({ code }) => code);

    expect(byDay).toHaveLength(1);
    expect(judgeLoaded(loaded(expired), "2026-11-19")).toEqual([]);
    expect(judgeLoaded(loaded(expired))).toEqual([]);
  });
});

function loaded(given: string, name = file): LoadedCluster {
  const result = loadCluster(given, name);
  return result.ok ? result.value : expect.unreachable(result.problems.map(formatProblem).join("\n"));
}

function lineOf(beginning: string): number {
  return text.split("\n").findIndex((line) => line.startsWith(beginning)) + 1;
}
