import { compareText } from "../../problem.ts";
import type { Rule } from "../../rule.ts";
import type { Machine } from "../machines/machine.ts";
import { etcdFailureTolerance, etcdMembers } from "./facts.ts";

const etcdPath = ["spec", "kubernetes", "etcd"] as const;

const zones: Rule = {
  id: "etcd-zones",
  why: "When the zone that fails holds more members than the cluster can lose, nothing can be changed until it comes back.",
  severity: "warning",
  reference: "https://kubernetes.io/docs/setup/best-practices/multiple-zones/#control-plane-behavior",
  *check(cluster) {
    const known = new Set(cluster.machines.map((machine) => machine.zone).filter((zone) => zone !== undefined));
    const members = etcdMembers(cluster);
    const fullest = fullestOf(members, (member) => member.zone);
    const tolerance = etcdFailureTolerance(members.length);
    if (cluster.spec.tier === "testing" || known.size < 2 || !fullest) return;
    if (tolerance === 0 || fullest.count <= tolerance) return;
    yield {
      path: etcdPath,
      message: `zone ${fullest.name} holds ${fullest.count} of ${members.length} members, and they can lose ${tolerance}`,
      remedy:
        known.size === 2
          ? "Two zones lose the quorum with one of them: add a third, if only for one member"
          : `Spread the members over the ${known.size} zones`,
    };
  },
};

const failureDomains: Rule = {
  id: "etcd-failure-domains",
  why: "A rack or hypervisor that holds more members than the cluster can lose takes the quorum with it.",
  severity: "warning",
  reference: "https://kubernetes.io/docs/setup/best-practices/multiple-zones/#control-plane-behavior",
  *check(cluster) {
    const members = etcdMembers(cluster);
    const fullest = fullestOf(members, ({ zone, failureDomain }) =>
      failureDomain === undefined || zone === undefined ? failureDomain : `${failureDomain} in zone ${zone}`,
    );
    const tolerance = etcdFailureTolerance(members.length);
    if (cluster.spec.tier === "testing" || !fullest) return;
    if (tolerance === 0 || fullest.count <= tolerance) return;
    yield {
      path: etcdPath,
      message: `failure domain ${fullest.name} holds ${fullest.count} of ${members.length} members, and they can lose ${tolerance}`,
      remedy: "Place the members on different racks or hypervisors",
    };
  },
};

/** Where most of the members are, of the places that are known; the first by name among equals. */
function fullestOf(members: readonly Machine[], placeOf: (member: Machine) => string | undefined) {
  const counts = new Map<string, number>();
  for (const member of members) {
    const place = placeOf(member);
    if (place !== undefined) counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  let fullest: { readonly name: string; readonly count: number } | undefined;
  for (const [name, count] of [...counts].sort((a, b) => compareText(a[0], b[0]))) {
    if (!fullest || count > fullest.count) fullest = { name, count };
  }
  return fullest;
}

export const spreadRules: readonly Rule[] = [zones, failureDomains];
