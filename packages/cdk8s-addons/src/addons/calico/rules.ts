import { nodes, type Rule } from "@groundplan/core-model";
import { addressRules } from "./address-rules.ts";
import { bgpRules } from "./bgp-rules.ts";
import { calicoOptions, calicoVersion, typhaReplicas } from "./facts.ts";
import { calicoMinors, knowsNftables, tryCalicoMinor } from "./versions.ts";
import { wireguardRules } from "./wireguard-rules.ts";

const addonPath = ["spec", "addons", "calico"] as const;

const onlyPodNetwork: Rule = {
  id: "calico-only-pod-network",
  why: "Two programs that both make the pod network write over each other's routes and configuration on every node.",
  severity: "error",
  reference: "https://kubernetes.io/docs/concepts/extend-kubernetes/compute-storage-net/network-plugins/",
  *check(cluster) {
    const { kind } = cluster.spec.kubernetes.podNetwork;
    if (kind === "calico") return;
    yield {
      path: addonPath,
      value: kind,
      message: `calico stands under addons, and kubernetes.podNetwork.kind is ${kind}`,
      remedy: "Set kubernetes.podNetwork.kind to calico, or take calico out of addons",
    };
  },
};

const lineKnown: Rule = {
  id: "calico-line-known",
  why: "Each minor line of Calico needs other rights and kinds in the cluster; with those of another line it starts and then fails.",
  severity: "error",
  reference: "https://docs.tigera.io/calico/latest/release-notes/",
  *check(cluster) {
    const version = calicoVersion(cluster);
    if (version !== undefined && tryCalicoMinor(version)) return;
    const pinned = version === undefined ? "pins no Calico" : `pins Calico ${version}`;
    yield {
      path: ["spec", "release"],
      value: version,
      message: `release ${cluster.release.version} ${pinned}; the addon knows ${calicoMinors[0]} to ${calicoMinors.at(-1)}`,
      remedy: "Choose a release with one of these lines",
    };
  },
};

const typhaCount: Rule = {
  id: "calico-typha-replicas",
  why: "Each copy of Typha takes a host port, so an update with as many copies as nodes finds no place; without Typha every node loads the API server.",
  severity: "error",
  reference: "https://docs.tigera.io/calico/latest/getting-started/kubernetes/self-managed-onprem/onpremises",
  *check(cluster) {
    const path = [...addonPath, "typhaReplicas"];
    const replicas = typhaReplicas(cluster, calicoOptions(cluster));
    const count = nodes(cluster).length;
    if (replicas >= count && replicas > 0) {
      yield {
        path,
        value: replicas,
        message: `${replicas} copies of Typha for ${count} nodes`,
        remedy: "Use fewer copies than nodes, or leave the key out",
      };
    } else if (replicas === 0 && count > 50) {
      yield {
        path,
        value: replicas,
        severity: "warning",
        message: `no Typha for ${count} nodes; above 50 each node's own watch weighs on the API server`,
        remedy: "Leave the key out: one copy for every 200 nodes, at least 3",
      };
    } else if (replicas > 0 && replicas < 3 && cluster.spec.tier === "production") {
      yield {
        path,
        value: replicas,
        severity: "warning",
        message: `${replicas} of Typha in production; with 3 an update still leaves two that share the nodes`,
        remedy: "Use at least 3, or none up to 50 nodes",
      };
    }
  },
};

const nftables: Rule = {
  id: "calico-nftables",
  why: "Felix before 3.29 programs iptables only, and rules of two kinds on one node do not see each other.",
  severity: "error",
  reference: "https://docs.tigera.io/calico/latest/getting-started/kubernetes/nftables",
  *check(cluster) {
    const version = calicoVersion(cluster);
    const minor = version === undefined ? undefined : tryCalicoMinor(version);
    if (cluster.spec.kubernetes.proxyMode !== "nftables" || minor === undefined || knowsNftables(minor)) return;
    yield {
      path: ["spec", "kubernetes", "proxyMode"],
      value: "nftables",
      message: `kube-proxy uses nftables, and Calico ${version} knows iptables only`,
      remedy: "Use proxyMode iptables, or a release with Calico 3.29 or later",
    };
  },
};

/** What only Calico knows. What holds for every pod network is a rule of the model. */
export const calicoRules: readonly Rule[] = [
  onlyPodNetwork,
  lineKnown,
  typhaCount,
  nftables,
  ...addressRules,
  ...bgpRules,
  ...wireguardRules,
];
