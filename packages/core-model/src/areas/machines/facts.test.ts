import { describe, expect, test } from "vitest";
import { exampleCluster } from "../changed-example.ts";
import { clashesOf } from "./clashes.ts";
import {
  compareMachineNames,
  diskUse,
  findMachine,
  machinesIn,
  networkOf,
  oneOfEachGroup,
  tryFindDisk,
} from "./facts.ts";

const workers = "spec.machines.workers";

describe("a machine of a range", () => {
  const given = {
    "spec.site.zones": ["a", "b", "c"],
    [`${workers}.ranges.0`]: { name: "w-", first: 3, last: 7, firstAddress: "10.0.0.31", failureDomain: "rack-1" },
  };

  test("has name, address and zone by its number", () => {
    expect(
      machinesIn(exampleCluster(given), "workers").map(({ name, address, zone }) => `${name} ${address} ${zone}`),
    ).toEqual(["w-3 10.0.0.31 c", "w-4 10.0.0.32 a", "w-5 10.0.0.33 b", "w-6 10.0.0.34 c", "w-7 10.0.0.35 a"]);
  });

  test("keeps them all when another number is left out", () => {
    const all = machinesIn(exampleCluster(given), "workers");
    const fewer = machinesIn(exampleCluster({ ...given, [`${workers}.ranges.0.skip`]: [4, 5] }), "workers");

    expect(fewer).toEqual(all.filter((machine) => !["w-4", "w-5"].includes(machine.name)));
  });

  test("has the group's system, disks and size, and knows where it was written", () => {
    const [machine] = machinesIn(
      exampleCluster({ ...given, [`${workers}.os`]: { distribution: "rocky", version: "9" } }),
      "workers",
    );

    expect(machine).toMatchObject({
      group: "workers",
      os: { distribution: "rocky", version: "9" },
      failureDomain: "rack-1",
      size: { cpuCores: 8, memoryGiB: 16, gpus: 0 },
      path: ["spec", "machines", "workers", "ranges", 0],
    });
  });
});

test("a named host has what is written for it, and no zone by itself", () => {
  const cluster = exampleCluster({
    "spec.site.zones": ["a", "b"],
    [`${workers}.hosts`]: { odd: { address: "10.0.0.77" }, even: { address: "10.0.0.78", zone: "b" } },
  });

  expect(findMachine(cluster, "odd")).toMatchObject({
    address: "10.0.0.77",
    path: ["spec", "machines", "workers", "hosts", "odd"],
  });
  expect([findMachine(cluster, "odd").zone, findMachine(cluster, "even").zone]).toEqual([undefined, "b"]);
  expect(() => findMachine(cluster, "nobody")).toThrow("cluster example has no machine nobody");
  expect(networkOf(cluster, findMachine(cluster, "odd")).cidr).toBe("10.0.0.0/24");
});

test("the first machine stands for its group", () => {
  expect(oneOfEachGroup(exampleCluster({}).machines).map((machine) => machine.name)).toEqual([
    "lb-1",
    "master-1",
    "worker-1",
  ]);
});

test("a disk is for what is written, else for what its name says", () => {
  const disks = [
    { name: "system", sizeGB: 40 },
    { name: "extra", sizeGB: 10 },
    { name: "fast", sizeGB: 10, use: "etcd" as const },
  ];
  const [machine] = machinesIn(exampleCluster({}), "workers");
  if (!machine) throw new Error("the example has workers");

  expect(disks.map(diskUse)).toEqual(["system", "data", "etcd"]);
  expect(tryFindDisk({ ...machine, disks }, "etcd")?.name).toBe("fast");
  expect(tryFindDisk({ ...machine, disks }, "raw")).toBeUndefined();
});

test("names are ordered by their numbers", () => {
  expect(["n-10", "n-9", "n-1", "m", "n", "n-01", "db-2a", "n-010"].sort(compareMachineNames)).toEqual([
    "db-2a",
    "m",
    "n",
    "n-01",
    "n-1",
    "n-9",
    "n-010",
    "n-10",
  ]);
});

test("two places clash once, however often, and a third place by itself", () => {
  const claims = [
    ...[1, 2, 3].map((key) => ({ key, path: ["a"] })),
    ...[2, 3, 4].map((key) => ({ key, path: ["b"] })),
    { key: 1, path: ["c"] },
  ];

  expect(clashesOf(claims, ({ key }) => `${key}`)).toEqual([
    { claim: { key: 2, path: ["b"] }, first: { key: 2, path: ["a"] }, more: "; 1 more likewise" },
    { claim: { key: 1, path: ["c"] }, first: { key: 1, path: ["a"] }, more: "" },
  ]);
});
