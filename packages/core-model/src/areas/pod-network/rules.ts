import type { Rule } from "../../rule.ts";
import { nodes } from "../kubernetes/facts.ts";
import { networkOf } from "../machines/facts.ts";
import { prefixLength } from "../networks/ipv4.ts";
import { bgpRules } from "./bgp-rules.ts";
import { mtuRules } from "./mtu-rules.ts";

const podNetworkPath = ["spec", "kubernetes", "podNetwork"] as const;

const plainRouting: Rule = {
  id: "pod-network-plain-routing",
  why: "Without encapsulation the network must know the way to every pod: where it was not told, packets between nodes vanish.",
  severity: "error",
  reference: "https://docs.tigera.io/calico/latest/networking/determine-best-networking",
  *check(cluster) {
    if (cluster.spec.kubernetes.podNetwork.encapsulation.kind !== "none") return;
    const used = new Map(nodes(cluster).map((node) => [node.network, networkOf(cluster, node)]));
    const silent = [...used].filter(([, network]) => !network.bgp).map(([name]) => name);
    // In one subnet the nodes tell each other the ways; a cloud checks source addresses all the same.
    const oneSubnet = used.size === 1 && cluster.spec.site.kind !== "cloud";
    if (silent.length === 0 || oneSubnet) return;
    const where = cluster.spec.site.kind === "cloud" ? "the site is cloud" : `nodes stand in ${used.size} networks`;
    yield {
      path: [...podNetworkPath, "encapsulation", "kind"],
      value: "none",
      message: `no encapsulation, but ${where} and network ${silent.sort().join(", ")} does not speak BGP (bgp: false)`,
      remedy: "Use vxlan, or have the routers speak BGP and write bgp: true",
    };
  },
};

const ipipOnCloud: Rule = {
  id: "pod-network-ipip-on-cloud",
  why: "Security groups and virtual switches of most clouds drop IP protocol 4: pods of one node reach each other, and nobody else.",
  severity: "warning",
  reference: "https://docs.tigera.io/calico/latest/networking/configuring/vxlan-ipip",
  *check(cluster) {
    const { kind } = cluster.spec.kubernetes.podNetwork.encapsulation;
    if (kind !== "ipip" || cluster.spec.site.kind !== "cloud") return;
    yield {
      path: [...podNetworkPath, "encapsulation", "kind"],
      value: kind,
      message: "encapsulation is ipip, and the site is cloud",
      remedy: "Use vxlan, or waive this once the provider passes IP protocol 4",
    };
  },
};

const crossSubnetOnCloud: Rule = {
  id: "pod-network-cross-subnet-on-cloud",
  why: "Within a subnet pods then send with their own addresses, and most clouds drop what an instance does not own.",
  severity: "warning",
  reference: "https://docs.tigera.io/calico/latest/networking/configuring/vxlan-ipip",
  *check(cluster) {
    const { encapsulation } = cluster.spec.kubernetes.podNetwork;
    if (encapsulation.kind === "none" || encapsulation.scope === "always" || cluster.spec.site.kind !== "cloud") return;
    yield {
      path: [...podNetworkPath, "encapsulation", "scope"],
      value: encapsulation.scope,
      message: "only traffic across subnets is encapsulated, and the site is cloud",
      remedy: "Use scope: always, or turn the source check off for every node and waive this",
    };
  },
};

const room: Rule = {
  id: "pod-cidr-room",
  why: "The controller manager gives each node a share of the range: the node that finds none left stays NotReady.",
  severity: "error",
  reference: "https://kubernetes.io/docs/reference/command-line-tools-reference/kube-controller-manager/",
  *check(cluster) {
    const { cidr, nodePrefixLength } = cluster.spec.kubernetes.podNetwork;
    const bits = nodePrefixLength - prefixLength(cidr);
    const shares = bits < 0 ? 0 : 2 ** bits;
    const count = nodes(cluster).length;
    if (shares >= count) return;
    yield {
      path: [...podNetworkPath, "cidr"],
      value: cidr,
      message: `${cidr} has ${shares} shares of /${nodePrefixLength} for ${count} nodes`,
      remedy: "Widen the range before the cluster exists: it cannot change later",
    };
  },
};

const mask: Rule = {
  id: "pod-cidr-mask",
  why: "The controller manager keeps a bit for every share of the range, and refuses more than sixteen bits of them.",
  severity: "error",
  reference:
    "https://github.com/kubernetes/kubernetes/blob/master/cmd/kubeadm/app/apis/kubeadm/validation/validation.go",
  *check(cluster) {
    const { cidr, nodePrefixLength } = cluster.spec.kubernetes.podNetwork;
    const bits = nodePrefixLength - prefixLength(cidr);
    if (bits <= 16) return;
    yield {
      path: [...podNetworkPath, "nodePrefixLength"],
      value: nodePrefixLength,
      message: `shares of /${nodePrefixLength} divide ${cidr} by ${bits} bits; at most 16 are allowed`,
      remedy: `Use ${prefixLength(cidr) + 16} or less, or a smaller range`,
    };
  },
};

/** Pods that a kubelet runs at most, by its own default. */
const podsPerNode = 110;

const nodeShare: Rule = {
  id: "pod-cidr-node-share",
  why: "A node starts up to 110 pods, and those that find no address in its share stay pending.",
  severity: "warning",
  reference: "https://kubernetes.io/docs/setup/best-practices/cluster-large/",
  *check(cluster) {
    const { nodePrefixLength } = cluster.spec.kubernetes.podNetwork;
    const addresses = 2 ** (32 - nodePrefixLength) - 2;
    if (addresses >= podsPerNode) return;
    yield {
      path: [...podNetworkPath, "nodePrefixLength"],
      value: nodePrefixLength,
      message: `a share of /${nodePrefixLength} has ${addresses} addresses for up to ${podsPerNode} pods`,
      remedy: "Use 25 or less",
    };
  },
};

export const podNetworkRules: readonly Rule[] = [
  plainRouting,
  ipipOnCloud,
  crossSubnetOnCloud,
  room,
  mask,
  nodeShare,
  ...mtuRules,
  ...bgpRules,
];
