import { setImmediate } from "node:timers/promises";
import { type ClusterClaims, compareProblems, type Problem } from "@groundplan/core-model";
import { readClusterText } from "../repository/cluster-file.ts";
import { fleetProblems, locateAgain } from "./fleet-problems.ts";
import { type Inspected, inspectCluster } from "./inspect.ts";
import type { Studio } from "./studio.ts";
import { surveyCluster } from "./survey.ts";

/** What was found in one cluster. */
export interface ClusterFindings {
  readonly cluster: string;
  readonly problems: readonly Problem[];
}

export interface Hearing {
  /** All clusters of the repository: rules across clusters see them all. */
  readonly all: readonly string[];
  /** Clusters that are judged. */
  readonly chosen: readonly string[];
  /** The day to judge by. */
  readonly asOf: string;
  /** Told what is being done. */
  say(text: string): void;
}

/** Judges clusters one at a time, and then together. Of each, only what was found and what it claims is kept. */
export async function validateAll(
  studio: Studio,
  { all, chosen, asOf, say }: Hearing,
): Promise<readonly ClusterFindings[]> {
  const fleet: ClusterClaims[] = [];
  const found: ClusterFindings[] = [];
  for (const [position, name] of all.entries()) {
    await setImmediate();
    say(`reading ${position + 1}/${all.length} ${name}`);
    const isChosen = chosen.includes(name);
    const { claims, problems } = isChosen ? judged(studio, name, asOf) : surveyCluster(studio, name);
    if (claims) fleet.push(claims);
    if (isChosen) found.push({ cluster: name, problems });
  }
  const together = fleetProblems(fleet, asOf);
  return found.map(({ cluster, problems }) => {
    const fleetWide = locateAgain(studio.repository, cluster, together.get(cluster) ?? [], studio.registry);
    return { cluster, problems: [...problems, ...fleetWide].sort(compareProblems) };
  });
}

function judged(studio: Studio, name: string, asOf: string): Inspected {
  const document = readClusterText(studio.repository, name);
  return document.ok
    ? inspectCluster(document.value, name, studio.registry, asOf)
    : { name, problems: document.problems };
}
