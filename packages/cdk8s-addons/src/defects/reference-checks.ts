import type { KubernetesObject } from "../manifests.ts";
import { type Check, type Defect, defect, findObject } from "./defect.ts";
import { containersOf, type Reference, type Workload, workloadsOf } from "./pods.ts";

/** Every account that a pod runs under, and every map and secret that it reads, is there, with the key that is asked for. */
export const referencesExist: Check = function* (objects) {
  for (const workload of workloadsOf(objects)) {
    const { object, namespace, pod } = workload;
    const account = pod.serviceAccountName ?? "default";
    if (account !== "default" && !findObject(objects, "ServiceAccount", namespace, account))
      yield defect(object, `no service account ${account}`);
    yield* missingFromEnvironment(objects, workload);
    yield* missingVolumes(objects, workload);
  }
};

function* missingFromEnvironment(
  objects: readonly KubernetesObject[],
  { object, namespace, pod }: Workload,
): Iterable<Defect> {
  for (const { env = [], envFrom = [] } of containersOf(pod)) {
    for (const { valueFrom } of env) {
      const { configMapKeyRef, secretKeyRef } = valueFrom ?? {};
      if (configMapKeyRef)
        yield* missing(objects, object, "ConfigMap", namespace, configMapKeyRef, configMapKeyRef.key);
      if (secretKeyRef) yield* missing(objects, object, "Secret", namespace, secretKeyRef, secretKeyRef.key);
    }
    for (const { configMapRef, secretRef } of envFrom) {
      if (configMapRef) yield* missing(objects, object, "ConfigMap", namespace, configMapRef);
      if (secretRef) yield* missing(objects, object, "Secret", namespace, secretRef);
    }
  }
}

function* missingVolumes(objects: readonly KubernetesObject[], { object, namespace, pod }: Workload): Iterable<Defect> {
  const volumes = pod.volumes ?? [];
  const mounted = new Set(containersOf(pod).flatMap(({ volumeMounts = [] }) => volumeMounts.map(({ name }) => name)));
  const known = new Set(volumes.map(({ name }) => name));
  for (const name of mounted)
    if (!known.has(name)) yield defect(object, `mounts volume ${name}, which it does not have`);
  for (const name of known)
    if (!mounted.has(name)) yield defect(object, `has volume ${name}, which no container mounts`);
  for (const { configMap, secret } of volumes) {
    if (configMap) yield* missing(objects, object, "ConfigMap", namespace, configMap);
    if (secret)
      yield* missing(objects, object, "Secret", namespace, {
        ...secret,
        ...(secret.secretName ? { name: secret.secretName } : {}),
      });
  }
}

function* missing(
  objects: readonly KubernetesObject[],
  object: KubernetesObject,
  kind: "ConfigMap" | "Secret",
  namespace: string | undefined,
  { name, optional }: Reference,
  key?: string,
): Iterable<Defect> {
  if (optional) return;
  const found = findObject(objects, kind, namespace, name);
  if (!found) yield defect(object, `reads ${kind} ${name}, which is not there`);
  else if (key !== undefined && !keysOf(found).has(key))
    yield defect(object, `reads key ${key} of ${kind} ${name}, which it does not have`);
}

function keysOf({ data, stringData, binaryData }: KubernetesObject): ReadonlySet<string> {
  return new Set([data, stringData, binaryData].flatMap((part) => Object.keys(part ?? {})));
}
