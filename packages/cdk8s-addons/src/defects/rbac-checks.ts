import type { KubernetesObject } from "../manifests.ts";
import { type Check, defect, findObject } from "./defect.ts";
import { workloadsOf } from "./pods.ts";

interface Binding {
  readonly roleRef?: { readonly kind?: string; readonly name?: string };
  readonly subjects?: readonly { readonly kind?: string; readonly name?: string; readonly namespace?: string }[];
}

/** Roles that Kubernetes brings. */
const builtin = /^(system:.*|cluster-admin|admin|edit|view)$/;

/** A binding joins a role and accounts that are there. */
export const bindingsExist: Check = function* (objects) {
  for (const object of objects) {
    if (object.kind !== "ClusterRoleBinding" && object.kind !== "RoleBinding") continue;
    const { roleRef, subjects = [] } = object as unknown as Binding;
    const kind = roleRef?.kind ?? "ClusterRole";
    const namespace = kind === "Role" ? object.metadata.namespace : undefined;
    if (!builtin.test(roleRef?.name ?? "") && !findObject(objects, kind, namespace, roleRef?.name))
      yield defect(object, `no ${kind} ${roleRef?.name}`);
    if (subjects.length === 0) yield defect(object, "binds nobody");
    for (const subject of subjects) {
      if (subject.kind !== "ServiceAccount" || findObject(objects, "ServiceAccount", subject.namespace, subject.name))
        continue;
      yield defect(object, `no service account ${subject.namespace}/${subject.name}`);
    }
  }
};

/** A role that nobody holds and an account that nobody uses are left over from something. */
export const nothingLeftOver: Check = function* (objects) {
  const bindings = objects.filter(
    ({ kind }) => kind === "ClusterRoleBinding" || kind === "RoleBinding",
  ) as unknown as Binding[];
  const held = new Set(bindings.map(({ roleRef }) => `${roleRef?.kind} ${roleRef?.name}`));
  const bound = bindings.flatMap(({ subjects }) => subjects ?? []).map(({ namespace, name }) => `${namespace}/${name}`);
  const running = workloadsOf(objects).map(({ namespace, pod }) => `${namespace}/${pod.serviceAccountName}`);
  const used = new Set([...bound, ...running]);
  for (const object of objects) {
    const { kind, metadata } = object;
    const isRole = kind === "ClusterRole" || kind === "Role";
    if (isRole && !isAggregated(object) && !held.has(`${kind} ${metadata.name}`))
      yield defect(object, "nobody holds this role");
    if (kind === "ServiceAccount" && !used.has(`${metadata.namespace}/${metadata.name}`))
      yield defect(object, "nobody uses this account");
  }
};

/** Roles of this kind are read by Kubernetes itself, which adds their rules to others. */
function isAggregated({ metadata }: KubernetesObject): boolean {
  const labels = (metadata as { labels?: object }).labels ?? {};
  return Object.keys(labels).some((key) => key.startsWith("rbac.authorization.k8s.io/aggregate-to-"));
}
