import { deprecatesIpvs, hasStableNftablesProxy } from "../../releases/behaviour.ts";
import type { Finding, Rule } from "../../rule.ts";
import { oneOfEachGroup } from "../machines/facts.ts";
import type { OperatingSystem } from "../site/schema.ts";
import { nodes } from "./facts.ts";
import { quantityValue } from "./quantity.ts";

const tooMany: Rule = {
  id: "nodes-too-many",
  why: "Kubernetes is tested up to 5,000 nodes; what happens beyond is found out by you.",
  severity: "warning",
  reference: "https://kubernetes.io/docs/setup/best-practices/cluster-large/",
  *check(cluster) {
    const count = nodes(cluster).length;
    if (count <= 5000) return;
    yield {
      path: ["spec", "kubernetes", "workers"],
      value: count,
      message: `${count} nodes, and Kubernetes is tested to 5000`,
      remedy: "Divide the plan into clusters",
    };
  },
};

const reserved: Rule = {
  id: "reserved-too-large",
  why: "What is kept for the host is taken from pods: a node that keeps everything takes none.",
  severity: "error",
  reference: "https://kubernetes.io/docs/tasks/administer-cluster/reserve-compute-resources/",
  *check(cluster) {
    const { reserved } = cluster.spec.kubernetes;
    const groups = oneOfEachGroup(nodes(cluster));
    const cpuCores = Math.min(...groups.map((machine) => machine.size.cpuCores));
    const memoryGiB = Math.min(...groups.map((machine) => machine.size.memoryGiB));
    if (reserved?.cpu) yield* keptOf("cpu", reserved.cpu, cpuCores, `${cpuCores} cores`);
    if (reserved?.memory) yield* keptOf("memory", reserved.memory, memoryGiB * 2 ** 30, `${memoryGiB} GiB`);
  },
};

function* keptOf(resource: string, quantity: string, smallest: number, words: string): Generator<Finding> {
  const part = quantityValue(quantity) / smallest;
  if (part <= 0.5) return;
  yield {
    path: ["spec", "kubernetes", "reserved", resource],
    value: quantity,
    severity: part < 1 ? "warning" : "error",
    message: `${quantity} is kept for the host, and the smallest node has ${words}`,
    remedy: "Keep at most half of it",
  };
}

const proxyModeIpvs: Rule = {
  id: "proxy-mode-ipvs",
  why: "ipvs is deprecated from Kubernetes 1.35 and will be removed: the move is easier before there is traffic.",
  severity: "warning",
  reference: "https://kubernetes.io/docs/reference/networking/virtual-ips/#proxy-mode-ipvs",
  *check(cluster) {
    if (cluster.spec.kubernetes.proxyMode !== "ipvs" || !deprecatesIpvs(cluster.release)) return;
    yield {
      path: ["spec", "kubernetes", "proxyMode"],
      value: "ipvs",
      message: `ipvs is deprecated in Kubernetes ${cluster.release.kubernetes.version} (release ${cluster.release.version})`,
      remedy: "Use nftables or iptables",
    };
  },
};

/** Systems whose kernel is older than 5.13, with that kernel. */
const olderKernels: Readonly<Record<string, string>> = {
  "centos 7": "3.10",
  "debian 11": "5.10",
  "rocky 8": "4.18",
  "ubuntu 20.04": "5.4",
};

const proxyModeNftables: Rule = {
  id: "proxy-mode-nftables",
  why: "kube-proxy in nftables mode does not start on an older kernel, and no service has an address then.",
  severity: "error",
  reference: "https://kubernetes.io/docs/reference/networking/virtual-ips/#proxy-mode-nftables",
  *check(cluster) {
    if (cluster.spec.kubernetes.proxyMode !== "nftables") return;
    const finding = { path: ["spec", "kubernetes", "proxyMode"], value: "nftables", remedy: "Use iptables" };
    const { kubernetes } = cluster.release;
    if (!hasStableNftablesProxy(cluster.release)) {
      yield {
        ...finding,
        message: `nftables is not finished in Kubernetes ${kubernetes.version} (release ${cluster.release.version})`,
      };
    }
    for (const system of new Set(nodes(cluster).map(({ os }) => systemName(os)))) {
      const kernel = olderKernels[system];
      if (kernel === undefined) continue;
      yield { ...finding, message: `nftables wants kernel 5.13, and ${system} has ${kernel}` };
    }
  },
};

/** "centos 7", "ubuntu 20.04": as far as the kernel depends on it. */
function systemName({ distribution, version }: OperatingSystem): string {
  return `${distribution} ${distribution === "ubuntu" ? version : version.split(".")[0]}`;
}

export const nodeRules: readonly Rule[] = [tooMany, reserved, proxyModeIpvs, proxyModeNftables];
