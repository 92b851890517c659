import { createHash } from "node:crypto";
import { lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { compareText } from "@groundplan/core-model";
import { onDisk } from "../disk/disk-error.ts";
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
    const full = join(folder, path);
    if (!isRegular || (onDisk("look at", full, () => lstatSync(full)).mode & 0o111) !== 0) return undefined;
    const content = onDisk("read", full, () => readFileSync(full));
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}
