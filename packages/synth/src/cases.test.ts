import { readFileSync } from "node:fs";
import { claimsOf, formatPath, isFailure, judgeFleet, type Problem } from "@groundplan/core-model";
import { describe, expect, test } from "vitest";
import { caseFile, caseNames, caseText } from "../../../tools/cases/case-files.ts";
import { expectedFindings, judgedOn } from "./cases/expected-findings.ts";
import { filesOfMachine, renderText } from "./cases/render-text.ts";
import { builtin, judgeLoaded, type LoadedCluster, loadCluster, synth } from "./index.ts";

test("every case is expected, and every expected one is there", () => {
  expect(caseNames).toEqual(Object.keys(expectedFindings).sort());
});

describe.each(caseNames)("%s", (name) => {
  test("has the findings that are expected, and no others", () => {
    const findings = judgeLoaded(load(name), judgedOn);

    expect(findings.map(brief)).toEqual(expectedFindings[name]);
  });

  test("tells them in its head", () => {
    const head = /^(#.*\n)+/.exec(caseText(name))?.[0] ?? "";
    const told = [...head.matchAll(/\[([a-z-]+)\]/g)].map(([, id]) => id);
    const found = new Set(judgeLoaded(load(name), judgedOn).map(({ code }) => code));

    expect(head).toContain("Findings to expect:");
    expect(told.sort()).toEqual([...found].sort());
  });

  test("becomes a tree: pages, deliveries, and the files of every machine", async () => {
    const { cluster, tree } = await renderText(caseText(name), caseFile(name));
    const pages = ["OVERVIEW.md", "bom.yaml", "ansible/inventory.yaml", "ansible/site.yaml"];
    const groups = Object.keys(cluster.spec.machines).map((group) => `machines/${group}/files.yaml`);
    const hosts = cluster.machines.map((machine) => filesOfMachine(tree, machine).get("etc/hosts")?.content ?? "");

    expect([...pages, ...groups].filter((path) => !tree.has(path))).toEqual([]);
    for (const [position, { name: host, address }] of cluster.machines.entries())
      expect(hosts[position]).toMatch(new RegExp(`^${address} .*\\b${host}$`, "m"));
  });

  test("comes with the findings that need no date", async () => {
    const { cluster } = load(name);

    const made = await synth(cluster);

    expect(made.ok).toBe(true);
    expect(made.problems.some(isFailure)).toBe(false);
    expect(made.problems.map(brief).sort()).toEqual(judgeLoaded({ cluster }).map(brief).sort());
  });
});

test("the plans have the machines of their sources", () => {
  const counts = caseNames.map((name) => [name, load(name).cluster.machines.length]);

  expect(Object.fromEntries(counts)).toEqual({
    "bgp-large": 213,
    "edge-pair": 14,
    "fleet-development": 6,
    "fleet-production": 49,
    "fleet-staging": 9,
    "fleet-testing": 3,
    "ha-lab": 7,
    "ha-prod": 25,
    "kubesphere-prod": 23,
  });
});

test("the README names every case with its machines, and what it calls missing is missing", () => {
  const readme = readFileSync(new URL("../../../clusters/README.md", import.meta.url), "utf8");
  const [described = "", missing = ""] = readme.split("## What the designs have");
  const missingNames = (column: number) =>
    rowsOf(missing).flatMap(({ cells }) =>
      [...(cells[column]?.matchAll(/`([a-z-]+)`/g) ?? [])].map(([, word]) => word),
    );

  expect(
    rowsOf(described)
      .map(({ name, cells }) => `${name} ${cells[0]}`)
      .sort(),
  ).toEqual(caseNames.map((name) => `${name} ${load(name).cluster.machines.length}`));
  expect(
    rowsOf(missing)
      .map(({ name }) => name)
      .sort(),
  ).toEqual(caseNames);
  for (const [column, known] of [builtin.hostComponents, builtin.addons, builtin.deliveries].entries()) {
    expect(missingNames(column)).not.toEqual([]);
    expect(known.map(({ name }) => name).filter((name) => missingNames(column).includes(name))).toEqual([]);
  }
});

/** Rows of the tables that begin with a case. */
function rowsOf(text: string) {
  return [...text.matchAll(/^\| \[?`([a-z-]+)`.*$/gm)].map(([line, name]) => ({
    name,
    cells: line
      .split("|")
      .slice(2, -1)
      .map((cell) => cell.trim()),
  }));
}

test("no case takes another's addresses, names or router ids", () => {
  const fleet = caseNames.map((name) => claimsOf(load(name).cluster));

  expect(judgeFleet(fleet, judgedOn).map(brief)).toEqual([
    // Nothing below production tries kubesphere-prod's release first.
    "advice fleet-release-untried release",
  ]);
});

test("KubeSphere 3.2 on Kubernetes 1.24, as the published architecture has it, is refused", async () => {
  const text = caseText("kubesphere-prod").replace('release: "2023.8.1"', 'release: "2023.8.0"');
  const loaded = loadCluster(text, caseFile("kubesphere-prod"));
  if (!loaded.ok) expect.unreachable();

  const failures = judgeLoaded(loaded.value, judgedOn).filter(isFailure);
  const made = await synth(loaded.value.cluster);

  expect(failures.map(({ code, path }) => `${code} ${formatPath(path)}`)).toEqual([
    "production-release release",
    "release-kubernetes-range release",
    "release-pairing release",
  ]);
  expect(made.ok).toBe(false);
});

function load(name: string): LoadedCluster {
  const loaded = loadCluster(caseText(name), caseFile(name));
  return loaded.ok ? loaded.value : expect.unreachable(loaded.problems.map(brief).join("\n"));
}

function brief({ severity, code, path }: Problem): string {
  return `${severity} ${code} ${formatPath(path)}`;
}
