import { satisfies } from "semver";
import type { Tier } from "../areas/tier/schema.ts";
import { compareText, type Severity } from "../problem.ts";
import { tryFindReleaseComponent, tryPinnedVersion } from "./facts.ts";
import type { Release, ReleaseComponent } from "./schema.ts";

/** What does not go together in a release, as small data: a rule makes a finding of it, with a place in the document. */
export interface ReleaseProblem {
  readonly code: "release-advice" | "release-component-retired" | "release-kubernetes-range" | "release-pairing";
  readonly severity: Severity;
  readonly component: string;
  readonly message: string;
  readonly remedy: string;
  /** Upstream page or published architecture that says so. */
  readonly source?: string;
}

/**
 * Judges the parts of a release against each other: those that it is built around, and those that a cluster uses.
 * @param used names of components that the cluster uses; what the release does not know is passed over
 */
export function releaseProblems(release: Release, tier: Tier, used: Iterable<string> = []): readonly ReleaseProblem[] {
  const names = [...new Set([...(release.centre ?? []), ...used])].sort(compareText);
  return names.flatMap((name) => {
    const component = tryFindReleaseComponent(release, name);
    if (!component) return [];
    return [
      ...kubernetesRangeProblems(release, name, component),
      ...pairingProblems(release, name, component),
      ...adviceProblems(release, name, tier),
      ...retiredProblems(release, name, component),
    ];
  });
}

function* kubernetesRangeProblems(
  release: Release,
  name: string,
  component: ReleaseComponent,
): Iterable<ReleaseProblem> {
  const support = component.kubernetes;
  const { version } = release.kubernetes;
  if (!support || (support.tested !== undefined && satisfies(version, support.tested))) return;
  const works = support.works !== undefined && satisfies(version, support.works);
  const unstated = support.tested === undefined && support.works === undefined;
  // Upstream's word that it works is enough where it publishes no tested versions at all.
  if (works && support.tested === undefined) return;
  const subject = title(release, name);
  const common = { code: "release-kubernetes-range", component: name, source: support.source } as const;
  if (unstated) {
    yield {
      ...common,
      severity: "advice",
      message: `upstream names no Kubernetes versions that ${subject} was tested with; release ${release.version} has ${version}`,
      remedy: "Try it in a lower tier first",
    };
  } else if (works) {
    yield {
      ...common,
      severity: "advice",
      message: `${subject} is expected to work with Kubernetes ${support.works}, but was tested with ${support.tested} only; release ${release.version} has ${version}`,
      remedy: "Try it in a lower tier first",
    };
  } else {
    yield {
      ...common,
      severity: "error",
      message: `${subject} goes with Kubernetes ${support.tested ?? support.works}; release ${release.version} has ${version}`,
      remedy: "Choose a release that pairs them as upstream tested them",
    };
  }
}

function* pairingProblems(release: Release, name: string, component: ReleaseComponent): Iterable<ReleaseProblem> {
  for (const pairing of component.pairsWith ?? []) {
    const version = tryPinnedVersion(release, pairing.component);
    if (version === undefined || satisfies(version, pairing.range)) continue;
    yield {
      code: "release-pairing",
      severity: "error",
      component: name,
      message: `${title(release, name)} goes with ${pairing.component} ${pairing.range}; release ${release.version} has ${version}: ${pairing.why}`,
      remedy: "Choose a release that pairs them as upstream tested them",
      ...(pairing.source === undefined ? {} : { source: pairing.source }),
    };
  }
}

function* adviceProblems(release: Release, name: string, tier: Tier): Iterable<ReleaseProblem> {
  const version = tryPinnedVersion(release, name);
  for (const advice of release.advice ?? []) {
    if (advice.component !== name || !advice.tiers.includes(tier)) continue;
    if (version === undefined || !satisfies(version, advice.range)) continue;
    const message = `${advice.text}; release ${release.version} has ${version}, and the tier is ${tier}`;
    yield {
      code: "release-advice",
      severity: "warning",
      component: name,
      message,
      remedy: advice.remedy,
      source: advice.source,
    };
  }
}

function* retiredProblems(release: Release, name: string, component: ReleaseComponent): Iterable<ReleaseProblem> {
  const { lifecycle } = component;
  if (lifecycle.state !== "retired") return;
  const since = lifecycle.since === undefined ? "" : ` since ${lifecycle.since}`;
  yield {
    code: "release-component-retired",
    severity: "warning",
    component: name,
    message: `${title(release, name)} gets no fixes${since}: ${lifecycle.why}`,
    remedy: "Plan to replace it, or waive the finding with a reason",
    ...(lifecycle.source === undefined ? {} : { source: lifecycle.source }),
  };
}

/** A component with its version, as a person says it: "kubesphere 3.4.1". */
function title(release: Release, name: string): string {
  const version = tryPinnedVersion(release, name);
  return version === undefined ? name : `${name} ${version}`;
}
