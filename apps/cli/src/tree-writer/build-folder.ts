import { close, closeSync, fchmodSync, fsync, linkSync, mkdirSync, open, openSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { promisify } from "node:util";
import { errorCode, onDisk, toDiskError } from "../disk/disk-error.ts";
import type { WantedFiles } from "./wanted-files.ts";

/** Everything is 0644 here; the mode that a file has on a machine stands in `files.yaml`. */
const fileMode = 0o644;
/** Files between two looks at the signal. */
const breath = 64;

/** The tree that is being replaced. */
export interface OldFolder {
  readonly folder: string;
  /** Files that stay as they are: they are linked, not written, so that Git and editors see no change of them. */
  readonly unchanged: ReadonlySet<string>;
  /** What it was known by when it was compared. */
  readonly identity: string;
}

/**
 * Builds a whole tree in a new, empty folder. Where it will replace an old one, every byte is on the disk before this returns.
 * @throws DiskError, or the signal's reason
 */
export async function buildFolder(
  folder: string,
  wanted: WantedFiles,
  old: OldFolder | undefined,
  signal: AbortSignal,
): Promise<void> {
  const folders = new Set<string>();
  const written: string[] = [];
  let count = 0;
  for (const [path, content] of wanted) {
    if (count++ % breath === 0) await setImmediate();
    signal.throwIfAborted();
    const target = join(folder, path);
    makeFolder(dirname(target), folders);
    if (old?.unchanged.has(path) && linked(join(old.folder, path), target)) continue;
    writeNew(target, content);
    written.push(target);
  }
  // Journals keep the order of names by themselves; what they do not keep is content.
  if (old) await syncAll([...written, folder], signal);
}

function makeFolder(path: string, known: Set<string>): void {
  if (known.has(path)) return;
  onDisk("make the folder", path, () => mkdirSync(path, { recursive: true }));
  known.add(path);
}

/** False where the file system has no hard links, or refuses this one: then the file is written. */
function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return false;
  }
}

function writeNew(path: string, content: Buffer): void {
  onDisk("write", path, () => {
    // "wx" never follows a link and never opens what is there: two names that this file system holds for one are found here.
    const handle = openSync(path, "wx", fileMode);
    try {
      fchmodSync(handle, fileMode); // whatever the umask took away
      writeFileSync(handle, content);
    } finally {
      closeSync(handle);
    }
  });
}

const openFile = promisify(open);
const syncFile = promisify(fsync);
const closeFile = promisify(close);

/** Side by side, since a disk commits many waiting files at once. */
async function syncAll(paths: readonly string[], signal: AbortSignal): Promise<void> {
  const waiting = [...paths];
  const worker = async () => {
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      signal.throwIfAborted();
      await syncToDisk(path);
    }
  };
  await Promise.all(Array.from({ length: 16 }, worker));
}

// Some file systems cannot sync at all, many cannot sync a folder: that is no failure of the disk.
const cannotSync = new Set(["EINVAL", "EISDIR", "ENOSYS", "ENOTSUP", "EOPNOTSUPP", "EPERM"]);

/** Waits until a file or a folder is on the disk, where the file system knows how. @throws DiskError */
export async function syncToDisk(path: string): Promise<void> {
  const handle = await openFile(path, "r");
  try {
    await syncFile(handle);
  } catch (error) {
    if (!cannotSync.has(errorCode(error) ?? "")) throw toDiskError("write to the disk", path, error);
  } finally {
    await closeFile(handle);
  }
}
