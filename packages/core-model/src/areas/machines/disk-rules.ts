import type { Cluster } from "../../cluster.ts";
import type { Path } from "../../problem.ts";
import type { Finding, Rule } from "../../rule.ts";
import { diskUse } from "./facts.ts";
import type { Disk } from "./schema.ts";

const device: Rule = {
  id: "disk-device-missing",
  why: "A disk without a device cannot be told from the others, and the wrong one would be formatted.",
  severity: "error",
  reference: "https://man7.org/linux/man-pages/man8/mkfs.8.html",
  *check(cluster) {
    for (const { disk, path } of disksOf(cluster)) {
      if (disk.device !== undefined || diskUse(disk) === "system") continue;
      yield {
        path,
        message: `disk ${disk.name} has no device`,
        remedy: "Write the device as the machine knows it, such as device: /dev/sdb",
      };
    }
  },
};

const system: Rule = {
  id: "disk-system-missing",
  why: "Every machine boots from a disk: without it, neither size nor cost of the system are known.",
  severity: "warning",
  reference: "plain sense: a machine boots from a disk",
  *check(cluster) {
    for (const [name, group] of Object.entries(cluster.spec.machines)) {
      if (group.disks.some((disk) => diskUse(disk) === "system")) continue;
      yield {
        path: ["spec", "machines", name, "disks"],
        message: `no disk of ${name} is the system's`,
        remedy: "Name the disk that the machines boot from system, or give it use: system",
      };
    }
  },
};

const name: Rule = {
  id: "disk-name-twice",
  why: "Labels and mount points are made from the name: two disks of one name would be mounted over each other.",
  severity: "error",
  reference: "https://man7.org/linux/man-pages/man5/fstab.5.html",
  *check(cluster) {
    yield* twice(
      cluster,
      (disk) => disk.name,
      "name",
      (name) => `the name ${name}`,
    );
  },
};

const deviceTwice: Rule = {
  id: "disk-device-twice",
  why: "One device is one disk: the second use would format the first.",
  severity: "error",
  reference: "https://man7.org/linux/man-pages/man8/mkfs.8.html",
  *check(cluster) {
    yield* twice(
      cluster,
      (disk) => disk.device,
      "device",
      (device) => `the device ${device}`,
    );
  },
};

// Any number of disks may hold data or stay raw; of the others only one can be mounted where the software looks.
const single: readonly string[] = ["system", "containers", "etcd"];

const useTwice: Rule = {
  id: "disk-use-twice",
  why: "The software looks for its data in one place: the second disk would be paid for and stay empty.",
  severity: "error",
  reference: "https://man7.org/linux/man-pages/man5/fstab.5.html",
  *check(cluster) {
    const use = (disk: Disk) => (single.includes(diskUse(disk)) ? diskUse(disk) : undefined);
    yield* twice(cluster, use, "use", (found) => `use: ${found}`);
  },
};

/** Disks of one group that share what must be each disk's own. */
function* twice(
  cluster: Cluster,
  traitOf: (disk: Disk) => string | undefined,
  key: string,
  words: (trait: string) => string,
): Generator<Finding> {
  const seen = new Map<string, string>();
  for (const { group, disk, path } of disksOf(cluster)) {
    const trait = traitOf(disk);
    if (trait === undefined) continue;
    const first = seen.get(`${group} ${trait}`);
    if (first === undefined) seen.set(`${group} ${trait}`, disk.name);
    else
      yield {
        path: [...path, key],
        value: trait,
        message: `disk ${disk.name} of ${group} has ${words(trait)}, as disk ${first} has`,
        remedy: `Give each disk its own ${key}`,
      };
  }
}

function* disksOf(cluster: Cluster): Generator<{ readonly group: string; readonly disk: Disk; readonly path: Path }> {
  for (const [group, { disks }] of Object.entries(cluster.spec.machines)) {
    for (const [position, disk] of disks.entries()) {
      yield { group, disk, path: ["spec", "machines", group, "disks", position] };
    }
  }
}

export const diskRules: readonly Rule[] = [device, system, name, deviceTwice, useTwice];
