import { readdirSync, realpathSync } from "node:fs";
import { join, resolve } from "node:path";
import { compareText } from "@groundplan/core-model";
import { onDisk } from "../disk/disk-error.ts";
import { tryLstat } from "../disk/real-folders.ts";
import { UsageError } from "../usage-error.ts";

/** The folder of all clusters, below the repository. */
export const clustersFolder = "clusters";

/** The root of a repository, absolute, with no symbolic link in it. @throws UsageError when there are no clusters below it */
export function findRepository(workingFolder: string, given: string | undefined): string {
  const folder = resolve(workingFolder, given ?? ".");
  const clusters = join(folder, clustersFolder);
  if (!tryLstat(folder) || !tryLstat(clusters)) {
    throw new UsageError(
      `there is no folder ${clustersFolder}/ in ${given ?? "this folder"}`,
      "Run it in the root of a repository, or name one with --repository",
    );
  }
  return onDisk("look at", folder, () => realpathSync(folder));
}

/** Names of all clusters: the folders below `clusters/`, sorted. */
export function clusterNames(repository: string): readonly string[] {
  const folder = join(repository, clustersFolder);
  const entries = onDisk("read", folder, () => readdirSync(folder, { withFileTypes: true }));
  const names = entries.filter((entry) => !entry.isFile() && !entry.name.startsWith(".")).map((entry) => entry.name);
  return names.sort(compareText);
}
