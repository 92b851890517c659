import type { Cluster } from "../../cluster.ts";
import type { Path } from "../../problem.ts";
import { type ReleaseProblem, releaseProblems } from "../../releases/problems.ts";
import type { DatedRule, Finding, Rule } from "../../rule.ts";
import { systemRules } from "./system-rules.ts";

const releasePath = ["spec", "release"] as const;

const kubernetesRange: Rule = {
  id: "release-kubernetes-range",
  why: "What upstream did not test with this Kubernetes fails in ways that nobody has seen before you.",
  severity: "error",
  reference: "https://kubernetes.io/releases/version-skew-policy/",
  check: (cluster) => findingsOf(cluster, "release-kubernetes-range"),
};

const pairing: Rule = {
  id: "release-pairing",
  why: "Two components that speak to each other must be of versions that understand each other.",
  severity: "error",
  reference: "published architecture on KubeSphere (2023-08), and the compatibility tables of the components",
  check: (cluster) => findingsOf(cluster, "release-pairing"),
};

const advice: Rule = {
  id: "release-advice",
  why: "People who ran these versions advise against them in this tier.",
  severity: "warning",
  reference: "published architecture on KubeSphere (2023-08)",
  check: (cluster) => findingsOf(cluster, "release-advice"),
};

const componentRetired: Rule = {
  id: "release-component-retired",
  why: "Software that nobody fixes keeps every hole that is found from now on.",
  severity: "warning",
  reference: "the component's own announcement, named in the finding",
  check: (cluster) => findingsOf(cluster, "release-component-retired"),
};

const lifecycle: Rule = {
  id: "release-lifecycle",
  why: "A release that is not kept up carries every fault of its parts along.",
  severity: "warning",
  reference: "https://kubernetes.io/releases/patch-releases/#support-period",
  *check(cluster) {
    const { release } = cluster;
    const { state } = release.lifecycle;
    if (state === "active") return;
    const at = { path: releasePath, value: release.version };
    const message = `release ${release.version} is ${state === "retired" ? "retired" : "in maintenance"}: ${release.lifecycle.why}`;
    if (state === "retired") yield { ...at, message, remedy: "Move to a current release" };
    else yield { ...at, severity: "advice", message, remedy: "Plan the move to a current release" };
  },
};

const kubernetesEndOfLife: DatedRule = {
  id: "kubernetes-end-of-life",
  why: "A Kubernetes without fixes leaves the whole cluster open to what becomes known next.",
  severity: "warning",
  reference: "https://kubernetes.io/releases/patch-releases/#support-period",
  *checkAsOf(cluster, asOf) {
    const { version, endOfLife } = cluster.release.kubernetes;
    if (asOf <= endOfLife) return;
    const message = `Kubernetes ${version} of release ${cluster.release.version} had its last fixes on ${endOfLife}; judged on ${asOf}`;
    yield { path: releasePath, value: version, message, remedy: "Move to a release with a supported Kubernetes" };
  },
};

/** What holds for the platform release and the systems it runs on. */
export const releaseRules: readonly (Rule | DatedRule)[] = [
  kubernetesRange,
  pairing,
  advice,
  componentRetired,
  lifecycle,
  kubernetesEndOfLife,
  ...systemRules,
];

function findingsOf(cluster: Cluster, code: ReleaseProblem["code"]): readonly Finding[] {
  const used = cluster.components.map((entry) => entry.component.name);
  return releaseProblems(cluster.release, cluster.spec.tier, used)
    .filter((problem) => problem.code === code)
    .map((problem) => toFinding(cluster, problem));
}

function toFinding(cluster: Cluster, problem: ReleaseProblem): Finding {
  const source = problem.source === undefined ? "" : ` (${problem.source})`;
  return {
    path: componentPath(cluster, problem.component),
    value: cluster.release.version,
    severity: problem.severity,
    message: `${problem.message}${source}`,
    remedy: problem.remedy,
  };
}

/** Where the document names the component; the release itself where it is only the release's own. */
function componentPath(cluster: Cluster, name: string): Path {
  const path = cluster.components.find((entry) => entry.component.name === name)?.path;
  // An implied component points at the whole spec, which says less than the release does.
  return path === undefined || path.length < 2 ? releasePath : path;
}
