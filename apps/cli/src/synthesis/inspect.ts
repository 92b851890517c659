import { type ClusterClaims, claimsOf, isFailure, type Problem } from "@groundplan/core-model";
import { judgeLoaded, type LoadedCluster, type Registry } from "@groundplan/synth";
import { type DocumentText, loadClusterText } from "../repository/cluster-file.ts";

/** What can be said of one cluster by itself. */
export interface Inspected {
  /** Name of its folder. */
  readonly name: string;
  readonly problems: readonly Problem[];
  /** What it claims in the repository; undefined when the document cannot be read so far. */
  readonly claims?: ClusterClaims;
  readonly loaded?: LoadedCluster;
}

/** @param asOf the day to judge by; without it, rules that need a date are not asked */
export function inspectCluster(document: DocumentText, name: string, registry: Registry, asOf?: string): Inspected {
  const loaded = loadClusterText(document, name, registry);
  if (!loaded.ok) return { name, problems: loaded.problems };
  const problems = [...loaded.problems, ...judgeLoaded(loaded.value, asOf)];
  // A cluster under a wrong name would speak for another one.
  if (loaded.problems.some(isFailure)) return { name, problems };
  return { name, problems, claims: claimsOf(loaded.value.cluster), loaded: loaded.value };
}
