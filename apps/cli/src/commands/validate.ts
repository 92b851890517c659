import { fleetRules, isFailure, rulesOf } from "@groundplan/core-model";
import { catalogueOf } from "@groundplan/synth";
import { type ExitCode, exit } from "../exit-codes.ts";
import { findingsJson, findingsText } from "../printing/findings.ts";
import { paintFor } from "../printing/paint.ts";
import { progressOf } from "../printing/progress-line.ts";
import { sarifLog } from "../printing/sarif-log.ts";
import { jsonText } from "../printing/visible-text.ts";
import { chooseClusters } from "../repository/choose-clusters.ts";
import { clusterNames, findRepository } from "../repository/repository.ts";
import { openStudio } from "../synthesis/studio.ts";
import { validateAll } from "../synthesis/validate-all.ts";
import { packageVersion } from "../version.ts";
import type { World } from "../world.ts";
import type { CommonOptions } from "./common-options.ts";

export interface ValidateOptions extends CommonOptions {
  readonly asOf?: string;
  readonly format: "human" | "json" | "sarif";
}

/** Judges clusters by every rule, also those that need a date or see all clusters. Writes nothing. */
export async function validate(given: readonly string[], options: ValidateOptions, world: World): Promise<ExitCode> {
  const repository = findRepository(world.workingFolder, options.repository);
  const all = clusterNames(repository);
  const chosen = chooseClusters(all, given);
  const asOf = options.asOf ?? world.today();
  const progress = progressOf(world, options.verbose === true);
  // The cache only knows what the clusters claim that are not judged.
  const studio = openStudio(repository, chosen.length < all.length);
  const findings = studio.ok ? await validateAll(studio.value, { all, chosen, asOf, say: progress.say }) : [];
  progress.clear();

  const repositoryWide = studio.problems;
  const problems = [...repositoryWide, ...findings.flatMap((finding) => finding.problems)];
  world.stdout.write(format(options.format));
  return problems.some(isFailure) ? exit.problems : exit.ok;

  function format(wanted: ValidateOptions["format"]): string {
    if (wanted === "sarif") return jsonText(sarifLog(problems, allRules(), packageVersion()));
    const report = { asOf, repositoryWide, clusters: findings };
    return wanted === "json" ? findingsJson(report) : findingsText(report, paintFor(world.stdout));
  }

  function allRules() {
    return studio.ok ? [...rulesOf(catalogueOf(studio.value.registry).components), ...fleetRules] : fleetRules;
  }
}
