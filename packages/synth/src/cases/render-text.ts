import { type Cluster, type File, type FileTree, formatProblem, type Machine } from "@groundplan/core-model";
import { loadCluster } from "../load-cluster.ts";
import { synth } from "../synth.ts";

/** A document, and everything that follows from it. */
export interface RenderedCase {
  readonly cluster: Cluster;
  readonly tree: FileTree;
}

const rendered = new Map<string, Promise<RenderedCase>>();

/** Renders a document, once for each text. @throws Error with every problem, one a line, when it is refused */
export function renderText(text: string, file: string): Promise<RenderedCase> {
  const known = rendered.get(text) ?? render(text, file);
  rendered.set(text, known);
  return known;
}

async function render(text: string, file: string): Promise<RenderedCase> {
  const loaded = loadCluster(text, file);
  const made = loaded.ok ? await synth(loaded.value.cluster) : loaded;
  if (!loaded.ok || !made.ok) throw new Error(made.problems.map(formatProblem).join("\n"));
  return { cluster: loaded.value.cluster, tree: made.value };
}

/** The files of one machine, put together from a rendered tree as its reader does: what the group shares, and its own over it. */
export function filesOfMachine(tree: FileTree, { group, name }: Machine): FileTree {
  const files = new Map<string, File>();
  for (const folder of ["common", name]) {
    const prefix = `machines/${group}/${folder}/`;
    for (const [path, file] of tree) {
      if (!path.startsWith(prefix)) continue;
      const own = path.slice(prefix.length);
      files.set(own, { ...file, path: own });
    }
  }
  return files;
}
