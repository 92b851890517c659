import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { DiskError, onDisk } from "../disk/disk-error.ts";
import { tryLstat } from "../disk/real-folders.ts";
import { buildFolder, type OldFolder, syncToDisk } from "./build-folder.ts";
import type { WantedFiles } from "./wanted-files.ts";

/** The run that writes: it is interrupted through the signal, and its number tells its scratch folders from those of others. */
export interface Writer {
  readonly processId: number;
  /** True while a process of that number lives on this machine. */
  isRunning(processId: number): boolean;
  readonly signal: AbortSignal;
}

/**
 * Replaces a folder as a whole. The new one is built in a scratch folder beside it, on the same file system, as `new`; then the
 * old one is renamed to `old` there and the new one into its place. Between the two renames nothing else happens, and
 * {@link recoverFolder} undoes the first when a run is killed there.
 * @throws DiskError or the signal's reason; the old folder is whole then
 */
export async function replaceFolder(
  folder: string,
  wanted: WantedFiles,
  old: OldFolder | undefined,
  writer: Writer,
): Promise<void> {
  const prefix = join(dirname(folder), `${scratchPrefix(folder)}${writer.processId}-`);
  const scratch = onDisk("make a folder beside", folder, () => mkdtempSync(prefix));
  try {
    const fresh = join(scratch, "new");
    onDisk("make the folder", fresh, () => mkdirSync(fresh));
    await buildFolder(fresh, wanted, old, writer.signal);
    // Another run may have put its own tree there meanwhile: then what was linked is not what was compared.
    if (old && folderIdentity(folder) !== old.identity)
      throw new DiskError("replace", folder, "it was changed while this ran; run the command again");
    if (old) onDisk("set aside", folder, () => renameSync(folder, join(scratch, "old")));
    onDisk("put a new tree at", folder, () => renameSync(fresh, folder));
    // The renames must have reached the disk before the old tree goes.
    if (old) await syncToDisk(dirname(folder));
  } catch (error) {
    clearScratch(folder, scratch);
    throw error;
  }
  clearScratch(folder, scratch);
}

/** Tells a folder from one that was put in its place; undefined when there is none. */
export function folderIdentity(folder: string): string | undefined {
  const stat = tryLstat(folder);
  return stat && `${stat.ino} ${stat.birthtimeMs} ${stat.ctimeMs}`;
}

/**
 * Clears away what runs that were killed have left, and puts an old folder back that one of them had set aside.
 * Scratch folders of runs that still live are left alone.
 * @throws DiskError
 */
export function recoverFolder(folder: string, writer: Writer): void {
  const parent = dirname(folder);
  const prefix = scratchPrefix(folder);
  const entries = onDisk("read", parent, () => readdirSync(parent, { withFileTypes: true }));
  for (const entry of entries) {
    if (!entry.isDirectory() || !entry.name.startsWith(prefix)) continue;
    const owner = Number.parseInt(entry.name.slice(prefix.length), 10);
    const isLeftOver = owner === writer.processId || (owner > 0 && !writer.isRunning(owner));
    if (isLeftOver) clearScratch(folder, join(parent, entry.name));
  }
}

/** An old folder that was set aside goes back before anything is removed. */
function clearScratch(folder: string, scratch: string): void {
  const aside = join(scratch, "old");
  if (!tryLstat(folder) && tryLstat(aside)) onDisk("put back", folder, () => renameSync(aside, folder));
  onDisk("remove", scratch, () => rmSync(scratch, { recursive: true, force: true }));
}

function scratchPrefix(folder: string): string {
  return `.${basename(folder)}-`;
}
