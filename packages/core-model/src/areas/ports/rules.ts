import type { Cluster } from "../../cluster.ts";
import { compareText } from "../../problem.ts";
import type { Rule } from "../../rule.ts";
import { declaredComponents, type TakenPort, takenPorts } from "../components/facts.ts";
import { isNode } from "../kubernetes/facts.ts";
import type { Machine } from "../machines/machine.ts";
import { nodePorts } from "./facts.ts";

const twice: Rule = {
  id: "host-port-twice",
  why: "Only one program can listen on a port of an address: the second does not start.",
  severity: "error",
  reference: "https://man7.org/linux/man-pages/man2/bind.2.html",
  *check(cluster) {
    for (const { one, other, machines } of clashes(cluster)) {
      const port = one.path ? one : other;
      const names = `${machines[0]?.name}${machines.length > 1 ? ` and ${machines.length - 1} more` : ""}`;
      yield {
        path: port.path ?? pathOf(cluster, port.component),
        value: port.port,
        message: `port ${portText(shared(one, other))} is taken by ${one.component} (${one.purpose}) and by ${other.component} (${other.purpose}), on ${names}`,
        remedy: "Choose another port for one of them, or place them on different machines",
      };
    }
  },
};

interface PortClash {
  readonly one: TakenPort;
  readonly other: TakenPort;
  readonly machines: readonly Machine[];
}

/** Every pair of ports that cannot both be taken, with the machines on which they are. */
function clashes(cluster: Cluster): readonly PortClash[] {
  const found = new Map<TakenPort, Map<TakenPort, Machine[]>>();
  for (const [machine, ports] of portsByMachine(cluster)) {
    for (const [position, other] of ports.entries()) {
      for (const one of ports.slice(0, position)) {
        if (one.component === other.component || !collide(one, other)) continue;
        const ofOne = found.get(one) ?? new Map<TakenPort, Machine[]>();
        const machines = ofOne.get(other) ?? [];
        machines.push(machine);
        found.set(one, ofOne.set(other, machines));
      }
    }
  }
  return [...found].flatMap(([one, others]) => [...others].map(([other, machines]) => ({ one, other, machines })));
}

function portsByMachine(cluster: Cluster): ReadonlyMap<Machine, readonly TakenPort[]> {
  const byName = new Map(cluster.machines.map((machine) => [machine.name, { machine, ports: [] as TakenPort[] }]));
  for (const port of takenPorts(cluster)) {
    for (const machine of port.machines) byName.get(machine.name)?.ports.push(port);
  }
  return new Map([...byName.values()].map(({ machine, ports }) => [machine, ports]));
}

function collide(one: TakenPort, other: TakenPort): boolean {
  const [addressOne, addressOther] = [one.address ?? "*", other.address ?? "*"];
  return (
    one.protocol === other.protocol &&
    one.port <= (other.lastPort ?? other.port) &&
    other.port <= (one.lastPort ?? one.port) &&
    (addressOne === addressOther || addressOne === "*" || addressOther === "*")
  );
}

/** The ports that both take. */
function shared(one: TakenPort, other: TakenPort): Pick<TakenPort, "port" | "lastPort" | "protocol"> {
  const lastPort = Math.min(one.lastPort ?? one.port, other.lastPort ?? other.port);
  return { port: Math.max(one.port, other.port), lastPort, protocol: one.protocol };
}

function portText({ port, lastPort, protocol }: Pick<TakenPort, "port" | "lastPort" | "protocol">): string {
  return `${lastPort === undefined || lastPort === port ? port : `${port}-${lastPort}`}/${protocol}`;
}

function pathOf(cluster: Cluster, component: string) {
  return cluster.components.find((entry) => entry.component.name === component)?.path ?? ["spec"];
}

const inNodePorts: Rule = {
  id: "host-port-node-port",
  why: "Kubernetes may give the same port to a service at any time, and one of the two stops working.",
  severity: "warning",
  reference: "https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport",
  *check(cluster) {
    for (const { component, declaration } of declaredComponents(cluster)) {
      // An addon's port in the range is a NodePort itself.
      if (component.kind === "addon") continue;
      for (const port of declaration.ports) {
        const last = port.lastPort ?? port.port;
        if (last < nodePorts.first || port.port > nodePorts.last) continue;
        const node = port.machines.filter((machine) => isNode(cluster, machine)).sort(byName)[0];
        if (!node) continue;
        yield {
          path: port.path ?? pathOf(cluster, component.name),
          value: port.port,
          message: `port ${portText(port)} of ${component.name} on the node ${node.name} lies in the range of NodePorts (${nodePorts.first}-${nodePorts.last})`,
          remedy: "Choose a port outside of it, or another machine",
        };
      }
    }
  },
};

function byName(a: Machine, b: Machine): number {
  return compareText(a.name, b.name);
}

export const portRules: readonly Rule[] = [twice, inNodePorts];
