import { type Check, defect } from "./defect.ts";

/**
 * Interfaces that Kubernetes took away, and the minor version without them. `*` stands for every kind of a group's version.
 * @see https://kubernetes.io/docs/reference/using-api/deprecation-guide/
 */
const removed: readonly (readonly [apiVersion: string, kind: string, minor: number])[] = [
  ["admissionregistration.k8s.io/v1beta1", "MutatingWebhookConfiguration", 22],
  ["admissionregistration.k8s.io/v1beta1", "ValidatingWebhookConfiguration", 22],
  ["apiextensions.k8s.io/v1beta1", "*", 22],
  ["apiregistration.k8s.io/v1beta1", "*", 22],
  ["autoscaling/v2beta1", "*", 25],
  ["autoscaling/v2beta2", "*", 26],
  ["batch/v1beta1", "*", 25],
  ["discovery.k8s.io/v1beta1", "*", 25],
  ["events.k8s.io/v1beta1", "*", 25],
  ["extensions/v1beta1", "*", 22],
  ["flowcontrol.apiserver.k8s.io/v1beta1", "*", 26],
  ["flowcontrol.apiserver.k8s.io/v1beta2", "*", 29],
  ["flowcontrol.apiserver.k8s.io/v1beta3", "*", 32],
  ["networking.k8s.io/v1beta1", "Ingress", 22],
  ["networking.k8s.io/v1beta1", "IngressClass", 22],
  ["node.k8s.io/v1beta1", "*", 25],
  ["policy/v1beta1", "*", 25],
  ["rbac.authorization.k8s.io/v1beta1", "*", 22],
  ["scheduling.k8s.io/v1beta1", "*", 22],
  ["storage.k8s.io/v1beta1", "CSIDriver", 22],
  ["storage.k8s.io/v1beta1", "CSIStorageCapacity", 27],
  ["storage.k8s.io/v1beta1", "StorageClass", 22],
];

/** The cluster's Kubernetes still serves every interface that is used. @param kubernetes its version: "1.36.4" */
export function servedBy(kubernetes: string): Check {
  const minor = Number(kubernetes.split(".")[1]);
  return function* (objects) {
    for (const object of objects) {
      const gone = removed.find(
        ([version, kind]) => version === object.apiVersion && (kind === "*" || kind === object.kind),
      );
      if (gone && minor >= gone[2]) yield defect(object, `${object.apiVersion} is gone since Kubernetes 1.${gone[2]}`);
    }
  };
}
