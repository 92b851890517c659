import { compareText, type Release, usesKubeadmV1beta4 } from "@groundplan/core-model";

/** Flags of a program, without the two hyphens. */
export type Flags = Readonly<Record<string, string | number | boolean>>;

/** Flags as kubeadm wants them: since v1beta4 a list, so that one may come twice; before, a mapping. Sorted. */
export function programArguments(release: Release, flags: Flags): unknown {
  const entries = Object.entries(flags)
    .map(([name, value]) => [name, String(value)] as const)
    .sort(([a], [b]) => compareText(a, b));
  return usesKubeadmV1beta4(release) ? entries.map(([name, value]) => ({ name, value })) : Object.fromEntries(entries);
}

export function kubeadmApiVersion(release: Release): string {
  return usesKubeadmV1beta4(release) ? "kubeadm.k8s.io/v1beta4" : "kubeadm.k8s.io/v1beta3";
}
