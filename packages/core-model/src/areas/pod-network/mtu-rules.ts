import type { Rule } from "../../rule.ts";
import { encapsulationOverheadBytes, nodeNetworkMtu, podNetworkMtu } from "./facts.ts";

const mtuPath = ["spec", "kubernetes", "podNetwork", "mtu"] as const;

const tooLarge: Rule = {
  id: "pod-network-mtu",
  why: "A packet that does not fit after encapsulation is dropped: connections open, and hang with the first large answer.",
  severity: "error",
  reference: "https://docs.tigera.io/calico/latest/networking/configuring/mtu",
  *check(cluster) {
    const { mtu, encapsulation } = cluster.spec.kubernetes.podNetwork;
    const largest = nodeNetworkMtu(cluster) - encapsulationOverheadBytes(encapsulation);
    if (mtu === undefined || mtu <= largest) return;
    yield {
      path: mtuPath,
      value: mtu,
      message: `pods send ${mtu} bytes, and ${encapsulation.kind} leaves ${largest} of the ${nodeNetworkMtu(cluster)} of the nodes' networks`,
      remedy: `Write at most ${largest}, or leave the key out`,
    };
  },
};

const tooSmall: Rule = {
  id: "pod-network-mtu-small",
  why: "Below 1280 bytes IPv6 and much software that counts on it do not work, and all else is slow.",
  severity: "warning",
  reference: "RFC 8200 section 5",
  *check(cluster) {
    const mtu = podNetworkMtu(cluster);
    if (mtu >= 1280) return;
    const { mtu: written, encapsulation } = cluster.spec.kubernetes.podNetwork;
    if (written !== undefined) {
      const message = `pods send ${written} bytes, and IPv6 wants 1280`;
      yield { path: mtuPath, value: mtu, message, remedy: "Write 1280 or more, or leave the key out" };
      return;
    }
    const overhead = encapsulationOverheadBytes(encapsulation);
    yield {
      path: mtuPath.slice(0, -1),
      value: mtu,
      message: `pods send ${mtu} bytes: the ${nodeNetworkMtu(cluster)} of the nodes' networks less ${overhead} for ${encapsulation.kind}`,
      remedy: `Raise the MTU of the nodes' networks to ${1280 + overhead} or more`,
    };
  },
};

export const mtuRules: readonly Rule[] = [tooLarge, tooSmall];
