import type { Cluster } from "../../cluster.ts";
import type { Rule } from "../../rule.ts";
import { takenPorts } from "../components/facts.ts";
import { etcdClientPort } from "../etcd/facts.ts";
import { leadsToApiServer, nodes } from "../kubernetes/facts.ts";
import { isNodePort, nodePorts } from "../ports/facts.ts";
import { listenersOf } from "./facts.ts";
import type { Listener } from "./schema.ts";

const listenersPath = ["spec", "loadBalancer", "listeners"] as const;

const portTwice: Rule = {
  id: "listener-port-twice",
  why: "A port of the balancer can lead to one place only.",
  severity: "error",
  reference: "https://docs.haproxy.org/2.8/configuration.html#4.2-bind",
  *check(cluster) {
    const seen = new Set<number>();
    for (const [position, { port, to }] of listenersOf(cluster.spec).entries()) {
      if (seen.has(port)) {
        yield {
          path: [...listenersPath, position, "port"],
          value: port,
          message: `port ${port} is to lead to ${to.group}, and leads elsewhere already`,
          remedy: "Choose another port",
        };
      }
      seen.add(port);
    }
  },
};

const apiServer: Rule = {
  id: "listener-api-server",
  why: "The API server's name stands for the balancer: without a listener that leads there, no node can join.",
  severity: "error",
  reference:
    "https://kubernetes.io/docs/setup/production-environment/tools/kubeadm/high-availability/#create-load-balancer-for-kube-apiserver",
  *check(cluster) {
    const listeners = listenersOf(cluster.spec);
    const { controlPlane, apiServer } = cluster.spec.kubernetes;
    if (!("listeners" in cluster.spec.loadBalancer)) return;
    if (listeners.some((listener) => leadsToApiServer(cluster, listener))) return;
    yield {
      path: listenersPath,
      message: `no listener leads to port ${apiServer.port} of ${controlPlane.group}, the API server`,
      remedy: `Add { port: 6443, to: { group: ${controlPlane.group}, port: ${apiServer.port} } }`,
    };
  },
};

const answered: Rule = {
  id: "listener-unanswered",
  why: "A forwarded port with nothing behind it looks open, and every connection to it ends.",
  severity: "warning",
  reference: "plain sense: something must answer behind a listener",
  *check(cluster) {
    for (const [position, listener] of listenersOf(cluster.spec).entries()) {
      if (isAnswered(cluster, listener)) continue;
      const { group, port } = listener.to;
      yield {
        path: [...listenersPath, position, "to"],
        value: port,
        message: `nothing is known to listen on port ${port} of ${group}`,
        remedy: `Lead to a NodePort (${nodePorts.first}-${nodePorts.last}) of nodes, or to a port that a component takes there`,
      };
    }
  },
};

function isAnswered(cluster: Cluster, listener: Listener): boolean {
  const { group, port } = listener.to;
  if (leadsToApiServer(cluster, listener)) return true;
  // Who balances etcd has a rule of its own.
  if (port === etcdClientPort) return true;
  if (isNodePort(port)) return nodes(cluster).some((node) => node.group === group);
  return takenPorts(cluster).some(
    (taken) =>
      taken.protocol === "tcp" &&
      taken.port <= port &&
      port <= (taken.lastPort ?? taken.port) &&
      taken.machines.some((machine) => machine.group === group),
  );
}

const sharedWithWorkloads: Rule = {
  id: "load-balancer-shared",
  why: "Traffic of workloads, or an attack on them, takes the way to the API server along when it fills the balancer.",
  severity: "advice",
  reference: "a published chapter on deployment models: workloads have a way in of their own",
  *check(cluster) {
    for (const [position, listener] of listenersOf(cluster.spec).entries()) {
      if (leadsToApiServer(cluster, listener) || cluster.spec.tier !== "production") continue;
      yield {
        path: [...listenersPath, position],
        message: `port ${listener.port} leads to ${listener.to.group}, on the API server's balancer`,
        remedy: "Give workloads a way in of their own: a gateway, or a pair of ingress machines",
      };
    }
  },
};

export const listenerRules: readonly Rule[] = [portTwice, apiServer, answered, sharedWithWorkloads];
