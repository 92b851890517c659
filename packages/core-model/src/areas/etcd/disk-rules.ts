import type { Cluster } from "../../cluster.ts";
import type { Rule } from "../../rule.ts";
import { nodes } from "../kubernetes/facts.ts";
import { oneOfEachGroup, tryFindDisk } from "../machines/facts.ts";
import type { Machine } from "../machines/machine.ts";
import { etcdMembers } from "./facts.ts";

/** Machines by the number of nodes they serve. @see https://etcd.io/docs/v3.6/op-guide/hardware/#example-hardware-configurations */
const hardware = [
  { nodes: 50, cpuCores: 2, memoryGiB: 8 },
  { nodes: 250, cpuCores: 4, memoryGiB: 16 },
  { nodes: 1000, cpuCores: 8, memoryGiB: 32 },
  { nodes: Number.POSITIVE_INFINITY, cpuCores: 16, memoryGiB: 64 },
] as const;

const machineSize: Rule = {
  id: "etcd-hardware",
  why: "etcd holds the whole cluster in memory: with more nodes there are more objects, watchers and writes.",
  severity: "warning",
  reference: "https://etcd.io/docs/v3.6/op-guide/hardware/#example-hardware-configurations",
  *check(cluster) {
    const count = nodes(cluster).length;
    const wanted = hardware.find((row) => count <= row.nodes);
    if (cluster.spec.tier === "testing" || !wanted) return;
    for (const { group, size } of oneOfEachGroup(etcdMembers(cluster))) {
      if (size.cpuCores >= wanted.cpuCores && size.memoryGiB >= wanted.memoryGiB) continue;
      yield {
        path: ["spec", "machines", group, "size"],
        message: `${size.cpuCores} cores and ${size.memoryGiB} GiB hold etcd for ${count} nodes`,
        remedy: `Give its machines ${wanted.cpuCores} cores and ${wanted.memoryGiB} GiB`,
      };
    }
  },
};

const diskKind: Rule = {
  id: "etcd-disk-kind",
  why: "Every write waits until it is on the disk of a majority: a spinning disk makes the whole cluster slow, then lose its leader.",
  severity: "error",
  reference: "https://etcd.io/docs/v3.6/op-guide/hardware/#disks",
  *check(cluster) {
    const { tier } = cluster.spec;
    for (const { disk, path } of memberDisks(cluster)) {
      if (disk.kind === "hdd" && tier !== "testing") {
        yield {
          path,
          value: "hdd",
          message: `etcd writes to ${disk.name}, which is hdd`,
          remedy: "Use an ssd or nvme disk",
        };
      } else if (disk.kind === undefined && tier === "production") {
        yield {
          path,
          severity: "advice",
          message: `etcd writes to ${disk.name}, whose kind is not known`,
          remedy: "Write kind: ssd or kind: nvme once you have seen it",
        };
      }
    }
  },
};

const diskOfItsOwn: Rule = {
  id: "etcd-disk-own",
  why: "The system and its logs write to the same disk, and etcd waits behind them.",
  severity: "warning",
  reference: "https://etcd.io/docs/v3.6/tuning/#disk",
  *check(cluster) {
    const { tier, kubernetes } = cluster.spec;
    if (tier === "testing" || kubernetes.etcd.kind === "stacked") return;
    for (const member of oneOfEachGroup(etcdMembers(cluster))) {
      if (tryFindDisk(member, "etcd")) continue;
      yield {
        path: ["spec", "machines", member.group, "disks"],
        message: `no disk of ${member.group} has use: etcd, so that etcd shares the system's`,
        remedy: "Add a disk with use: etcd and kind: ssd or nvme",
      };
    }
  },
};

/** The disk that etcd writes to in each group of members: its own, else the system's. */
function memberDisks(cluster: Cluster) {
  return oneOfEachGroup(etcdMembers(cluster)).flatMap((member) => {
    const disk = etcdDisk(member);
    if (!disk) return [];
    return [{ disk, path: ["spec", "machines", member.group, "disks", member.disks.indexOf(disk)] }];
  });
}

function etcdDisk(member: Machine) {
  return tryFindDisk(member, "etcd") ?? tryFindDisk(member, "system");
}

export const diskRules: readonly Rule[] = [machineSize, diskKind, diskOfItsOwn];
