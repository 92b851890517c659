import { type Cluster, type Machine, needsConntrackProgram } from "@groundplan/core-model";
import type { PackageRepository } from "../../kit/package-repository.ts";
import { findSystem } from "../../os/system-facts.ts";
import { type KubeadmOptions, minorPlaceholder } from "./schema.ts";

const pinned = ["kubeadm", "kubectl", "kubelet"];

/** The community's repository: one for each minor version. @see https://kubernetes.io/docs/setup/production-environment/tools/kubeadm/install-kubeadm/ */
export function kubernetesRepository(cluster: Cluster, { packages }: KubeadmOptions): PackageRepository {
  const { version } = cluster.release.kubernetes;
  const minor = version.split(".").slice(0, 2).join(".");
  const url = packages.url.replaceAll(minorPlaceholder, minor);
  return {
    name: "kubernetes",
    title: `Kubernetes ${minor}`,
    apt: { url: `${url}/deb/`, suite: "/", components: [], keyUrl: `${url}/deb/Release.key` },
    dnf: { url: `${url}/rpm/`, keyUrl: `${url}/rpm/repodata/repomd.xml.key` },
    ...(packages.key === undefined ? {} : { key: packages.key }),
    pinned: { packages: pinned, version },
    following: ["cri-tools", "kubernetes-cni"],
  };
}

/** What kubeadm looks for before it starts, and what people want at hand where ipvs is used. */
export function nodePackages(cluster: Cluster, machine: Machine): readonly string[] {
  const uses = findSystem(machine.os).packageManager;
  const conntrack = uses === "apt" ? "conntrack" : "conntrack-tools";
  return [
    ...pinned,
    "cri-tools",
    "kubernetes-cni",
    "ethtool",
    "iptables",
    "socat",
    uses === "apt" ? "iproute2" : "iproute-tc",
    ...(needsConntrackProgram(cluster.release) ? [conntrack] : []),
    ...(cluster.spec.kubernetes.proxyMode === "ipvs" ? ["ipvsadm"] : []),
  ];
}
