import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { parseAllDocuments } from "yaml";

/** What stands in a rendered tree, as plain data: what a program needs that makes the same tree without a model. */
export interface Ingredients {
  /** Objects of the Kubernetes API. */
  readonly objects: readonly { readonly path: string; readonly object: unknown }[];
  /** All other YAML files, each with its documents. */
  readonly documents: readonly { readonly path: string; readonly data: readonly unknown[] }[];
  readonly texts: readonly { readonly path: string; readonly text: string }[];
}

/** @param folder a rendered tree on the disk */
export function ingredientsOf(folder: string): Ingredients {
  const objects: Ingredients["objects"][number][] = [];
  const documents: Ingredients["documents"][number][] = [];
  const texts: Ingredients["texts"][number][] = [];
  for (const { path, text } of filesBelow(folder)) {
    if (!path.endsWith(".yaml")) texts.push({ path, text });
    else if (path.startsWith("manifests/")) objects.push({ path, object: yamlData(text)[0] });
    else documents.push({ path, data: yamlData(text) });
  }
  return { objects, documents, texts };
}

/** How much stands below a folder, in words. */
export function sizeText(folder: string): string {
  const files = filesBelow(folder);
  const bytes = files.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
  return `${files.length} files, ${Math.round(bytes / 1024)} KiB`;
}

function filesBelow(folder: string): readonly { readonly path: string; readonly text: string }[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name)).sort();
  return paths.map((path) => ({ path: relative(folder, path), text: readFileSync(path, "utf8") }));
}

function yamlData(text: string): readonly unknown[] {
  const documents = parseAllDocuments(text);
  return Array.isArray(documents) ? documents.map((document) => document.toJS()) : [];
}
