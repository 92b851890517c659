import { compareText, type FileTree } from "@groundplan/core-model";
import { ownershipFile, renderOwnership } from "./ownership.ts";

/** What shall stand in a folder: path -> bytes, in sorted order, with the record of ownership among them. */
export type WantedFiles = ReadonlyMap<string, Buffer>;

/** @throws Error when the tree has a file of the record's own name */
export function wantedFiles(tree: FileTree): WantedFiles {
  if (tree.has(ownershipFile))
    throw new Error(`${ownershipFile} is the record of ownership; no component may write it`);
  const files = [...tree.values()].map((file): [string, Buffer] => [file.path, Buffer.from(file.content)]);
  files.push([ownershipFile, Buffer.from(renderOwnership(tree.keys()))]);
  return new Map(files.sort(([a], [b]) => compareText(a, b)));
}
