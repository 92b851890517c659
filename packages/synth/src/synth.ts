import { addonTree } from "@groundplan/cdk8s-addons";
import {
  type Cluster,
  type FileTree,
  file,
  fileTree,
  isFailure,
  judge,
  machinesIn,
  mergeTrees,
  type Problem,
  type Result,
  under,
} from "@groundplan/core-model";
import { foldGroup } from "@groundplan/hostconfig";
import { billOfMaterials } from "./bill-of-materials.ts";
import type { DocumentFor } from "./define-cluster.ts";
import { loadDocument } from "./load-cluster.ts";
import { builtin, type Registry } from "./registry.ts";

/**
 * From a cluster to everything that follows from it: one tree, as it stands under `rendered/`. The same cluster gives the same
 * bytes, wherever and whenever it is made; rules that need a date are not asked.
 * @returns the tree with the warnings that stand beside it, or the errors for which it is refused
 */
export async function synth(cluster: Cluster, registry: Registry = builtin): Promise<Result<FileTree>> {
  const problems = judge(cluster);
  if (problems.some(isFailure)) return { ok: false, problems };
  const machines = machinesTree(cluster);
  const manifests = await manifestTree(cluster);
  const tree = mergeTrees([
    machines,
    manifests,
    deliveryTree(cluster, registry),
    await pages(cluster, problems, [machines, manifests]),
  ]);
  return { ok: true, value: tree, problems };
}

/** As {@link synth}, from a document that is data: one that a program made. */
export async function synthDocument<R extends Registry = typeof builtin>(
  document: DocumentFor<R>,
  registry?: R,
): Promise<Result<FileTree>> {
  const loaded = loadDocument(document, registry);
  return loaded.ok ? await synth(loaded.value.cluster, registry) : loaded;
}

/** `machines/<group>/...`: what is the same on every machine of a group once, and each machine's own files. */
function machinesTree(cluster: Cluster): FileTree {
  const groups = new Set(cluster.machines.map((machine) => machine.group));
  return mergeTrees(
    [...groups].map((group) => under(`machines/${group}`, foldGroup(cluster, machinesIn(cluster, group)))),
  );
}

/** `manifests/<wave>/<addon>/...` */
async function manifestTree(cluster: Cluster): Promise<FileTree> {
  return under("manifests", await addonTree(cluster));
}

/** `ansible/...` and the other deliveries that the document asks for. */
function deliveryTree(cluster: Cluster, registry: Registry): FileTree {
  const wanted = registry.deliveries.filter((delivery) => cluster.spec.delivery.machines.includes(delivery.name));
  return mergeTrees(wanted.map((delivery) => under(delivery.name, delivery.files(cluster))));
}

async function pages(cluster: Cluster, problems: readonly Problem[], trees: readonly FileTree[]): Promise<FileTree> {
  const { overview } = await import("./overview/overview.ts");
  return fileTree([
    file({ path: "OVERVIEW.md", content: overview(cluster, problems), component: "synth" }),
    file({ path: "bom.yaml", content: billOfMaterials(cluster, trees), component: "synth" }),
  ]);
}
