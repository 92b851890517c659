import { setImmediate } from "node:timers/promises";
import { type ClusterClaims, compareProblems, isFailure, locate, type Problem } from "@groundplan/core-model";
import { type LoadedCluster, synth } from "@groundplan/synth";
import { DiskError } from "../disk/disk-error.ts";
import { clusterFile, loadClusterText, readClusterText } from "../repository/cluster-file.ts";
import { treeDigest } from "../skip-cache/tree-digest.ts";
import { isSame, type TreeComparison } from "../tree-writer/compare-tree.ts";
import type { Writer } from "../tree-writer/replace-folder.ts";
import { wantedFiles } from "../tree-writer/wanted-files.ts";
import { checkTree, recoverTree, writeTree } from "../tree-writer/write-tree.ts";
import { fleetProblems, locateAgain } from "./fleet-problems.ts";
import type { Studio } from "./studio.ts";
import { inputDigest, isCurrent, renderedFolder, type Surveyed, surveyCluster } from "./survey.ts";

/** How the work on one cluster ended. */
export type Outcome = { readonly cluster: string; readonly problems: readonly Problem[] } & (
  | { readonly kind: "unchanged" | "refused" }
  | { readonly kind: "written" | "differs"; readonly comparison: TreeComparison }
  /** Files that are not ours stand in the tree's folder. */
  | { readonly kind: "foreign"; readonly foreign: readonly string[] }
);

export interface Order {
  /** Clusters to work on. */
  readonly chosen: readonly string[];
  /** All clusters of the repository: rules across clusters see them all. */
  readonly all: readonly string[];
  /** `check` writes nothing, and trusts no cache. */
  readonly mode: "write" | "check";
  readonly writer: Writer;
  /** Told what is being done. */
  say(text: string): void;
}

/** Loaded clusters that are kept from the survey to the synthesis: a few spare a second reading, all would fill the memory. */
const keptClusters = 8;

/**
 * Works on clusters one at a time, and says of each how it ended. All are judged, by themselves and together, before anything is
 * written. A cluster with an error that nobody has waived is refused; the others go on.
 * @throws DiskError or the signal's reason; every tree is whole then
 */
export async function* synthesize(studio: Studio, order: Order): AsyncGenerator<Outcome> {
  const surveyed = await surveyAll(studio, order);
  const fleet = [...surveyed.values()].flatMap(({ claims }) => (claims ? [claims] : []));
  const together = fleetProblems(fleet);
  for (const [position, name] of order.chosen.entries()) {
    await breathe(order);
    order.say(`${order.mode === "check" ? "checking" : "synthesizing"} ${position + 1}/${order.chosen.length} ${name}`);
    const survey = surveyed.get(name) ?? { name, problems: [] };
    const fleetWide = together.get(name) ?? [];
    if (isSound(survey) && !fleetWide.some(isFailure)) {
      const outcome = await synthesizeOne(studio, order, survey);
      yield { ...outcome, problems: [...outcome.problems, ...fleetWide].sort(compareProblems) };
    } else {
      const located = locateAgain(studio.repository, name, fleetWide, studio.registry);
      yield { cluster: name, kind: "refused", problems: [...survey.problems, ...located].sort(compareProblems) };
    }
  }
}

/** A cluster that nothing speaks against. */
type Sound = Surveyed & { readonly input: string; readonly claims: ClusterClaims };

function isSound(survey: Surveyed): survey is Sound {
  return survey.input !== undefined && survey.claims !== undefined && !survey.problems.some(isFailure);
}

async function surveyAll(studio: Studio, order: Order): Promise<ReadonlyMap<string, Surveyed>> {
  const surveyed = new Map<string, Surveyed>();
  let kept = 0;
  for (const [position, name] of order.all.entries()) {
    await breathe(order);
    order.say(`reading ${position + 1}/${order.all.length} ${name}`);
    const { loaded, ...rest } = surveyCluster(studio, name);
    const keeps = loaded !== undefined && kept < keptClusters && order.chosen.includes(name);
    if (keeps) kept += 1;
    surveyed.set(name, keeps ? { ...rest, loaded } : rest);
  }
  return surveyed;
}

/** Lets the signal come through between two clusters. */
async function breathe({ writer }: Order): Promise<void> {
  await setImmediate();
  writer.signal.throwIfAborted();
}

async function synthesizeOne(studio: Studio, { mode, writer }: Order, survey: Sound): Promise<Outcome> {
  const { name: cluster, problems } = survey;
  const place = { repository: studio.repository, path: renderedFolder(cluster) };
  if (mode === "write") {
    recoverTree(place, writer);
    if (isCurrent(studio, survey)) return { cluster, problems, kind: "unchanged" };
  }
  const loaded = survey.loaded ?? reload(studio, survey);
  const tree = await synth(loaded.cluster, studio.registry).catch((cause: unknown) => {
    throw new Error(`while rendering ${cluster}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  });
  if (!tree.ok) {
    return { cluster, kind: "refused", problems: tree.problems.map((problem) => locate(problem, loaded.source)) };
  }
  const wanted = wantedFiles(tree.value);
  if (mode === "check") {
    const comparison = checkTree(place, wanted);
    return isSame(comparison)
      ? { cluster, problems, kind: "unchanged" }
      : { cluster, problems, kind: "differs", comparison };
  }
  const outcome = await writeTree(place, wanted, writer);
  if (outcome.kind !== "foreign") remember(studio, survey, treeDigest(wanted));
  return { cluster, problems, ...outcome };
}

function remember({ cache }: Studio, { name, input, claims, problems }: Sound, tree: string): void {
  cache.save(name, { input, tree, claims, problems });
}

/** @throws DiskError when the document is no longer the one that was judged */
function reload(studio: Studio, { name, input }: Sound): LoadedCluster {
  const document = readClusterText(studio.repository, name);
  const loaded = document.ok ? loadClusterText(document.value, name, studio.registry) : document;
  if (document.ok && loaded.ok && inputDigest(studio, document.value) === input) return loaded.value;
  throw new DiskError("render", clusterFile(name), "it was changed while this ran; run the command again");
}
