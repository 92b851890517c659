import type { Rule } from "../../rule.ts";
import { clashesOf } from "./clashes.ts";
import { diskRules } from "./disk-rules.ts";
import { rangeRules } from "./range-rules.ts";
import { systemRules } from "./system-rules.ts";

const hostName: Rule = {
  id: "host-name-twice",
  why: "Two machines of one name are one node: the second takes the place of the first, and its files are written over.",
  severity: "error",
  reference: "https://kubernetes.io/docs/concepts/architecture/nodes/#node-name-uniqueness",
  *check(cluster) {
    for (const { claim, first, more } of clashesOf(cluster.machines, (machine) => machine.name)) {
      yield {
        path: claim.path,
        value: claim.name,
        message: `${claim.name} of group ${claim.group} is also a machine of group ${first.group}${more}`,
        remedy: "Give every machine a name of its own",
      };
    }
  },
};

const zone: Rule = {
  id: "machine-zone-unknown",
  why: "A zone that the site does not list is a slip of the pen, and what should be spread over zones is not.",
  severity: "error",
  reference: "https://kubernetes.io/docs/reference/labels-annotations-taints/#topologykubernetesiozone",
  *check(cluster) {
    const { zones } = cluster.spec.site;
    if (zones.length === 0) return;
    const seen = new Set<string>();
    for (const machine of cluster.machines) {
      const place = JSON.stringify(machine.path);
      if (machine.zone === undefined || zones.includes(machine.zone) || seen.has(place)) continue;
      seen.add(place);
      yield {
        path: [...machine.path, "zone"],
        value: machine.zone,
        message: `${machine.name} is in zone ${machine.zone}, and the site's zones are ${zones.join(", ")}`,
        remedy: "Use one of them, or add it to site.zones",
      };
    }
  },
};

export const machineRules: readonly Rule[] = [hostName, zone, ...rangeRules, ...diskRules, ...systemRules];
