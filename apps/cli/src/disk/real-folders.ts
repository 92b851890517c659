import { lstatSync } from "node:fs";
import { join } from "node:path";
import { DiskError, errorCode, onDisk } from "./disk-error.ts";

/**
 * Makes sure that every step from the repository down is a folder and none a symbolic link: what we write stays below the repository.
 * @param path relative to the repository, with `/`; its last step may not exist yet
 * @throws DiskError that names the step
 */
export function assertRealFolders(repository: string, path: string): void {
  const steps = path.split("/");
  for (const position of steps.keys()) {
    const step = steps.slice(0, position + 1).join("/");
    const stat = onDisk("look at", step, () => tryLstat(join(repository, step)));
    if (!stat && position === steps.length - 1) return;
    if (!stat) throw new DiskError("use", step, "it does not exist");
    if (stat.isSymbolicLink())
      throw new DiskError("use", step, "it is a symbolic link, and what is generated stays inside the repository");
    if (!stat.isDirectory()) throw new DiskError("use", step, "it is not a folder");
  }
}

export function tryLstat(path: string) {
  try {
    return lstatSync(path);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  }
}
