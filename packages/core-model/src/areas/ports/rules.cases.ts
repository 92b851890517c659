import type { HostPort } from "../../component.ts";
import { card } from "../changed-example.ts";
import { machinesIn } from "../machines/facts.ts";
import type { RuleCases } from "../rule-case.ts";

/** A component that takes one port on the machines of a group. */
function listener(
  name: string,
  group: string,
  given: Partial<HostPort>,
  kind: "host-component" | "addon" = "host-component",
) {
  return card({
    name,
    kind,
    impliedBy: () => true,
    declare(cluster) {
      const machines = machinesIn(cluster, group);
      return { machines, ports: [{ machines, port: 6443, protocol: "tcp", purpose: `${name}'s own`, ...given }] };
    },
  });
}

const apiServer = listener("kubeadm", "masters", { purpose: "Kubernetes API server" });
const frontend: Partial<HostPort> = { address: "10.0.0.10", path: ["spec", "loadBalancer", "listeners", 0, "port"] };

export const portCases: RuleCases = {
  "host-port-twice": {
    breaks: [
      {
        name: "a balancer on the control plane that takes the API server's port",
        cards: [apiServer, listener("haproxy", "masters", frontend)],
        finds: [
          "error loadBalancer.listeners[0].port: port 6443/tcp is taken by haproxy (haproxy's own) and by kubeadm (Kubernetes API server), on master-1 and 2 more. Choose another port for one of them, or place them on different machines",
        ],
      },
      {
        name: "a range around another's port",
        cards: [listener("gitlab", "workers", { port: 22 }), listener("harbor", "workers", { port: 20, lastPort: 25 })],
        finds: [
          "error spec: port 22/tcp is taken by gitlab (gitlab's own) and by harbor (harbor's own), on worker-1 and 2 more. Choose another port for one of them, or place them on different machines",
        ],
      },
      {
        name: "one loopback address",
        cards: [listener("a", "lb", { address: "127.0.0.1" }), listener("b", "lb", { address: "127.0.0.1" })],
        given: { "spec.machines.lb.ranges.0.last": 1 },
        finds: [
          "error spec: port 6443/tcp is taken by a (a's own) and by b (b's own), on lb-1. Choose another port for one of them, or place them on different machines",
        ],
      },
    ],
    keeps: [
      { name: "different machines", cards: [apiServer, listener("haproxy", "lb", frontend)] },
      { name: "different protocols", cards: [apiServer, listener("dns", "masters", { protocol: "udp" })] },
      {
        name: "different addresses",
        cards: [listener("a", "lb", { address: "127.0.0.1" }), listener("b", "lb", { address: "10.0.0.10" })],
      },
      {
        name: "the port behind a range",
        cards: [apiServer, listener("more", "masters", { port: 6444, lastPort: 6450 })],
      },
    ],
  },
  "host-port-node-port": {
    breaks: [
      {
        name: "a program on a node",
        cards: [listener("agent", "workers", { port: 30_500, path: ["spec", "hostServices", "agent", "port"] })],
        finds: [
          "warning hostServices.agent.port: port 30500/tcp of agent on the node worker-1 lies in the range of NodePorts (30000-32767). Choose a port outside of it, or another machine",
        ],
      },
    ],
    keeps: [
      { name: "a program on a balancer", cards: [listener("agent", "lb", { port: 30_500 })] },
      { name: "a NodePort of an addon", cards: [listener("console", "workers", { port: 30_880 }, "addon")] },
      { name: "the port behind the range", cards: [listener("agent", "workers", { port: 32_768 })] },
    ],
  },
};
