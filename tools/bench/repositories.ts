import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "../check/tool.ts";

/** A document with the name of its cluster. */
export interface NamedDocument {
  readonly name: string;
  readonly text: string;
}

/** A cluster of this very repository. */
export function houseCluster(name: string): NamedDocument {
  return { name, text: readFileSync(join(repository, "clusters", name, "cluster.yaml"), "utf8") };
}

/** A repository of its own with these clusters and nothing else. @returns its folder */
export function makeRepository(folder: string, documents: readonly NamedDocument[]): string {
  for (const { name, text } of documents) {
    mkdirSync(join(folder, "clusters", name), { recursive: true });
    writeFileSync(join(folder, "clusters", name, "cluster.yaml"), text);
  }
  return folder;
}

export const renderedFolder = (folder: string, name: string) => join(folder, "clusters", name, "rendered");

/** Makes a repository as if it had never been rendered. */
export function forget(folder: string, documents: readonly NamedDocument[]): void {
  rmSync(join(folder, ".groundplan"), { recursive: true, force: true });
  for (const { name } of documents) rmSync(renderedFolder(folder, name), { recursive: true, force: true });
}
