import { setImmediate } from "node:timers/promises";
import { type Cluster, isFailure, type Problem, type ViewTable } from "@groundplan/core-model";
import { type ExitCode, exit } from "../exit-codes.ts";
import { problemData } from "../printing/findings.ts";
import { tablesMarkdown } from "../printing/markdown-tables.ts";
import { type Paint, paintFor } from "../printing/paint.ts";
import { problemText } from "../printing/problem-text.ts";
import { progressOf } from "../printing/progress-line.ts";
import { tablesText } from "../printing/view-tables.ts";
import { jsonText, visibleText } from "../printing/visible-text.ts";
import { chooseClusters } from "../repository/choose-clusters.ts";
import { loadClusterText, readClusterText } from "../repository/cluster-file.ts";
import { clusterNames, findRepository } from "../repository/repository.ts";
import { openStudio, type Studio } from "../synthesis/studio.ts";
import type { World } from "../world.ts";
import type { CommonOptions } from "./common-options.ts";

export interface ViewOptions extends CommonOptions {
  readonly format: "human" | "json" | "markdown";
}

/** A view of a cluster: the same facts for people, for a page, and for a machine. */
export interface View {
  /** Kind of the JSON document. */
  readonly kind: string;
  data(cluster: Cluster): object;
  tables(cluster: Cluster): readonly ViewTable[];
  heading(cluster: Cluster): string;
  /** One line below the tables, or nothing. */
  closing(cluster: Cluster): string;
  /** The next useful command. */
  readonly next: string;
}

/** Shows a view of clusters, one after the other. The rules are not asked: a plan that breaks some can be looked at. */
export async function showClusters(
  given: readonly string[],
  options: ViewOptions,
  world: World,
  view: View,
): Promise<ExitCode> {
  const repository = findRepository(world.workingFolder, options.repository);
  const chosen = chooseClusters(clusterNames(repository), given);
  const studio = openStudio(repository, false);
  const progress = progressOf(world, options.verbose === true);
  const paint = paintFor(world.stdout);
  const problems: Problem[] = [...studio.problems];
  const data: object[] = [];
  for (const name of studio.ok ? chosen : []) {
    await setImmediate();
    progress.say(`reading ${name}`);
    const loaded = studio.ok ? load(studio.value, name) : studio;
    problems.push(...loaded.problems);
    progress.clear();
    if (!loaded.ok) continue;
    if (options.format === "json") data.push(view.data(loaded.value));
    else world.stdout.write(pageOf(loaded.value, options.format, view, paint));
  }
  if (options.format === "json") {
    const listed = problems.map(problemData);
    world.stdout.write(
      jsonText({ apiVersion: "groundplan.dev/v1alpha1", kind: view.kind, clusters: data, problems: listed }),
    );
  } else {
    for (const problem of problems) world.stderr.write(problemText(problem, paintFor(world.stderr)));
    if (options.format === "human") world.stdout.write(`${view.next}\n`);
  }
  return problems.some(isFailure) ? exit.problems : exit.ok;
}

function load(studio: Studio, name: string) {
  const document = readClusterText(studio.repository, name);
  const loaded = document.ok ? loadClusterText(document.value, name, studio.registry) : document;
  return loaded.ok ? { ...loaded, value: loaded.value.cluster } : loaded;
}

function pageOf(cluster: Cluster, format: "human" | "markdown", view: View, paint: Paint): string {
  const tables = view.tables(cluster);
  const heading = view.heading(cluster);
  const closing = view.closing(cluster);
  if (format === "markdown") return `${tablesMarkdown(heading, tables, closing)}\n`;
  const parts = [paint.bold(visibleText(heading)), tablesText(tables, paint).trimEnd(), visibleText(closing)];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n\n`;
}
