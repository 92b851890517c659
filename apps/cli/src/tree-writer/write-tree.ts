import { join } from "node:path";
import { assertRealFolders } from "../disk/real-folders.ts";
import { compareTree, isSame, type TreeComparison } from "./compare-tree.ts";
import { folderIdentity, recoverFolder, replaceFolder, type Writer } from "./replace-folder.ts";
import type { WantedFiles } from "./wanted-files.ts";

/** Where a tree stands on the disk. */
export interface TreePlace {
  /** Root of the repository, absolute, with no symbolic link in it. */
  readonly repository: string;
  /** The folder of the tree below it, with `/`: `clusters/x/rendered`. */
  readonly path: string;
}

export type WriteOutcome =
  | { readonly kind: "unchanged" }
  | { readonly kind: "written"; readonly comparison: TreeComparison }
  /** Files that are not ours stand in the folder; nothing was written. */
  | { readonly kind: "foreign"; readonly foreign: readonly string[] };

/**
 * Makes a folder hold exactly this tree: all of it, or, when anything fails or interrupts, nothing. A tree that is there
 * already is not touched.
 * @throws DiskError or the signal's reason; the old tree is whole then
 */
export async function writeTree(place: TreePlace, wanted: WantedFiles, writer: Writer): Promise<WriteOutcome> {
  const folder = recoverTree(place, writer);
  const identity = folderIdentity(folder);
  const comparison = compareTree(wanted, folder);
  if (comparison.foreign.length > 0) return { kind: "foreign", foreign: comparison.foreign };
  if (isSame(comparison)) return { kind: "unchanged" };
  const old = identity === undefined ? undefined : { folder, unchanged: comparison.unchanged, identity };
  await replaceFolder(folder, wanted, old, writer);
  return { kind: "written", comparison };
}

/** Sets right what a killed run has left beside a tree. @returns the tree's folder @throws DiskError */
export function recoverTree(place: TreePlace, writer: Writer): string {
  const folder = join(place.repository, place.path);
  assertRealFolders(place.repository, place.path);
  recoverFolder(folder, writer);
  return folder;
}

/** What {@link writeTree} would do, without touching the disk. */
export function checkTree(place: TreePlace, wanted: WantedFiles): TreeComparison {
  assertRealFolders(place.repository, place.path);
  return compareTree(wanted, join(place.repository, place.path));
}
