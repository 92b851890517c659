import {
  type Cluster,
  type ComponentInUse,
  type File,
  type FileTree,
  file,
  fileTree,
  mergeTrees,
  writeOrderedYaml,
} from "@groundplan/core-model";
import type { Addon, Wave } from "./addon.ts";

/** An object of the Kubernetes API, as plain data. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly [field: string]: unknown;
}

/** The addons that a cluster uses, its own ones included. */
export function addonsInUse(cluster: Cluster): readonly ComponentInUse<Addon>[] {
  return cluster.components.filter(isAddonInUse);
}

function isAddonInUse(entry: ComponentInUse): entry is ComponentInUse<Addon> {
  return entry.component.kind === "addon" && "loadChart" in entry.component;
}

/**
 * The manifests of every addon of a cluster: `<wave>/<addon>/<kind>-<name>.yaml`.
 * @throws Error when an addon makes two objects of one kind and name
 */
export async function addonTree(cluster: Cluster): Promise<FileTree> {
  const trees = addonsInUse(cluster).map(({ component, options }) => addonManifests(component, cluster, options));
  return mergeTrees(await Promise.all(trees));
}

/** The manifests of one addon, one object a file: a reviewer sees which objects a change adds, alters and takes away. */
export async function addonManifests(addon: Addon, cluster: Cluster, options: unknown): Promise<FileTree> {
  const objects = await addonObjects(addon, cluster, options);
  return fileTree(objects.map((object) => manifest(addon, object)));
}

/** Draws an addon: its objects as plain data, in the order in which the chart made them. */
export async function addonObjects(
  addon: Addon,
  cluster: Cluster,
  options: unknown,
): Promise<readonly KubernetesObject[]> {
  const [{ App, Chart }, module] = await Promise.all([import("cdk8s"), addon.loadChart()]);
  const chart = new Chart(new App(), addon.name, { disableResourceNameHashes: true });
  module.draw(chart, cluster, options);
  return chart.toJson();
}

function manifest(addon: Addon, object: KubernetesObject): File {
  return file({
    path: `${waveOf(addon, object)}/${addon.name}/${fileName(addon, object)}.yaml`,
    content: writeOrderedYaml(object, [`Groundplan: ${addon.name}. Generated from cluster.yaml; edit that instead.`]),
    component: addon.name,
  });
}

function waveOf(addon: Addon, object: KubernetesObject): Wave {
  return object.kind === "CustomResourceDefinition" ? "crds" : addon.wave;
}

/** The namespace stands in the name only where it is not the addon's own. */
function fileName(addon: Addon, { kind, metadata }: KubernetesObject): string {
  const { namespace, name } = metadata;
  const parts = namespace === undefined || namespace === addon.namespace ? [kind, name] : [kind, namespace, name];
  return parts.map(pathSafe).join("-");
}

/** Names of RBAC objects may hold colons, which not every file system can. */
function pathSafe(part: string): string {
  return part.toLowerCase().replaceAll(/[^a-z0-9.-]/g, "_");
}
