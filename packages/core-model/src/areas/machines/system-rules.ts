import type { Cluster } from "../../cluster.ts";
import { listText } from "../../list-text.ts";
import { formatPath, type Path } from "../../problem.ts";
import type { Rule } from "../../rule.ts";
import { nodes } from "../kubernetes/facts.ts";
import { oneOfEachGroup } from "./facts.ts";
import type { Machine } from "./machine.ts";

const oneSystem: Rule = {
  id: "nodes-one-system",
  why: "Each system has its own kernel, paths and habits: with several, every fault has to be looked for in each.",
  severity: "advice",
  reference: "published outline of a large cluster (Kubernetes 1.17): one system in one version for all nodes",
  *check(cluster) {
    const [first, ...others] = oneOfEachGroup(nodes(cluster));
    for (const other of others) {
      if (!first || nameOf(other) === nameOf(first)) continue;
      yield {
        path: pathOf(cluster, other),
        value: nameOf(other),
        message: `nodes of ${other.group} run ${nameOf(other)}, and those of ${first.group} run ${nameOf(first)}`,
        remedy: "Run one system in one version on all nodes",
      };
    }
  },
};

/** The oldest versions that the design was made for; of other distributions it does not speak. */
const designedFor: Readonly<Record<string, string>> = { rocky: "9", ubuntu: "22.04" };

const floor: Rule = {
  id: "system-older-than-design",
  why: "Older versions bring kernels and packages that balancers, etcd and nodes of today were not tried on.",
  severity: "warning",
  reference: "published highly available design (2021-05): Rocky Linux 9 or newer, Ubuntu 22.04 or newer for nodes",
  *check(cluster) {
    const places = new Map<string, Machine[]>();
    for (const machine of oneOfEachGroup(cluster.machines)) {
      const oldest = designedFor[machine.os.distribution];
      if (oldest === undefined || Number(machine.os.version) >= Number(oldest)) continue;
      const place = formatPath(pathOf(cluster, machine));
      places.set(place, [...(places.get(place) ?? []), machine]);
    }
    for (const [first, ...others] of places.values()) {
      if (!first) continue;
      const newer = `${first.os.distribution} ${designedFor[first.os.distribution]}`;
      yield {
        path: pathOf(cluster, first),
        value: nameOf(first),
        message: `${listText([first, ...others].map((machine) => machine.group))} run ${nameOf(first)}, which is older than ${newer}`,
        remedy: `Use ${newer} or newer`,
      };
    }
  },
};

function nameOf({ os }: Machine): string {
  return `${os.distribution} ${os.version}`;
}

/** Where the system of the machine's group was chosen. */
function pathOf(cluster: Cluster, { group }: Machine): Path {
  return cluster.spec.machines[group]?.os ? ["spec", "machines", group, "os"] : ["spec", "os"];
}

export const systemRules: readonly Rule[] = [oneSystem, floor];
