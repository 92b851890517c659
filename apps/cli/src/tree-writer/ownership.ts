import { compareText } from "@groundplan/core-model";

/**
 * The record of what belongs to us, inside the tree: one path a line, no checksum. It changes only when files come or go, so
 * that an edit of a setting never touches it, and two branches that both add files merge line by line.
 */
export const ownershipFile = ".groundplan";

const heading = [
  "# Groundplan: the files below are written by `platform synth`, which refuses to work over any other file in this folder.",
  "# After a merge conflict here, keep both sides and run `platform synth`.",
];

/** The text of the record. */
export function renderOwnership(paths: Iterable<string>): string {
  const lines = [...paths].sort(compareText).map((path) => (path.startsWith("#") ? `./${path}` : path));
  return `${[...heading, ...lines].join("\n")}\n`;
}

/**
 * The paths that a record names. It is read leniently on purpose: the marks of an unresolved merge are paths that no file has,
 * and both sides count.
 */
export function parseOwnership(text: string): ReadonlySet<string> {
  const lines = text.split(/\r?\n/).filter((line) => line !== "" && !line.startsWith("#"));
  return new Set(lines.map((line) => (line.startsWith("./") ? line.slice(2) : line)));
}
