import type { Cluster } from "../../cluster.ts";
import { type Image, imageReference } from "../../releases/artifacts.ts";
import type { PrivateRegistry } from "./schema.ts";

/** The registry that every image is pulled from, where the document says which. None means each image's own. */
export function privateRegistry(cluster: Cluster): PrivateRegistry | undefined {
  const { registry } = cluster.spec.site;
  return registry !== undefined && "host" in registry ? registry : undefined;
}

/** Host and path that stand before every image name: `registry.example.com:5000/kubernetes`. None without a private registry. */
export function imagePrefix(cluster: Cluster): string | undefined {
  const registry = privateRegistry(cluster);
  if (registry === undefined) return undefined;
  return registry.path === undefined ? registry.host : `${registry.host}/${registry.path}`;
}

/**
 * The reference that machines and nodes of this cluster pull an image by: at its own registry, or at the site's, where it lies
 * under its path: `registry.k8s.io/coredns/coredns` becomes `registry.example.com/coredns/coredns`.
 */
export function pullReference(cluster: Cluster, image: Image): string {
  const prefix = imagePrefix(cluster);
  const path = image.repository.slice(image.repository.indexOf("/") + 1);
  return imageReference(prefix === undefined ? image : { ...image, repository: `${prefix}/${path}` });
}
