import { readFileSync } from "node:fs";
import { join } from "node:path";
import { compareText } from "@groundplan/core-model";
import { onDisk } from "../disk/disk-error.ts";
import { readPlainFile } from "../disk/plain-file.ts";
import { filesBelow } from "./folder-files.ts";
import { ownershipFile, parseOwnership } from "./ownership.ts";
import type { WantedFiles } from "./wanted-files.ts";

/** What stands in a folder, against what shall stand there. Every list is sorted. */
export interface TreeComparison {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  /** Ours, and no longer wanted. */
  readonly removed: readonly string[];
  /** Not ours: nothing is written while they are there. */
  readonly foreign: readonly string[];
  readonly unchanged: ReadonlySet<string>;
}

export function isSame(comparison: TreeComparison): boolean {
  const { added, changed, removed, foreign } = comparison;
  return added.length + changed.length + removed.length + foreign.length === 0;
}

/**
 * Compares by content, and by the one bit of the mode that Git records. A file that the record does not name is foreign, unless
 * it is byte for byte what we would write: then there is nothing to lose.
 */
export function compareTree(wanted: WantedFiles, folder: string): TreeComparison {
  const present = filesBelow(folder);
  const owned = ownedFiles(
    folder,
    present.some(({ path, isRegular }) => path === ownershipFile && isRegular),
  );
  const changed: string[] = [];
  const removed: string[] = [];
  const foreign: string[] = [];
  const unchanged = new Set<string>();
  for (const { path, isRegular } of present) {
    const content = wanted.get(path);
    if (!isRegular) foreign.push(path);
    else if (content !== undefined && holds(join(folder, path), content)) unchanged.add(path);
    else if (!owned.has(path)) foreign.push(path);
    else if (content !== undefined) changed.push(path);
    else removed.push(path);
  }
  const known = new Set(present.map(({ path }) => path));
  const added = [...wanted.keys()].filter((path) => !known.has(path));
  return {
    added,
    changed: changed.sort(compareText),
    removed: removed.sort(compareText),
    foreign: foreign.sort(compareText),
    unchanged,
  };
}

function ownedFiles(folder: string, hasRecord: boolean): ReadonlySet<string> {
  if (!hasRecord) return new Set();
  const record = join(folder, ownershipFile);
  return new Set([ownershipFile, ...parseOwnership(onDisk("read", record, () => readFileSync(record, "utf8")))]);
}

function holds(path: string, wanted: Buffer): boolean {
  const { content, isExecutable } = readPlainFile(path);
  return !isExecutable && content.equals(wanted);
}
