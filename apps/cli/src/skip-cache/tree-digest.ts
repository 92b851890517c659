import { createHash } from "node:crypto";
import { join } from "node:path";
import { compareText } from "@groundplan/core-model";
import { readPlainFile } from "../disk/plain-file.ts";
import { filesBelow } from "../tree-writer/folder-files.ts";
import type { WantedFiles } from "../tree-writer/wanted-files.ts";

/** Every name and every byte of a tree as one digest. */
export function treeDigest(wanted: WantedFiles): string {
  const hash = createHash("sha256");
  for (const [path, content] of wanted) hash.update(`${path}\0${content.length}\0`).update(content);
  return hash.digest("hex");
}

/**
 * The same of what stands in a folder. Times and inode numbers play no part, so an edit cannot hide behind them.
 * @returns undefined when something stands there that we never write: a symbolic link, an executable file
 */
export function folderDigest(folder: string): string | undefined {
  const hash = createHash("sha256");
  for (const { path, isRegular } of [...filesBelow(folder)].sort((a, b) => compareText(a.path, b.path))) {
    if (!isRegular) return undefined;
    const { content, isExecutable } = readPlainFile(join(folder, path));
    if (isExecutable) return undefined;
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}
