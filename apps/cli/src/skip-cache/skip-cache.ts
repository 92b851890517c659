import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ClusterClaims, Problem } from "@groundplan/core-model";
import { assertRealFolders } from "../disk/real-folders.ts";

/** What a finished synthesis of a cluster remembers, so that the next can be skipped. */
export interface CacheEntry {
  /** Digest of everything that went in: the generator, the repository's own releases and price books, and the document. */
  readonly input: string;
  /** Digest of the tree as it stood on the disk afterwards. */
  readonly tree: string;
  readonly claims: ClusterClaims;
  /** What the rules found. Never an unwaived error: such a cluster is not rendered. */
  readonly problems: readonly Problem[];
}

/** A memory beside Git, below `.groundplan/cache/`. It may be deleted at any time; any doubt about an entry is a miss. */
export interface SkipCache {
  find(cluster: string): CacheEntry | undefined;
  /** A cache that cannot be written is a cache that is not there: it never fails the run. */
  save(cluster: string, entry: CacheEntry): void;
}

export const noCache: SkipCache = { find: () => undefined, save: () => {} };

const folder = ".groundplan/cache";
const format = 1;

export function skipCacheIn(repository: string): SkipCache {
  const pathOf = (cluster: string) => join(repository, folder, `${cluster}.json`);
  return {
    find: (cluster) => {
      try {
        assertRealFolders(repository, folder);
        return parseEntry(readFileSync(pathOf(cluster), "utf8"));
      } catch {
        return undefined;
      }
    },
    save: (cluster, entry) => {
      try {
        assertRealFolders(repository, dirname(folder));
        mkdirSync(join(repository, folder), { recursive: true });
        assertRealFolders(repository, folder);
        replaceFile(pathOf(cluster), sealed(JSON.stringify({ format, ...entry })));
      } catch {
        // The next run is slower, and no less right.
      }
    },
  };
}

function replaceFile(path: string, text: string): void {
  const temporary = `${path}.${randomBytes(6).toString("hex")}`;
  try {
    writeFileSync(temporary, text, { flag: "wx" });
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** The text with its own digest on a line before it: half a file, or one that was edited, is found out. */
function sealed(text: string): string {
  return `${digestOf([text])}\n${text}`;
}

function parseEntry(sealedText: string): CacheEntry | undefined {
  const end = sealedText.indexOf("\n");
  const text = sealedText.slice(end + 1);
  if (sealedText.slice(0, end) !== digestOf([text])) return undefined;
  const entry = JSON.parse(text);
  return entry.format === format ? entry : undefined;
}

/** One digest of several texts. Their limits count: `["a", "bc"]` is not `["ab", "c"]`. */
export function digestOf(texts: readonly string[]): string {
  const hash = createHash("sha256");
  for (const text of texts) hash.update(`${Buffer.byteLength(text)}\0`).update(text);
  return hash.digest("hex");
}
