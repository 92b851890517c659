import { gte, lt } from "semver";
import { pinnedVersion } from "./facts.ts";
import type { Release } from "./schema.ts";

// What software of a version does. This is the one place where versions are compared; everything else asks by behaviour.

/** kubeadm reads v1beta4: arguments are lists of name and value, certificate periods can be set. @see https://kubernetes.io/blog/2024/08/23/kubernetes-1-31-kubeadm-v1beta4/ */
export function usesKubeadmV1beta4(release: Release): boolean {
  return gte(release.kubernetes.version, "1.31.0");
}

/** kubeadm writes super-admin.conf, and admin.conf has no rights before the first init is done. @see https://github.com/kubernetes/kubernetes/blob/master/CHANGELOG/CHANGELOG-1.29.md */
export function hasSuperAdminConf(release: Release): boolean {
  return gte(release.kubernetes.version, "1.29.0");
}

/** kubeadm's checks before a start want the program conntrack on the machine. */
export function needsConntrackProgram(release: Release): boolean {
  return lt(release.kubernetes.version, "1.32.0");
}

/** kubeadm patches the kubelet's configuration of a single machine. @see https://github.com/kubernetes/kubernetes/blob/master/CHANGELOG/CHANGELOG-1.25.md */
export function patchesKubeletConfiguration(release: Release): boolean {
  return gte(release.kubernetes.version, "1.25.0");
}

/** The kubelet gives every container the runtime's seccomp profile when it is told to; before, that is behind a feature gate. @see https://kubernetes.io/docs/tutorials/security/seccomp/#enable-runtimedefault-as-default */
export function hasStableSeccompDefault(release: Release): boolean {
  return gte(release.kubernetes.version, "1.27.0");
}

/** The kubelet refuses to start on a system with cgroup v1, unless told otherwise. @see https://kubernetes.io/docs/concepts/architecture/cgroups/ */
export function refusesCgroupV1(release: Release): boolean {
  return gte(release.kubernetes.version, "1.35.0");
}

/** kube-proxy's ipvs mode is deprecated; nftables is its successor. @see https://kubernetes.io/docs/reference/networking/virtual-ips/#proxy-mode-ipvs */
export function deprecatesIpvs(release: Release): boolean {
  return gte(release.kubernetes.version, "1.35.0");
}

/** kube-proxy's nftables mode is stable. @see https://kubernetes.io/docs/reference/networking/virtual-ips/#proxy-mode-nftables */
export function hasStableNftablesProxy(release: Release): boolean {
  return gte(release.kubernetes.version, "1.33.0");
}

/** The kubelet mounts GlusterFS by itself. @see https://github.com/kubernetes/kubernetes/issues/115035 */
export function mountsGlusterfs(release: Release): boolean {
  return lt(release.kubernetes.version, "1.26.0");
}

/** containerd reads configuration version 3, with the plugins `io.containerd.cri.v1`. @see https://github.com/containerd/containerd/blob/main/docs/cri/config.md */
export function usesContainerdConfigV3(release: Release): boolean {
  return gte(pinnedVersion(release, "containerd"), "2.0.0");
}

/** Snapshots are checked and restored with etcdutl. @see https://etcd.io/docs/v3.5/op-guide/recovery/ */
export function usesEtcdutl(release: Release): boolean {
  return gte(pinnedVersion(release, "etcd"), "3.5.0");
}

/** Settings of etcd that had the prefix `experimental-` have lost it, or have become feature gates. @see https://github.com/etcd-io/etcd/blob/main/CHANGELOG/CHANGELOG-3.6.md */
export function hasEtcdFeatureGates(release: Release): boolean {
  return gte(pinnedVersion(release, "etcd"), "3.6.0");
}
