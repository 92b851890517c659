import type { Given } from "../changed-example.ts";
import type { RuleCases } from "../rule-case.ts";

const lastWorker = "spec.machines.workers.ranges.0.last";
const taint = { key: "groundplan.dev/pool", value: "edge", effect: "NoSchedule" };
const upgrade = "spec.kubernetes.upgrade";

const withEdge: Given = {
  "spec.machines.edge": {
    network: "nodes",
    size: { cpuCores: 4, memoryGiB: 8 },
    disks: [{ name: "system", sizeGB: 100 }],
    ranges: [{ name: "edge-", first: 1, last: 2, firstAddress: "10.0.0.241" }],
  },
  "spec.kubernetes.workers": [
    { group: "workers" },
    { group: "edge", labels: { "groundplan.dev/pool": "edge" }, taints: [taint], why: "only the way in runs here" },
  ],
};

export const workerCases: RuleCases = {
  "workers-missing": {
    breaks: [
      {
        name: "no pool",
        given: { "spec.kubernetes.workers": [] },
        finds: [
          "error kubernetes.workers: 0 workers, and controlPlane.workloads is false. Name a group of workers, or set controlPlane.workloads: true",
        ],
      },
    ],
    keeps: [
      {
        name: "no pool, and a control plane that takes workloads",
        given: { "spec.kubernetes.workers": [], "spec.kubernetes.controlPlane.workloads": true },
      },
    ],
  },
  "workers-at-least-three": {
    breaks: [
      {
        name: "two workers",
        given: { [lastWorker]: 2 },
        finds: [
          "warning kubernetes.workers: 2 workers take any workload, and the tier is production. Use at least 3 that no taint keeps workloads away from",
        ],
      },
      {
        name: "two workers beside a special pool",
        given: { ...withEdge, [lastWorker]: 2 },
        finds: [
          "warning kubernetes.workers: 2 workers take any workload, and the tier is production. Use at least 3 that no taint keeps workloads away from",
        ],
      },
    ],
    keeps: [
      { name: "two workers in staging", given: { [lastWorker]: 2, "spec.tier": "staging" } },
      { name: "three workers beside a special pool", given: withEdge },
      {
        name: "a pool that is only disliked",
        given: { "spec.kubernetes.workers.0.taints": [{ ...taint, effect: "PreferNoSchedule" }] },
      },
    ],
  },
  "workers-in-threes": {
    breaks: [
      {
        name: "200 workers",
        given: { [lastWorker]: 200 },
        finds: [
          "advice kubernetes.workers: 200 workers that take any workload are not a multiple of three. Use 198 or 201",
        ],
      },
    ],
    keeps: [
      { name: "six workers", given: { [lastWorker]: 6 } },
      { name: "three workers, and a special pool of two", given: withEdge },
      { name: "four workers in staging", given: { [lastWorker]: 4, "spec.tier": "staging" } },
    ],
  },
  "upgrade-batch": {
    breaks: [
      {
        name: "two of three at once",
        given: { [upgrade]: { strategy: "in-place", workers: { batch: 2 } } },
        finds: [
          "warning kubernetes.upgrade.workers.batch: 2 of 3 workers are taken at once. Take at most a third, or replace nodes with order: add-first",
        ],
      },
    ],
    keeps: [
      {
        name: "two of six at once",
        given: { [upgrade]: { strategy: "in-place", workers: { batch: 2 } }, [lastWorker]: 6 },
      },
      { name: "one of one", given: { [upgrade]: { strategy: "in-place", workers: { batch: 1 } }, [lastWorker]: 1 } },
      {
        name: "others come first",
        given: { [upgrade]: { strategy: "node-replacement", workers: { order: "add-first", batch: 3 } } },
      },
      {
        name: "a whole cluster comes first",
        given: { [upgrade]: { strategy: "cluster-replacement", workers: { batch: 3 } } },
      },
    ],
  },
};
