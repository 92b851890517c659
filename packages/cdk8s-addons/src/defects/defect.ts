import type { KubernetesObject } from "../manifests.ts";

/** What is wrong with an object that the API server would accept. */
export interface Defect {
  /** Kind and name: `Deployment kube-system/calico-typha`. */
  readonly object: string;
  readonly what: string;
}

export function defect(object: KubernetesObject, what: string): Defect {
  return { object: describe(object), what };
}

export function describe({ kind, metadata }: KubernetesObject): string {
  return metadata.namespace === undefined
    ? `${kind} ${metadata.name}`
    : `${kind} ${metadata.namespace}/${metadata.name}`;
}

/** A check looks at all objects that are applied together: what one refers to must be among them. */
export type Check = (objects: readonly KubernetesObject[]) => Iterable<Defect>;

export function findObject(
  objects: readonly KubernetesObject[],
  kind: string,
  namespace: string | undefined,
  name: string | undefined,
): KubernetesObject | undefined {
  return objects.find(
    (object) => object.kind === kind && object.metadata.name === name && object.metadata.namespace === namespace,
  );
}
