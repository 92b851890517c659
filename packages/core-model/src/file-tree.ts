import { compareText } from "./problem.ts";

/**
 * What a change of a file makes necessary on the machine that holds it. `none`: programs notice by themselves, or read it
 * only when a person asks. `report`: never carried out by itself, a plan names it (the configuration of a tool that runs once).
 */
export type Effect =
  | { readonly action: "reload" | "restart"; readonly unit: string }
  | { readonly action: "daemon-reload" | "load-modules" | "apply-sysctl" | "none" }
  | { readonly action: "report"; readonly why: string };

/** A place in a file's text that the run fills in on the machine: nothing that could open a door stands in a tree. */
export interface SecretSlot {
  /** The text to replace, unique in the file. */
  readonly placeholder: string;
  /** Name of the secret: a path in the secret store, or `run/...` for what is minted at the moment of use. */
  readonly secret: string;
}

/** One generated file. */
export interface File {
  /** Relative, with `/`, no `.` or `..`. On a machine it is read from the root: `etc/haproxy/haproxy.cfg`. */
  readonly path: string;
  readonly content: string;
  /** Permission bits, 0o000-0o777. @default 0o644 */
  readonly mode: number;
  /** Owner on the machine, `user:group`. @default "root:root" */
  readonly owner: string;
  /** The component that wrote it. */
  readonly component: string;
  readonly effects: readonly Effect[];
  readonly secrets: readonly SecretSlot[];
}

/** Every generator returns one, and nothing else passes between the floors. Keys are paths, in sorted order. */
export type FileTree = ReadonlyMap<string, File>;

/** Fills in what most files share. @throws Error when the path is absolute, climbs, or holds a control character. */
export function file(given: Pick<File, "path" | "content" | "component"> & Partial<File>): File {
  assertSafePath(given.path);
  return { mode: 0o644, owner: "root:root", effects: [], secrets: [], ...given };
}

/** @throws Error when two files claim one path: a component must never overwrite another's. */
export function fileTree(files: Iterable<File>): FileTree {
  const sorted = [...files].sort((a, b) => compareText(a.path, b.path));
  const tree = new Map<string, File>();
  for (const entry of sorted) {
    const other = tree.get(entry.path);
    if (other) throw new Error(`${entry.path} is written by both ${other.component} and ${entry.component}`);
    tree.set(entry.path, entry);
  }
  return tree;
}

/** One tree of many. @throws Error as {@link fileTree}. */
export function mergeTrees(trees: Iterable<FileTree>): FileTree {
  const files: File[] = [];
  for (const tree of trees) files.push(...tree.values());
  return fileTree(files);
}

/** The same files below a folder: `under("machines/lb", tree)`. */
export function under(folder: string, tree: FileTree): FileTree {
  return fileTree([...tree.values()].map((entry) => file({ ...entry, path: `${folder}/${entry.path}` })));
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here
const unsafe = /(^|\/)(\.{1,2})?(\/|$)|[\u0000-\u001f\u007f\\]/;

function assertSafePath(path: string): void {
  if (path === "" || unsafe.test(path)) throw new Error(`not a safe relative path: ${JSON.stringify(path)}`);
}
