import type { Cluster } from "../../cluster.ts";
import type { Rule } from "../../rule.ts";
import { workers } from "../kubernetes/facts.ts";
import { heldAddresses } from "../virtual-addresses/facts.ts";
import { contains, isPrivateNetwork, overlap, prefixLength, spanOf } from "./ipv4.ts";
import type { Network } from "./schema.ts";

const router: Rule = {
  id: "network-router",
  why: "Machines reach everything else by the router, and a router outside the network cannot be reached.",
  severity: "error",
  reference: "RFC 1122 section 3.3.1.1",
  *check(cluster) {
    for (const [name, { cidr, router }] of Object.entries(cluster.spec.networks)) {
      const { first, last } = spanOf(cidr);
      const path = ["spec", "networks", name, "router"];
      if (!contains(cidr, router)) {
        const remedy = "Write the address by which machines of the network reach their router";
        yield { path, value: router, message: `${router} is outside the network (${cidr})`, remedy };
      } else if (prefixLength(cidr) < 31 && [first, last].includes(spanOf(`${router}/32`).first)) {
        const remedy = "Write another address of the network";
        yield {
          path,
          value: router,
          message: `${router} is the first or last address of ${cidr}, which no host may have`,
          remedy,
        };
      }
    }
  },
};

const apart: Rule = {
  id: "networks-overlap",
  why: "An address in both networks has two ways to it, and packets take the wrong one.",
  severity: "error",
  reference: "RFC 1122 section 3.3.1",
  *check(cluster) {
    const networks = Object.entries(cluster.spec.networks);
    for (const [position, [name, { cidr }]] of networks.entries()) {
      for (const [other, { cidr: otherCidr }] of networks.slice(0, position)) {
        if (!overlap(cidr, otherCidr)) continue;
        yield {
          path: ["spec", "networks", name, "cidr"],
          value: cidr,
          message: `${cidr} overlaps network ${other} (${otherCidr})`,
          remedy: "Divide the range, or make one network of the two",
        };
      }
    }
  },
};

const room: Rule = {
  id: "network-room",
  why: "A machine that is added before another leaves needs an address that is free.",
  severity: "error",
  reference: "https://kubernetes.io/docs/tasks/administer-cluster/kubeadm/kubeadm-upgrade/",
  *check(cluster) {
    for (const [name, network] of Object.entries(cluster.spec.networks)) {
      const free = freeAddresses(cluster, name, network);
      const finding = { path: ["spec", "networks", name, "cidr"], value: network.cidr, remedy: "Widen the network" };
      const wanted = addedFirst(cluster, name);
      if (free < 0) {
        yield {
          ...finding,
          message: `${network.cidr} is ${-free} short of addresses for its machines and virtual addresses`,
        };
      } else if (free < wanted) {
        const message = `${network.cidr} leaves ${free} free, and an upgrade adds ${wanted} workers before others leave`;
        yield { ...finding, severity: "warning", message };
      }
    }
  },
};

function freeAddresses(cluster: Cluster, name: string, { cidr }: Network): number {
  const { first, last } = spanOf(cidr);
  // The network's, the broadcast and the router's address are nobody's; only the router's where there are two in all (RFC 3021).
  const usable = last - first + 1 - (prefixLength(cidr) < 31 ? 3 : 1);
  const machines = cluster.machines.filter((machine) => machine.network === name).length;
  const virtual = new Set(heldAddresses(cluster).map((held) => held.address));
  return usable - machines - [...virtual].filter((address) => contains(cidr, address)).length;
}

/** Workers that an upgrade adds to a network before it removes any. */
function addedFirst(cluster: Cluster, network: string): number {
  const { strategy, workers: pace } = cluster.spec.kubernetes.upgrade;
  const hasWorkers = workers(cluster).some((machine) => machine.network === network);
  return strategy === "node-replacement" && pace.order === "add-first" && hasWorkers ? pace.batch : 0;
}

const isPublic: Rule = {
  id: "network-public",
  why: "Machines with public addresses are asked by the whole internet, day and night.",
  severity: "warning",
  reference:
    "a published chapter on deployment models: nodes are not exposed to the public internet (RFC 1918, RFC 6598)",
  *check(cluster) {
    for (const [name, { cidr }] of Object.entries(cluster.spec.networks)) {
      if (isPrivateNetwork(cidr)) continue;
      yield {
        path: ["spec", "networks", name, "cidr"],
        value: cidr,
        message: `${cidr} is public`,
        remedy: "Use a private range, and a bastion or VPN to reach it",
      };
    }
  },
};

const unused: Rule = {
  id: "network-unused",
  why: "A network that nobody stands in is a slip of the pen, or a plan that nobody finished.",
  severity: "advice",
  reference: "plain sense: a network is described for the machines in it",
  *check(cluster) {
    const used = new Set(cluster.machines.map((machine) => machine.network));
    for (const name of Object.keys(cluster.spec.networks)) {
      if (used.has(name)) continue;
      const message = `no machine stands in network ${name}`;
      yield { path: ["spec", "networks", name], message, remedy: "Remove it, or place a group in it" };
    }
  },
};

export const segmentRules: readonly Rule[] = [router, apart, room, isPublic, unused];
