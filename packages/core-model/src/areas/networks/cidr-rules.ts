import type { Cluster } from "../../cluster.ts";
import type { Path } from "../../problem.ts";
import type { Rule } from "../../rule.ts";
import { isPrivateNetwork, overlap, prefixLength } from "./ipv4.ts";

interface NamedRange {
  readonly name: string;
  readonly cidr: string;
  readonly path: Path;
}

function clusterRanges(cluster: Cluster): readonly NamedRange[] {
  const { podNetwork, serviceCidr } = cluster.spec.kubernetes;
  const kubernetes = ["spec", "kubernetes"] as const;
  return [
    { name: "pods", cidr: podNetwork.cidr, path: [...kubernetes, "podNetwork", "cidr"] },
    { name: "services", cidr: serviceCidr, path: [...kubernetes, "serviceCidr"] },
  ];
}

function machineRanges(cluster: Cluster): readonly NamedRange[] {
  return Object.entries(cluster.spec.networks).map(([name, { cidr }]) => ({
    name: `network ${name}`,
    cidr,
    path: ["spec", "networks", name, "cidr"],
  }));
}

const apart: Rule = {
  id: "ranges-overlap",
  why: "An address that is a pod's and a machine's at once is reached as one or the other, depending on where one asks.",
  severity: "error",
  reference: "https://kubernetes.io/docs/concepts/cluster-administration/networking/#kubernetes-ip-address-ranges",
  *check(cluster) {
    const [pods, services] = clusterRanges(cluster);
    if (!pods || !services) return;
    const pairs = machineRanges(cluster).flatMap((network) =>
      [pods, services].map((range) => [range, network] as const),
    );
    for (const [range, other] of [[services, pods] as const, ...pairs]) {
      if (!overlap(range.cidr, other.cidr)) continue;
      yield {
        path: range.path,
        value: range.cidr,
        message: `${range.cidr} of ${range.name} overlaps ${other.cidr} of ${other.name}`,
        remedy: "Choose a range that no other network has",
      };
    }
  },
};

const dockerBridge = "172.17.0.0/16";

const docker: Rule = {
  id: "range-docker-bridge",
  why: "Docker takes 172.17.0.0/16 for itself wherever it is installed (Harbor runs on it), and what else has these addresses is not reached from there.",
  severity: "error",
  reference: "https://docs.docker.com/engine/network/drivers/bridge/",
  *check(cluster) {
    for (const { name, cidr, path } of [...clusterRanges(cluster), ...machineRanges(cluster)]) {
      if (!overlap(cidr, dockerBridge)) continue;
      const message = `${cidr} of ${name} overlaps docker's own ${dockerBridge}`;
      yield { path, value: cidr, message, remedy: "Choose another range, such as one in 10.0.0.0/8" };
    }
  },
};

/** Ranges that no host may be given, and what they are for. @see https://www.iana.org/assignments/iana-ipv4-special-registry */
const specialRanges = [
  { cidr: "0.0.0.0/8", purpose: "this network" },
  { cidr: "127.0.0.0/8", purpose: "loopback" },
  { cidr: "169.254.0.0/16", purpose: "link-local addresses" },
  { cidr: "224.0.0.0/3", purpose: "multicast and the future" },
] as const;

const special: Rule = {
  id: "range-special",
  why: "Addresses with a meaning of their own are not routed, or never leave the machine.",
  severity: "error",
  reference: "RFC 6890",
  *check(cluster) {
    for (const { name, cidr, path } of [...clusterRanges(cluster), ...machineRanges(cluster)]) {
      const found = specialRanges.find((range) => overlap(cidr, range.cidr));
      if (!found) continue;
      const message = `${cidr} of ${name} overlaps ${found.cidr}, which is kept for ${found.purpose}`;
      yield { path, value: cidr, message, remedy: "Choose a private range, such as one in 10.0.0.0/8" };
    }
  },
};

const isPublic: Rule = {
  id: "range-public",
  why: "Pods and services hide whatever has these addresses on the internet from everything in the cluster.",
  severity: "warning",
  reference: "RFC 1918, RFC 6598",
  *check(cluster) {
    for (const { name, cidr, path } of clusterRanges(cluster)) {
      if (isPrivateNetwork(cidr)) continue;
      const message = `${cidr} of ${name} is public`;
      yield { path, value: cidr, message, remedy: "Choose a private range, such as one in 10.0.0.0/8" };
    }
  },
};

const serviceSize: Rule = {
  id: "service-cidr-size",
  why: "kubeadm wants at least ten addresses (the DNS service has the tenth) and at most twenty bits of them.",
  severity: "error",
  reference:
    "https://github.com/kubernetes/kubernetes/blob/master/cmd/kubeadm/app/apis/kubeadm/validation/validation.go",
  *check(cluster) {
    const { serviceCidr } = cluster.spec.kubernetes;
    const prefix = prefixLength(serviceCidr);
    if (prefix >= 12 && prefix <= 28) return;
    yield {
      path: ["spec", "kubernetes", "serviceCidr"],
      value: serviceCidr,
      message: `${serviceCidr} has ${2 ** (32 - prefix)} addresses; kubeadm takes a range from /12 to /28`,
      remedy: "Use a /16, room for 65536 services",
    };
  },
};

export const cidrRules: readonly Rule[] = [apart, docker, special, isPublic, serviceSize];
