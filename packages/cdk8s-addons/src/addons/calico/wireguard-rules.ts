import { type Machine, nodeNetworkMtu, nodes, type OperatingSystem, type Rule } from "@groundplan/core-model";
import { calicoOptions, wireguardOverheadBytes } from "./facts.ts";

const path = ["spec", "addons", "calico", "wireguard"] as const;

const mtu: Rule = {
  id: "calico-wireguard-mtu",
  why: "A packet that does not fit after encryption is dropped: connections open and then hang.",
  severity: "error",
  reference: "https://docs.tigera.io/calico/latest/networking/configuring/mtu",
  *check(cluster) {
    const written = cluster.spec.kubernetes.podNetwork.mtu;
    const largest = nodeNetworkMtu(cluster) - wireguardOverheadBytes;
    if (!calicoOptions(cluster).wireguard || written === undefined || written <= largest) return;
    yield {
      path: ["spec", "kubernetes", "podNetwork", "mtu"],
      value: written,
      message: `pods send ${written} bytes, and WireGuard leaves ${largest} of the network's ${nodeNetworkMtu(cluster)}`,
      remedy: `Write at most ${largest}, or leave the key out`,
    };
  },
};

/** The first version of each distribution whose kernel brings WireGuard (Linux 5.6, or a module that was carried back). */
const firstWithWireguard: Readonly<Partial<Record<OperatingSystem["distribution"], number>>> = {
  debian: 11,
  rocky: 9,
  ubuntu: 20.04,
};

const kernel: Rule = {
  id: "calico-wireguard-kernel",
  why: "A node whose kernel has no WireGuard sends and takes everything in the clear, while the others expect it encrypted.",
  severity: "error",
  reference: "https://www.wireguard.com/install/",
  *check(cluster) {
    if (!calicoOptions(cluster).wireguard) return;
    const systems = new Map<string, Machine[]>();
    for (const node of nodes(cluster)) {
      if (hasWireguard(node.os)) continue;
      const name = `${node.os.distribution} ${node.os.version}`;
      systems.set(name, [...(systems.get(name) ?? []), node]);
    }
    for (const [name, machines] of systems) {
      yield {
        path,
        value: true,
        message: `${machines.length} nodes run ${name}, whose kernel has no WireGuard`,
        remedy: "Use a newer system on them, or leave wireguard out",
      };
    }
  },
};

function hasWireguard({ distribution, version }: OperatingSystem): boolean {
  const first = firstWithWireguard[distribution];
  return first !== undefined && Number(version) >= first;
}

export const wireguardRules: readonly Rule[] = [mtu, kernel];
