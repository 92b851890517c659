import type { KubernetesObject } from "../manifests.ts";
import { type Check, defect } from "./defect.ts";
import { type Labels, selects, type Workload, workloadsOf } from "./pods.ts";

/** The selector of a workload picks its own pods; otherwise the API server refuses it. */
export const selectsItsOwnPods: Check = function* (objects) {
  for (const { object, matchLabels, labels } of workloadsOf(objects)) {
    if (matchLabels && !selects(matchLabels, labels))
      yield defect(object, "its selector does not pick the pods of its own template");
  }
};

/** Services and disruption budgets pick pods of the same namespace. */
export const selectsSomePods: Check = function* (objects) {
  const workloads = workloadsOf(objects);
  for (const object of objects) {
    const selector = selectorOf(object);
    if (selector && picked(workloads, object, selector).length === 0) yield defect(object, "its selector picks no pod");
  }
};

/** A service leads to ports that its pods have. */
export const servicePortsExist: Check = function* (objects) {
  const workloads = workloadsOf(objects);
  for (const object of objects) {
    if (object.kind !== "Service") continue;
    const spec = object.spec as {
      selector?: Labels;
      ports?: readonly { port?: number; targetPort?: number | string }[];
    };
    const pods = picked(workloads, object, spec.selector ?? {});
    const known = new Set(
      pods.flatMap(({ pod }) =>
        (pod.containers ?? []).flatMap(({ ports }) => (ports ?? []).flatMap((port) => [port.name, port.containerPort])),
      ),
    );
    for (const { port, targetPort = port } of spec.ports ?? []) {
      if (pods.length > 0 && !known.has(targetPort))
        yield defect(object, `port ${port} leads to ${targetPort}, which no container has`);
    }
  }
};

function selectorOf({ kind, spec }: KubernetesObject): Labels | undefined {
  const given = spec as { selector?: Labels & { matchLabels?: Labels } } | undefined;
  if (kind === "Service") return given?.selector;
  return kind === "PodDisruptionBudget" ? (given?.selector?.matchLabels ?? {}) : undefined;
}

function picked(workloads: readonly Workload[], object: KubernetesObject, selector: Labels): readonly Workload[] {
  return workloads.filter(
    ({ namespace, labels }) => namespace === object.metadata.namespace && selects(selector, labels),
  );
}
