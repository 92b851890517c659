import type { KubernetesObject } from "../manifests.ts";
import { type Check, defect, describe } from "./defect.ts";

/** Kinds of Kubernetes itself that stand in no namespace. */
const clusterKinds: ReadonlySet<string> = new Set([
  "APIService",
  "ClusterRole",
  "ClusterRoleBinding",
  "CustomResourceDefinition",
  "IngressClass",
  "MutatingWebhookConfiguration",
  "Namespace",
  "PersistentVolume",
  "PriorityClass",
  "RuntimeClass",
  "StorageClass",
  "ValidatingWebhookConfiguration",
]);

interface CrdSpec {
  readonly group?: string;
  readonly scope?: string;
  readonly names?: { readonly kind?: string; readonly plural?: string };
  readonly versions?: readonly { readonly name?: string; readonly served?: boolean; readonly storage?: boolean }[];
}

/** Every object stands in a namespace exactly where its kind does, and its kind is one of Kubernetes or of a definition given along. */
export const kindsAndScopes: Check = function* (objects) {
  const definitions = objects
    .filter(({ kind }) => kind === "CustomResourceDefinition")
    .map(({ spec }) => spec as CrdSpec);
  for (const object of objects) {
    const [group = "", version = ""] = object.apiVersion.includes("/")
      ? object.apiVersion.split("/")
      : ["", object.apiVersion];
    const definition = definitions.find(
      (candidate) => candidate.group === group && candidate.names?.kind === object.kind,
    );
    if (!definition && isForeign(group)) yield defect(object, `nothing defines ${object.kind} of ${object.apiVersion}`);
    if (definition && !definition.versions?.some(({ name, served }) => name === version && served))
      yield defect(object, `version ${version} is not served`);
    const inNamespace = definition ? definition.scope === "Namespaced" : !clusterKinds.has(object.kind);
    if (inNamespace !== (object.metadata.namespace !== undefined))
      yield defect(object, inNamespace ? "stands in no namespace" : "stands in a namespace, and its kind does not");
  }
};

/** A definition is named after what it defines, and stores one version. */
export const definitionsAreWhole: Check = function* (objects) {
  for (const object of objects) {
    if (object.kind !== "CustomResourceDefinition") continue;
    const { group, names, versions } = object.spec as CrdSpec;
    if (object.metadata.name !== `${names?.plural}.${group}`)
      yield defect(object, `must be named ${names?.plural}.${group}`);
    if (versions?.filter(({ storage }) => storage).length !== 1) yield defect(object, "must store exactly one version");
    const approved = "api-approved.kubernetes.io" in ((object.metadata as { annotations?: object }).annotations ?? {});
    if (/(^|\.)k8s\.io$/.test(group ?? "") && !approved)
      yield defect(object, "a group of Kubernetes needs the annotation api-approved.kubernetes.io");
  }
};

export const everyObjectOnce: Check = function* (objects) {
  const seen = new Set<string>();
  for (const object of objects) {
    const identity = `${groupOf(object)} ${describe(object)}`;
    if (seen.has(identity)) yield defect(object, "is there twice");
    seen.add(identity);
  }
};

function groupOf({ apiVersion }: KubernetesObject): string {
  return apiVersion.includes("/") ? (apiVersion.split("/")[0] ?? "") : "";
}

/** Groups of Kubernetes have no dot, or end in k8s.io. */
function isForeign(group: string): boolean {
  return group.includes(".") && !group.endsWith(".k8s.io");
}
