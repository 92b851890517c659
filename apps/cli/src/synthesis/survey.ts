import { join } from "node:path";
import { type DocumentText, readClusterText } from "../repository/cluster-file.ts";
import { clustersFolder } from "../repository/repository.ts";
import { digestOf } from "../skip-cache/skip-cache.ts";
import { folderDigest } from "../skip-cache/tree-digest.ts";
import { type Inspected, inspectCluster } from "./inspect.ts";
import type { Studio } from "./studio.ts";

/** What is known of a cluster before anything is made. */
export interface Surveyed extends Inspected {
  /** Digest of all that its tree is made from; undefined when it cannot be made. */
  readonly input?: string;
  /** Digest of the tree that the very same input gave before, where the cache remembers it. */
  readonly remembered?: string;
}

/** Folder of a cluster's tree, relative to the repository. */
export const renderedFolder = (name: string) => `${clustersFolder}/${name}/rendered`;

/** Digest of all that a cluster's tree is made from. */
export function inputDigest(studio: Studio, document: DocumentText): string {
  return digestOf([studio.tools, document.text]);
}

/** Reads a cluster, from the cache where that knows the very same document and tools. */
export function surveyCluster(studio: Studio, name: string): Surveyed {
  const document = readClusterText(studio.repository, name);
  if (!document.ok) return { name, problems: document.problems };
  const input = inputDigest(studio, document.value);
  const known = studio.cache.find(name);
  if (known?.input === input) {
    return { name, input, remembered: known.tree, claims: known.claims, problems: known.problems };
  }
  return { ...inspectCluster(document.value, name, studio.registry), input };
}

/** True when the tree that stands there is, byte for byte, the one that this input gave before. */
export function isCurrent(studio: Studio, { name, remembered }: Surveyed): boolean {
  return remembered !== undefined && remembered === folderDigest(join(studio.repository, renderedFolder(name)));
}
