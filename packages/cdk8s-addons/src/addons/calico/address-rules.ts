import { type Finding, nodes, overlap, prefixLength, type Rule } from "@groundplan/core-model";
import { calicoOptions } from "./facts.ts";

/** Pods that a kubelet runs at most, by its own default. */
const podsPerNode = 110;

const blockSize: Rule = {
  id: "calico-block-size",
  why: "Nodes take addresses in blocks: a node that finds none left starts no pods, or borrows addresses one by one, a route each.",
  severity: "error",
  reference: "https://docs.tigera.io/calico/latest/reference/resources/ippool#block-sizes",
  *check(cluster) {
    const { cidr } = cluster.spec.kubernetes.podNetwork;
    const size = calicoOptions(cluster).blockSize;
    const finding = { path: ["spec", "kubernetes", "podNetwork", "cidr"], value: cidr };
    if (size < prefixLength(cidr)) {
      yield {
        ...finding,
        message: `${cidr} is smaller than one block of /${size}`,
        remedy: "Widen the range, or raise addons.calico.blockSize",
      };
      return;
    }
    const blocks = 2 ** (size - prefixLength(cidr));
    const count = nodes(cluster).length;
    const wanted = count * Math.ceil(podsPerNode / 2 ** (32 - size));
    const has = `${cidr} has ${blocks} blocks of /${size}`;
    if (blocks < count) {
      yield {
        ...finding,
        message: `${has} for ${count} nodes`,
        remedy: "Widen the range, or raise addons.calico.blockSize",
      };
    } else if (blocks < wanted) {
      yield {
        ...finding,
        severity: "warning",
        message: `${has}; ${count} nodes with ${podsPerNode} pods each fill ${wanted}`,
        remedy: "Widen the range before the cluster exists: it cannot change later",
      };
    }
  },
};

const advertisedRanges: Rule = {
  id: "calico-advertised-range",
  why: "Announcing a range that machines, pods or services already use draws their traffic to the wrong place.",
  severity: "error",
  reference: "https://docs.tigera.io/calico/latest/networking/configuring/advertise-service-ips",
  *check(cluster) {
    const { podNetwork, serviceCidr } = cluster.spec.kubernetes;
    const taken: readonly (readonly [string, string])[] = [
      ["kubernetes.podNetwork", podNetwork.cidr],
      ["kubernetes.serviceCidr", serviceCidr],
    ];
    const { advertise } = calicoOptions(cluster);
    for (const key of ["externalIps", "loadBalancerIps"] as const) {
      for (const [position, range] of advertise[key].entries()) {
        yield* overlaps(["spec", "addons", "calico", "advertise", key, position], range, taken);
      }
    }
  },
};

function* overlaps(
  path: Finding["path"],
  range: string,
  taken: readonly (readonly [string, string])[],
): Iterable<Finding> {
  for (const [owner, cidr] of taken) {
    if (!overlap(range, cidr)) continue;
    yield {
      path,
      value: range,
      message: `${range} overlaps ${owner} (${cidr})`,
      remedy: "Announce a range that nothing else uses",
    };
  }
}

export const addressRules: readonly Rule[] = [blockSize, advertisedRanges];
