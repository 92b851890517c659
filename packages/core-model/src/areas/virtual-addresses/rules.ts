import type { Cluster } from "../../cluster.ts";
import { formatPath } from "../../problem.ts";
import type { Rule } from "../../rule.ts";
import type { DeclaredVirtualAddress } from "../components/facts.ts";
import { networkOf } from "../machines/facts.ts";
import type { Machine } from "../machines/machine.ts";
import { segmentOf } from "../networks/facts.ts";
import { contains } from "../networks/ipv4.ts";
import { heldAddresses } from "./facts.ts";

/** Addresses that machines hold by themselves, not a provider. */
function* machineHeld(cluster: Cluster): Generator<DeclaredVirtualAddress> {
  for (const held of heldAddresses(cluster)) if (held.mechanism !== "provider") yield held;
}

const holders: Rule = {
  id: "virtual-address-holders",
  why: "An address that only one machine can hold goes down with it: it costs a second name and saves nothing.",
  severity: "error",
  reference: "RFC 5798 section 1",
  *check(cluster) {
    for (const { address, holders, mechanism, path } of machineHeld(cluster)) {
      if (holders.length >= 2) continue;
      // kube-vip runs on the control plane, whose number has rules of its own.
      if (mechanism === "arp" && cluster.spec.tier === "testing") continue;
      yield {
        path,
        value: address,
        severity: cluster.spec.tier === "testing" ? "warning" : "error",
        message: `${address} has ${holders.length} machine to hold it (${holders.map((machine) => machine.name).join(", ")})`,
        remedy: "Add a second machine to the group",
      };
    }
  },
};

const inNetwork: Rule = {
  id: "virtual-address-outside-network",
  why: "A machine can only answer for an address of the network that it stands in; routers send the others elsewhere.",
  severity: "error",
  reference: "RFC 5798 section 5.1",
  *check(cluster) {
    for (const { address, holders, path } of machineHeld(cluster)) {
      const outside = holders.find((machine) => !contains(networkOf(cluster, machine).cidr, address));
      if (!outside) continue;
      yield {
        path,
        value: address,
        message: `${address} is outside network ${outside.network} (${networkOf(cluster, outside).cidr}), where ${outside.name} would hold it`,
        remedy: "Choose a free address there, or hold it in another network",
      };
    }
  },
};

const routerId: Rule = {
  id: "router-id-twice",
  why: "Two pairs with one router id on one segment take each other for their own backup, and one of the addresses goes down.",
  severity: "error",
  reference: "RFC 5798 section 5.2.3",
  *check(cluster) {
    const firstOf = new Map<string, DeclaredVirtualAddress>();
    for (const held of machineHeld(cluster)) {
      if (held.routerId === undefined) continue;
      const segment = segmentOf(cluster, held.holders[0]?.network);
      const first = firstOf.get(`${held.routerId} ${segment}`);
      if (!first) {
        firstOf.set(`${held.routerId} ${segment}`, held);
        continue;
      }
      yield {
        path: held.path,
        value: held.routerId,
        message: `router id ${held.routerId} of ${held.address} is already that of ${first.address} (${formatPath(first.path)}) on segment ${segment}`,
        remedy: "Choose another id from 1 to 255",
      };
    }
  },
};

const vrrpPasses: Rule = {
  id: "vrrp-not-passed",
  why: "Where adverts do not arrive both machines hold the address at once.",
  severity: "error",
  reference: "published highly available design (2021-05): where VRRP is not passed, use the provider's balancer",
  *check(cluster) {
    for (const { address, holders, mechanism, path } of heldAddresses(cluster)) {
      const silent = holders.find((machine) => !networkOf(cluster, machine).vrrp);
      if (mechanism !== "vrrp" || !silent) continue;
      yield {
        path,
        value: address,
        message: `${address} is moved by VRRP, and network ${silent.network} does not pass it (vrrp: false)`,
        remedy: "Have VRRP (IP protocol 112) passed and write vrrp: true, or use a balancer of the provider",
      };
    }
  },
};

const vrrpOnCloud: Rule = {
  id: "vrrp-on-cloud",
  why: "Most providers drop IP protocol 112 and addresses that they did not assign: the pair looks well until it is needed.",
  severity: "warning",
  reference: "published highly available design (2021-05): public clouds make VRRP hard or impossible",
  *check(cluster) {
    if (cluster.spec.site.kind !== "cloud") return;
    for (const { address, mechanism, holders, path } of machineHeld(cluster)) {
      // Where the network says that it passes no VRRP, that is what is reported.
      if (mechanism === "vrrp" && holders.some((machine) => !networkOf(cluster, machine).vrrp)) continue;
      yield {
        path,
        value: address,
        message: `${address} is moved by ${mechanism === "vrrp" ? "VRRP" : "ARP"}, and the site is cloud`,
        remedy: "Use the provider's balancer (kind: cloud), or waive this once you have seen the address move",
      };
    }
  },
};

const spread: Rule = {
  id: "virtual-address-spread",
  why: "Two machines in one rack or zone fail together, and the address with them.",
  severity: "warning",
  reference: "https://kubernetes.io/docs/setup/best-practices/multiple-zones/",
  *check(cluster) {
    if (cluster.spec.tier === "testing") return;
    const hasZones = new Set(cluster.machines.map((machine) => machine.zone)).size > 1;
    for (const { address, holders, path } of machineHeld(cluster)) {
      const places = new Set(holders.map((machine) => placeOf(machine, hasZones)));
      const [place] = places;
      if (holders.length < 2 || places.size > 1 || place === undefined) continue;
      yield {
        path,
        value: address,
        message: `${address} is held by ${holders.map((machine) => machine.name).join(" and ")}, all in ${place}`,
        remedy: "Place them apart",
      };
    }
  },
};

/** The smallest known place that fails as one. */
function placeOf({ zone, failureDomain }: Machine, hasZones: boolean): string | undefined {
  const inZone = hasZones && zone !== undefined ? `zone ${zone}` : undefined;
  if (failureDomain === undefined) return inZone;
  return inZone === undefined ? `failure domain ${failureDomain}` : `failure domain ${failureDomain} of ${inZone}`;
}

export const virtualAddressRules: readonly Rule[] = [holders, inNetwork, routerId, vrrpPasses, vrrpOnCloud, spread];
