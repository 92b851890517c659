import type { Cluster } from "../../cluster.ts";
import { compareText, type Path } from "../../problem.ts";
import { tryFindOperatingSystem } from "../../releases/facts.ts";
import type { DatedRule, Rule } from "../../rule.ts";
import type { OperatingSystem } from "../site/schema.ts";

const untested: Rule = {
  id: "system-untested",
  why: "Package names, unit names and versions are known only for the systems that a release was made for.",
  severity: "error",
  final: true,
  reference: "https://kubernetes.io/docs/setup/production-environment/tools/kubeadm/install-kubeadm/#before-you-begin",
  *check(cluster) {
    const known = cluster.release.operatingSystems.map(nameOf).sort(compareText).join(", ");
    for (const { os, path } of systemsOf(cluster)) {
      if (tryFindOperatingSystem(cluster.release, os)) continue;
      const message = `${nameOf(os)} is not a system of release ${cluster.release.version}, which knows ${known}`;
      yield { path, value: nameOf(os), message, remedy: "Choose one of these systems, or another release" };
    }
  },
};

const retired: Rule = {
  id: "system-retired",
  why: "A system without security fixes is the way in to everything that runs on it.",
  severity: "warning",
  reference: "https://www.centos.org/centos-linux-eol/",
  *check(cluster) {
    for (const { os, path } of systemsOf(cluster)) {
      const lifecycle = tryFindOperatingSystem(cluster.release, os)?.lifecycle;
      if (lifecycle?.state !== "retired") continue;
      const since = lifecycle.since === undefined ? "" : ` since ${lifecycle.since}`;
      const message = `${nameOf(os)} gets no fixes${since}: ${lifecycle.why}`;
      yield { path, value: nameOf(os), message, remedy: "Plan new machines with a supported system" };
    }
  },
};

const endOfLife: DatedRule = {
  id: "system-end-of-life",
  why: "A system without security fixes is the way in to everything that runs on it.",
  severity: "warning",
  reference: "https://endoflife.date/",
  *checkAsOf(cluster, asOf) {
    for (const { os, path } of systemsOf(cluster)) {
      const system = tryFindOperatingSystem(cluster.release, os);
      // A retired system is told by the rule above, whatever the day.
      if (!system || system.lifecycle.state === "retired" || asOf <= system.endOfLife) continue;
      const message = `${nameOf(os)} had its last free fixes on ${system.endOfLife}; judged on ${asOf}`;
      yield { path, value: nameOf(os), message, remedy: "Plan new machines with a supported system" };
    }
  },
};

export const systemRules: readonly (Rule | DatedRule)[] = [untested, retired, endOfLife];

/** Every place of the document that chooses a system for machines. */
function* systemsOf(cluster: Cluster): Iterable<{ readonly os: OperatingSystem; readonly path: Path }> {
  const groups = Object.entries(cluster.spec.machines).sort(([a], [b]) => compareText(a, b));
  if (groups.some(([, group]) => group.os === undefined)) yield { os: cluster.spec.os, path: ["spec", "os"] };
  for (const [name, { os }] of groups) if (os) yield { os, path: ["spec", "machines", name, "os"] };
}

function nameOf(os: OperatingSystem): string {
  return `${os.distribution} ${os.version}`;
}
