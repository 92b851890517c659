import { type ClusterClaims, judgeFleet, locate, type Problem } from "@groundplan/core-model";
import { loadCluster, type Registry } from "@groundplan/synth";
import { readClusterText } from "../repository/cluster-file.ts";

/**
 * What the rules across clusters find, by cluster. Only the clusters with a finding are read again, for the places in
 * their text.
 */
export function fleetProblems(
  repository: string,
  fleet: readonly ClusterClaims[],
  registry: () => Registry,
  asOf?: string,
): ReadonlyMap<string, readonly Problem[]> {
  const found = Map.groupBy(judgeFleet(fleet, asOf), (problem) => problem.cluster ?? "");
  for (const [cluster, problems] of found) {
    const read = readClusterText(repository, cluster);
    const loaded = read.ok ? loadCluster(read.value.text, read.value.file, registry()) : read;
    if (loaded.ok)
      found.set(
        cluster,
        problems.map((problem) => locate(problem, loaded.value.source)),
      );
  }
  return found;
}
