import type { Given } from "../changed-example.ts";
import type { RuleCases } from "../rule-case.ts";

const masters = "spec.machines.masters";
const lastMaster = `${masters}.ranges.0.last`;
const lastWorker = "spec.machines.workers.ranges.0.last";
const backup = { schedule: "0 */6 * * *", keepDays: 14 };
const testing: Given = { "spec.tier": "testing", "metadata.expires": "2026-11-25" };
const etcdDisk = { name: "etcd", sizeGB: 100, kind: "nvme", device: "/dev/nvme0n1", use: "etcd" };
const system = { name: "system", sizeGB: 100, kind: "ssd" };

const external: Given = {
  "spec.kubernetes.etcd": { kind: "external", group: "etcd", backup },
  "spec.machines.etcd": {
    network: "nodes",
    size: { cpuCores: 4, memoryGiB: 16 },
    disks: [system, etcdDisk],
    ranges: [{ name: "etcd-", first: 1, last: 3, firstAddress: "10.0.0.241" }],
  },
};

export const etcdCases: RuleCases = {
  "etcd-quorum": {
    breaks: [
      {
        name: "two members",
        given: { [lastMaster]: 2 },
        finds: ["error kubernetes.etcd: 2 members cannot lose any, no more than 1. Use 3 or 5"],
      },
      {
        name: "four members",
        given: { [lastMaster]: 4 },
        finds: ["error kubernetes.etcd: 4 members can lose 1, no more than 3. Use 3 or 5"],
      },
      {
        name: "one member outside testing",
        given: { [lastMaster]: 1, "spec.tier": "development" },
        finds: [
          "error kubernetes.etcd: 1 member cannot lose any, and the tier is development. Use 3 or 5, or the testing tier",
        ],
      },
    ],
    keeps: [
      { name: "one member in testing", given: { [lastMaster]: 1, ...testing } },
      { name: "five members", given: { [lastMaster]: 5 } },
    ],
  },
  "etcd-many-members": {
    breaks: [
      {
        name: "nine members",
        given: { [lastMaster]: 9 },
        finds: ["warning kubernetes.etcd: 9 members can lose 4, and every write waits for 5. Use 5, which can lose 2"],
      },
    ],
    keeps: [{ name: "seven members", given: { [lastMaster]: 7 } }],
  },
  "etcd-dedicated": {
    breaks: [
      {
        name: "51 workers",
        given: { [lastWorker]: 51 },
        finds: [
          "advice kubernetes.etcd.kind: 51 workers, and etcd shares the control plane's machines. Give etcd machines of its own (kind: external); it is advised above 50 workers",
        ],
      },
      {
        name: "201 workers",
        given: { [lastWorker]: 201 },
        finds: [
          "warning kubernetes.etcd.kind: 201 workers, and etcd shares the control plane's machines. Give etcd machines of its own (kind: external); it is urged above 200 workers",
        ],
      },
    ],
    keeps: [
      { name: "50 workers", given: { [lastWorker]: 50 } },
      { name: "201 workers, and etcd on machines of its own", given: { [lastWorker]: 201, ...external } },
    ],
  },
  "etcd-backup": {
    breaks: [
      {
        name: "no backup",
        given: { "spec.kubernetes.etcd.backup": undefined },
        finds: [
          'warning kubernetes.etcd: no backup, and the tier is production. Add backup: { schedule: "0 */6 * * *", keepDays: 14 }',
        ],
      },
    ],
    keeps: [{ name: "no backup in testing", given: { "spec.kubernetes.etcd.backup": undefined, ...testing } }],
  },
  "etcd-round-trip": {
    breaks: [
      {
        name: "150 ms between members",
        given: { "spec.kubernetes.etcd.roundTripMs": 150 },
        finds: [
          "warning kubernetes.etcd.roundTripMs: a round trip of 150 ms is longer than etcd's heartbeat of 100 ms; a new leader would take 1500 ms. Keep the members in one region, near each other; give another region a cluster of its own",
        ],
      },
    ],
    keeps: [{ name: "100 ms between members", given: { "spec.kubernetes.etcd.roundTripMs": 100 } }],
  },
  "etcd-behind-balancer": {
    breaks: [
      {
        name: "a listener that leads to the members",
        given: { "spec.loadBalancer.listeners.1": { port: 2379, to: { group: "masters", port: 2379 } } },
        finds: [
          "error loadBalancer.listeners[1]: port 2379 leads to etcd (port 2379 of masters). Remove the listener: the API server is given the address of every member",
        ],
      },
    ],
    keeps: [
      {
        name: "port 2379 of machines without etcd",
        given: { "spec.loadBalancer.listeners.1": { port: 2379, to: { group: "workers", port: 2379 } } },
      },
    ],
  },
  "etcd-own-group": {
    breaks: [
      {
        name: "external members on the control plane",
        given: { "spec.kubernetes.etcd": { kind: "external", group: "masters", backup } },
        finds: [
          "error kubernetes.etcd.group: external etcd on masters, the 3 machines of the control plane. Write kind: stacked, or name a group of its own",
        ],
      },
      {
        name: "external members on workers",
        given: { "spec.kubernetes.etcd": { kind: "external", group: "workers", backup } },
        finds: ["warning kubernetes.etcd.group: external etcd on workers, a pool of workers. Name a group of its own"],
      },
    ],
    keeps: [{ name: "external members by themselves", given: external }],
  },
  "etcd-zones": {
    breaks: [
      {
        name: "two zones",
        given: { "spec.site.zones": ["a", "b"] },
        finds: [
          "warning kubernetes.etcd: zone a holds 2 of 3 members, and they can lose 1. Two zones lose the quorum with one of them: add a third, if only for one member",
        ],
      },
      {
        name: "three zones, and all members in one",
        given: { "spec.site.zones": ["a", "b", "c"], [`${masters}.ranges.0.zone`]: "b" },
        finds: [
          "warning kubernetes.etcd: zone b holds 3 of 3 members, and they can lose 1. Spread the members over the 3 zones",
        ],
      },
    ],
    keeps: [
      { name: "three zones", given: { "spec.site.zones": ["a", "b", "c"] } },
      { name: "five members in three zones", given: { "spec.site.zones": ["a", "b", "c"], [lastMaster]: 5 } },
      { name: "only one zone to choose from", given: { "spec.site.zones": ["a"] } },
      { name: "two zones in testing", given: { "spec.site.zones": ["a", "b"], ...testing } },
    ],
  },
  "etcd-failure-domains": {
    breaks: [
      {
        name: "all in one rack",
        given: { [`${masters}.ranges.0.failureDomain`]: "rack-1" },
        finds: [
          "warning kubernetes.etcd: failure domain rack-1 holds 3 of 3 members, and they can lose 1. Place the members on different racks or hypervisors",
        ],
      },
      {
        name: "two of three in one rack of a zone",
        given: {
          [`${masters}.ranges`]: undefined,
          [`${masters}.hosts`]: {
            "m-1": { address: "10.0.0.21", zone: "a", failureDomain: "rack-1" },
            "m-2": { address: "10.0.0.22", zone: "a", failureDomain: "rack-1" },
            "m-3": { address: "10.0.0.23", zone: "b", failureDomain: "rack-1" },
          },
        },
        finds: [
          "warning kubernetes.etcd: failure domain rack-1 in zone a holds 2 of 3 members, and they can lose 1. Place the members on different racks or hypervisors",
        ],
      },
    ],
    keeps: [
      {
        name: "racks of one name in different zones",
        given: {
          [`${masters}.ranges`]: undefined,
          [`${masters}.hosts`]: {
            "m-1": { address: "10.0.0.21", zone: "a", failureDomain: "rack-1" },
            "m-2": { address: "10.0.0.22", zone: "b", failureDomain: "rack-1" },
            "m-3": { address: "10.0.0.23", zone: "c", failureDomain: "rack-1" },
          },
        },
      },
      { name: "all in one rack in testing", given: { [`${masters}.ranges.0.failureDomain`]: "rack-1", ...testing } },
    ],
  },
  "etcd-hardware": {
    breaks: [
      {
        name: "too little for six nodes",
        given: { [`${masters}.size`]: { cpuCores: 2, memoryGiB: 4 } },
        finds: [
          "warning machines.masters.size: 2 cores and 4 GiB hold etcd for 6 nodes. Give its machines 2 cores and 8 GiB",
        ],
      },
      {
        name: "enough for fifty nodes, and there are more",
        given: { ...external, "spec.machines.etcd.size": { cpuCores: 2, memoryGiB: 8 }, [lastWorker]: 48 },
        finds: [
          "warning machines.etcd.size: 2 cores and 8 GiB hold etcd for 51 nodes. Give its machines 4 cores and 16 GiB",
        ],
      },
    ],
    keeps: [
      {
        name: "enough for fifty nodes",
        given: { ...external, "spec.machines.etcd.size": { cpuCores: 2, memoryGiB: 8 }, [lastWorker]: 47 },
      },
      { name: "little in testing", given: { [`${masters}.size`]: { cpuCores: 2, memoryGiB: 4 }, ...testing } },
    ],
  },
  "etcd-disk-kind": {
    breaks: [
      {
        name: "a spinning disk",
        given: { [`${masters}.disks.0.kind`]: "hdd" },
        finds: ["error machines.masters.disks[0]: etcd writes to system, which is hdd. Use an ssd or nvme disk"],
      },
      {
        name: "a disk of an unknown kind",
        given: { [`${masters}.disks.0.kind`]: undefined },
        finds: [
          "advice machines.masters.disks[0]: etcd writes to system, whose kind is not known. Write kind: ssd or kind: nvme once you have seen it",
        ],
      },
    ],
    keeps: [
      {
        name: "a fast disk beside a spinning one",
        given: { [`${masters}.disks`]: [{ ...system, kind: "hdd" }, etcdDisk] },
      },
      { name: "a spinning disk in testing", given: { [`${masters}.disks.0.kind`]: "hdd", ...testing } },
    ],
  },
  "etcd-disk-own": {
    breaks: [
      {
        name: "external members with one disk",
        given: { ...external, "spec.machines.etcd.disks": [system] },
        finds: [
          "warning machines.etcd.disks: no disk of etcd has use: etcd, so that etcd shares the system's. Add a disk with use: etcd and kind: ssd or nvme",
        ],
      },
    ],
    keeps: [
      { name: "external members with a disk for etcd", given: external },
      { name: "stacked members with one disk" },
    ],
  },
};
