import { join } from "node:path";
import type { FileTree } from "@groundplan/core-model";
import { compareTree, isSame, type TreeComparison } from "./compare-tree.ts";
import { assertRealFolders } from "./real-folders.ts";
import { recoverFolder, replaceFolder, type Writer } from "./replace-folder.ts";
import { wantedFiles } from "./wanted-files.ts";

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
export async function writeTree(place: TreePlace, tree: FileTree, writer: Writer): Promise<WriteOutcome> {
  const folder = join(place.repository, place.path);
  assertRealFolders(place.repository, place.path);
  recoverFolder(folder, writer);
  const wanted = wantedFiles(tree);
  const comparison = compareTree(wanted, folder);
  if (comparison.foreign.length > 0) return { kind: "foreign", foreign: comparison.foreign };
  if (isSame(comparison)) return { kind: "unchanged" };
  await replaceFolder(folder, wanted, comparison.unchanged, writer);
  return { kind: "written", comparison };
}

/** What {@link writeTree} would do, without touching the disk. */
export function checkTree(place: TreePlace, tree: FileTree): TreeComparison {
  assertRealFolders(place.repository, place.path);
  return compareTree(wantedFiles(tree), join(place.repository, place.path));
}
