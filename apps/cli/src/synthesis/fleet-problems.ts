import { type ClusterClaims, judgeFleet, locate, type Problem } from "@groundplan/core-model";
import { loadCluster, type Registry } from "@groundplan/synth";
import { readClusterText } from "../repository/cluster-file.ts";

/** What the rules across clusters find, by cluster. */
export function fleetProblems(fleet: readonly ClusterClaims[], asOf?: string): ReadonlyMap<string, readonly Problem[]> {
  return Map.groupBy(judgeFleet(fleet, asOf), (problem) => problem.cluster ?? "");
}

/** Gives findings in a cluster that is not at hand their places. Reading it again costs time: only for what will be shown. */
export function locateAgain(repository: string, name: string, problems: readonly Problem[], registry: Registry) {
  if (problems.length === 0) return problems;
  const read = readClusterText(repository, name);
  const loaded = read.ok ? loadCluster(read.value.text, read.value.file, registry) : read;
  return loaded.ok ? problems.map((problem) => locate(problem, loaded.value.source)) : problems;
}
