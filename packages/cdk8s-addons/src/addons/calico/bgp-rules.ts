import { nodes, type Rule, usesBgp } from "@groundplan/core-model";
import { calicoOptions, reflectorPeering } from "./facts.ts";

const peersPath = ["spec", "addons", "calico", "peers"] as const;

const bgpOff: Rule = {
  id: "calico-bgp-off",
  why: "Peers and announcements are only read by BIRD, which does not run where nodes do not speak BGP: nothing is announced, and nothing says so.",
  severity: "error",
  reference: "https://docs.tigera.io/calico/latest/networking/configuring/bgp",
  *check(cluster) {
    if (usesBgp(cluster)) return;
    const { advertise, peers } = calicoOptions(cluster);
    const announces = advertise.clusterIps || advertise.externalIps.length > 0 || advertise.loadBalancerIps.length > 0;
    const remedy = "Write kubernetes.podNetwork.bgp, or take this out";
    if (peers.length > 0)
      yield { path: peersPath, message: `${peers.length} BGP peers, and the nodes do not speak BGP`, remedy };
    if (announces)
      yield {
        path: ["spec", "addons", "calico", "advertise"],
        message: "addresses are to be announced, and the nodes do not speak BGP",
        remedy,
      };
  },
};

const peerGroup: Rule = {
  id: "calico-peer-group",
  why: "A peering that selects no node is never made, and nothing says so.",
  severity: "error",
  reference: "https://docs.tigera.io/calico/latest/reference/resources/bgppeer",
  *check(cluster) {
    const groups = new Set(nodes(cluster).map((node) => node.group));
    for (const [position, { name, group }] of calicoOptions(cluster).peers.entries()) {
      if (group === undefined || groups.has(group)) continue;
      yield {
        path: [...peersPath, position, "group"],
        value: group,
        message: `peer ${name} is for group ${group}, which has no nodes; groups of nodes: ${[...groups].sort().join(", ")}`,
        remedy: "Name a group of the control plane or of workers, or leave it out for every node",
      };
    }
  },
};

const peerName: Rule = {
  id: "calico-peer-name",
  why: "Peerings are objects in the cluster: of two with one name the later wins.",
  severity: "error",
  reference: "https://docs.tigera.io/calico/latest/reference/resources/bgppeer",
  *check(cluster) {
    const seen = new Set([reflectorPeering]);
    for (const [position, { name }] of calicoOptions(cluster).peers.entries()) {
      if (seen.has(name))
        yield {
          path: [...peersPath, position, "name"],
          value: name,
          message: `the name ${name} is taken by another peering`,
          remedy: "Choose another name",
        };
      seen.add(name);
    }
  },
};

const peerAddress: Rule = {
  id: "calico-peer-address",
  why: "Nodes find each other by themselves; written as a router too, they hold two sessions, of which one is refused again and again.",
  severity: "error",
  reference: "https://docs.tigera.io/calico/latest/networking/configuring/bgp",
  *check(cluster) {
    const owners = new Map(nodes(cluster).map((node) => [node.address, node.name]));
    for (const [position, { name, address }] of calicoOptions(cluster).peers.entries()) {
      const owner = owners.get(address);
      if (owner === undefined) continue;
      yield {
        path: [...peersPath, position, "address"],
        value: address,
        message: `peer ${name} has the address ${address} of node ${owner}`,
        remedy: "Peers are routers outside the cluster; for reflectors write kubernetes.podNetwork.bgp.routeReflectors",
      };
    }
  },
};

export const bgpRules: readonly Rule[] = [bgpOff, peerGroup, peerName, peerAddress];
