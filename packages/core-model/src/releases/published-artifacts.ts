import type { Artifacts, Binary } from "./artifacts.ts";

type Checksums = NonNullable<Binary["sha256"]>;

const controlPlaneImages = ["kube-apiserver", "kube-controller-manager", "kube-scheduler", "kube-proxy"];
const programs = ["kubeadm", "kubectl", "kubelet"] as const;

/** What every Kubernetes version is made of. @see https://kubernetes.io/releases/download/ */
export function kubernetesArtifacts(
  version: string,
  checksums: Partial<Record<(typeof programs)[number], Checksums>> = {},
): Required<Artifacts> {
  return {
    images: controlPlaneImages.map((name) => ({ name, repository: `registry.k8s.io/${name}`, tag: `v${version}` })),
    binaries: programs.map((name) => {
      const sha256 = checksums[name];
      const url = `https://dl.k8s.io/release/v${version}/bin/linux/ARCH/${name}`;
      return sha256 === undefined ? { name, url } : { name, url, sha256 };
    }),
  };
}

/** The images of a Calico version: one registry, one tag. */
export function calicoImages(registry: string, version: string): Required<Artifacts>["images"] {
  return ["cni", "ctl", "kube-controllers", "node", "typha"].map((name) => ({
    name,
    repository: `${registry}/calico/${name}`,
    tag: `v${version}`,
  }));
}
