import { readdirSync, readFileSync } from "node:fs";

const clusters = new URL("../../clusters/", import.meta.url);

/** The cases: the folders under `clusters/`, sorted. */
export const caseNames: readonly string[] = readdirSync(clusters, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();

/** Where the document of a case stands, as findings name it. */
export function caseFile(name: string): string {
  return `clusters/${name}/cluster.yaml`;
}

/** The document of a case, as people wrote it. */
export function caseText(name: string): string {
  return readFileSync(new URL(`${name}/cluster.yaml`, clusters), "utf8");
}
