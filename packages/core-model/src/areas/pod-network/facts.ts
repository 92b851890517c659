import type { Cluster } from "../../cluster.ts";
import { nodes } from "../kubernetes/facts.ts";
import { machinesIn, networkOf } from "../machines/facts.ts";
import type { Machine } from "../machines/machine.ts";
import type { Encapsulation } from "./schema.ts";

/** Bytes that an encapsulation takes of every packet. @see https://docs.tigera.io/calico/latest/networking/configuring/mtu */
export function encapsulationOverheadBytes(encapsulation: Encapsulation): number {
  switch (encapsulation.kind) {
    case "vxlan":
      return 50;
    case "ipip":
      return 20;
    case "none":
      return 0;
  }
}

/** Smallest MTU of the networks that nodes stand in: what every path between nodes can carry. */
export function nodeNetworkMtu(cluster: Cluster): number {
  return Math.min(...nodes(cluster).map((node) => networkOf(cluster, node).mtu));
}

/** MTU of pods in bytes: as written, else what the nodes' networks carry minus the encapsulation. */
export function podNetworkMtu(cluster: Cluster): number {
  const { mtu, encapsulation } = cluster.spec.kubernetes.podNetwork;
  return mtu ?? nodeNetworkMtu(cluster) - encapsulationOverheadBytes(encapsulation);
}

/** Whether nodes exchange routes by BGP: when it is asked for, or when the encapsulation leaves routing to the nodes. */
export function usesBgp(cluster: Cluster): boolean {
  const { bgp, encapsulation } = cluster.spec.kubernetes.podNetwork;
  return bgp !== undefined || encapsulation.kind !== "vxlan";
}

/** Nodes that pass routes on for all others; none with a full mesh. */
export function routeReflectors(cluster: Cluster): readonly Machine[] {
  const group = cluster.spec.kubernetes.podNetwork.bgp?.routeReflectors?.group;
  return group === undefined ? [] : machinesIn(cluster, group);
}
