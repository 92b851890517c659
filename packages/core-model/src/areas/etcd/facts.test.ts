import { expect, test } from "vitest";
import { exampleCluster } from "../changed-example.ts";
import { etcdEndpoints, etcdFailureTolerance, etcdMembers, etcdTimings } from "./facts.ts";

test("stacked members are the control plane; external ones have a group", () => {
  const external = { "spec.kubernetes.etcd": { kind: "external", group: "lb" } };

  expect(etcdMembers(exampleCluster({})).map((member) => member.name)).toEqual(["master-1", "master-2", "master-3"]);
  expect(etcdMembers(exampleCluster(external)).map((member) => member.name)).toEqual(["lb-1", "lb-2"]);
  expect(etcdEndpoints(exampleCluster(external))).toEqual(["https://10.0.0.11:2379", "https://10.0.0.12:2379"]);
});

test.each([
  [0, 0],
  [1, 0],
  [2, 0],
  [3, 1],
  [4, 1],
  [5, 2],
  [7, 3],
])("%i members can lose %i", (members, tolerance) => {
  expect(etcdFailureTolerance(members)).toBe(tolerance);
});

test.each([
  [0.3, 100, 1000],
  [100, 100, 1000],
  [120.5, 121, 1210],
  [1000, 1000, 10_000],
])("a round trip of %d ms gives a heartbeat of %i and an election of %i", (roundTripMs, heartbeatMs, electionMs) => {
  expect(etcdTimings(exampleCluster({ "spec.kubernetes.etcd.roundTripMs": roundTripMs }))).toEqual({
    heartbeatMs,
    electionMs,
  });
});
