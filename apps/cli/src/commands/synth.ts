import { type ExitCode, exit } from "../exit-codes.ts";
import { outcomeText, summaryText, synthesisJson, tallyOutcome } from "../printing/outcomes.ts";
import { paintFor } from "../printing/paint.ts";
import { progressOf } from "../printing/progress-line.ts";
import { chooseClusters } from "../repository/choose-clusters.ts";
import { clusterNames, findRepository } from "../repository/repository.ts";
import { openStudio } from "../synthesis/studio.ts";
import { type Order, type Outcome, synthesize } from "../synthesis/synthesize.ts";
import type { World } from "../world.ts";
import type { CommonOptions } from "./common-options.ts";

export interface SynthOptions extends CommonOptions {
  readonly check?: boolean;
  /** False with `--no-cache`. */
  readonly cache: boolean;
  readonly format: "human" | "json";
}

/** Writes the trees of clusters, or with `--check` tells whether the ones that stand there are what their documents give. */
export async function synthCommand(given: readonly string[], options: SynthOptions, world: World): Promise<ExitCode> {
  const repository = findRepository(world.workingFolder, options.repository);
  const all = clusterNames(repository);
  const chosen = chooseClusters(all, given);
  const mode = options.check === true ? "check" : "write";
  const progress = progressOf(world, options.verbose === true);
  const studio = openStudio(repository, options.cache && mode === "write");
  const writer = { processId: world.processId, isRunning: world.isRunning, signal: world.interruption() };
  const order: Order = { all, chosen, mode, writer, say: progress.say };
  const paint = paintFor(world.stdout);
  const kept: Outcome[] = [];
  let tally = tallyOutcome();
  try {
    for await (const outcome of studio.ok ? synthesize(studio.value, order) : []) {
      tally = tallyOutcome(tally, outcome);
      progress.clear();
      if (options.format === "json") kept.push(outcome);
      else world.stdout.write(outcomeText(outcome, paint));
    }
  } finally {
    progress.clear();
  }
  const report = { mode, tally, repositoryWide: studio.problems } as const;
  world.stdout.write(options.format === "json" ? synthesisJson(report, kept) : summaryText(report, paint));
  if (!studio.ok || tally.refused + tally.foreign > 0) return exit.problems;
  return tally.differs > 0 ? exit.differs : exit.ok;
}
