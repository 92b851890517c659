import type { Rule } from "../../rule.ts";
import { nodes } from "../kubernetes/facts.ts";
import { routeReflectors, usesBgp } from "./facts.ts";

const bgpPath = ["spec", "kubernetes", "podNetwork", "bgp"] as const;

const fullMesh: Rule = {
  id: "bgp-full-mesh",
  why: "Every node keeps a session with every other: at a hundred nodes that is nearly five thousand sessions, and each change is told to all.",
  severity: "warning",
  reference: "https://docs.tigera.io/calico/latest/networking/configuring/bgp#full-mesh",
  *check(cluster) {
    const count = nodes(cluster).length;
    if (!usesBgp(cluster) || count <= 100 || routeReflectors(cluster).length > 0) return;
    yield {
      path: cluster.spec.kubernetes.podNetwork.bgp ? bgpPath : bgpPath.slice(0, -1),
      value: count,
      message: `${count} nodes in a full mesh, which is good to about 100`,
      remedy: "Name three workers as reflectors: bgp: { routeReflectors: { group: ... } }",
    };
  },
};

const twoReflectors: Rule = {
  id: "route-reflectors-two",
  why: "Nodes learn all routes from the reflectors: when the only one restarts, every node forgets the way to every pod.",
  severity: "error",
  reference: "https://docs.tigera.io/calico/latest/networking/configuring/bgp#route-reflectors",
  *check(cluster) {
    const reflectors = routeReflectors(cluster);
    if (reflectors.length !== 1) return;
    yield {
      path: [...bgpPath, "routeReflectors", "group"],
      value: reflectors[0]?.group,
      message: `group ${reflectors[0]?.group} is 1 reflector`,
      remedy: "Use 2 or 3",
    };
  },
};

const reflectorsAreNodes: Rule = {
  id: "route-reflectors-workers",
  why: "A reflector runs as a node's own routing daemon: a machine that is no worker runs none.",
  severity: "error",
  reference:
    "https://docs.tigera.io/calico/latest/networking/configuring/bgp#configure-a-node-to-act-as-a-route-reflector",
  *check(cluster) {
    const { podNetwork, workers } = cluster.spec.kubernetes;
    const group = podNetwork.bgp?.routeReflectors?.group;
    if (group === undefined || workers.some((pool) => pool.group === group)) return;
    yield {
      path: [...bgpPath, "routeReflectors", "group"],
      value: group,
      message: `group ${group} is no pool of workers (${workers.map((pool) => pool.group).join(", ") || "there is none"})`,
      remedy: "Add it to kubernetes.workers, with a taint so that it stays free for routes",
    };
  },
};

const privateNumber: Rule = {
  id: "bgp-as-number",
  why: "A number that belongs to somebody makes routers drop routes as their own, or announce yours to the world.",
  severity: "warning",
  reference: "RFC 6996",
  *check(cluster) {
    const number = cluster.spec.kubernetes.podNetwork.bgp?.asNumber;
    if (number === undefined || isPrivateAsNumber(number)) return;
    yield {
      path: [...bgpPath, "asNumber"],
      value: number,
      message: `${number} is no private autonomous system number`,
      remedy: "Use one from 64512 to 65534 or from 4200000000 to 4294967294, or waive this if the number is yours",
    };
  },
};

function isPrivateAsNumber(number: number): boolean {
  return (number >= 64_512 && number <= 65_534) || (number >= 4_200_000_000 && number <= 4_294_967_294);
}

export const bgpRules: readonly Rule[] = [fullMesh, twoReflectors, reflectorsAreNodes, privateNumber];
