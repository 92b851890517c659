import { expect, test } from "vitest";
import { compareProblems, compareText, formatPath, formatProblem, isFailure, type Problem } from "./problem.ts";

const plain: Problem = {
  code: "etcd-quorum",
  severity: "error",
  cluster: "prod",
  path: ["spec", "kubernetes", "etcd"],
  message: "2 members cannot lose any",
  remedy: "Use 3 or 5",
};
const place = { file: "clusters/prod/cluster.yaml", line: 31, column: 5 };
const waived = { reason: "a test rig", until: "2026-12-31" };

test.each([
  [["spec", "kubernetes", "workers", 1, "group"], "kubernetes.workers[1].group"],
  [["metadata", "name"], "metadata.name"],
  [["spec"], "spec"],
  [[], "document"],
  [[0, 1], "[0][1]"],
])("the path %j reads %s", (path, text) => {
  expect(formatPath(path)).toBe(text);
});

test("a problem is one line: place, path, what, the way out, code", () => {
  expect(formatProblem({ ...plain, place })).toBe(
    "clusters/prod/cluster.yaml:31:5 kubernetes.etcd: 2 members cannot lose any. Use 3 or 5. [etcd-quorum]",
  );
});

test("without a place the cluster is named, and sentences keep their own ends", () => {
  expect(formatProblem({ ...plain, remedy: "Did you mean 3?" })).toBe(
    "prod kubernetes.etcd: 2 members cannot lose any. Did you mean 3? [etcd-quorum]",
  );
});

test("a waived problem says why and until when, and is no failure", () => {
  expect(formatProblem({ ...plain, waived })).toMatch(/\[etcd-quorum\] \(waived until 2026-12-31: a test rig\)$/);
  expect(isFailure(plain)).toBe(true);
  expect(isFailure({ ...plain, waived })).toBe(false);
  expect(isFailure({ ...plain, severity: "warning" })).toBe(false);
});

test("problems are ordered by severity, cluster, place, code and message", () => {
  const ordered: Problem[] = [
    { ...plain, cluster: "a", message: "a" },
    { ...plain, cluster: "a", place: { ...place, line: 1 } },
    { ...plain, cluster: "a", place: { ...place, line: 1, column: 9 } },
    { ...plain, cluster: "a", place: { ...place, line: 10 } },
    { ...plain, cluster: "b", code: "a" },
    { ...plain, cluster: "b", message: "a" },
    { ...plain, cluster: "b", message: "b" },
    { ...plain, severity: "warning", cluster: "a" },
    { ...plain, severity: "advice", cluster: "a" },
  ];

  expect([...ordered].reverse().sort(compareProblems)).toEqual(ordered);
});

test("text is ordered by its code units, as no locale would", () => {
  expect(["é", "z", "B", "a", "Z"].sort(compareText)).toEqual(["B", "Z", "a", "z", "é"]);
});
