import { readdirSync } from "node:fs";
import { join } from "node:path";
import { onDisk } from "../disk/disk-error.ts";
import { tryLstat } from "../disk/real-folders.ts";

/** Something below a folder that is not a folder itself. */
export interface FolderFile {
  /** Relative to the folder, with `/`. */
  readonly path: string;
  /** False for symbolic links, sockets and the like. */
  readonly isRegular: boolean;
}

/** Everything below a folder, unsorted; nothing when the folder does not exist. Links are not followed. */
export function filesBelow(folder: string): readonly FolderFile[] {
  const found: FolderFile[] = [];
  const walk = (prefix: string) => {
    const here = join(folder, prefix);
    for (const entry of onDisk("read", here, () => readdirSync(here, { withFileTypes: true }))) {
      const path = `${prefix}${entry.name}`;
      if (entry.isDirectory()) walk(`${path}/`);
      else found.push({ path, isRegular: entry.isFile() });
    }
  };
  if (tryLstat(folder)) walk("");
  return found;
}
