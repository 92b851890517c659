import type { Cluster } from "../../cluster.ts";
import type { Component, ComponentInUse, Declaration, HostPort, Need, VirtualAddress } from "../../component.ts";
import type { Machine } from "../machines/machine.ts";

/** A component in use, and what it brings. */
export interface DeclaredComponent extends ComponentInUse {
  readonly declaration: Declaration;
}

const nothing: Declaration = { machines: [], ports: [] };

// A declaration is a pure function of the cluster, and every rule about ports and addresses asks for it: each is worked out once.
const declarations = new WeakMap<Cluster, Map<Component, Declaration>>();

function declarationOf(cluster: Cluster, { component, options }: ComponentInUse): Declaration {
  const known = declarations.get(cluster) ?? new Map<Component, Declaration>();
  declarations.set(cluster, known);
  const declaration = known.get(component) ?? component.declare?.(cluster, options) ?? nothing;
  known.set(component, declaration);
  return declaration;
}

/** What every component of the cluster brings. */
export function declaredComponents(cluster: Cluster): readonly DeclaredComponent[] {
  return cluster.components.map((entry) => ({ ...entry, declaration: declarationOf(cluster, entry) }));
}

/** A host port with the component that takes it. */
export interface TakenPort extends HostPort {
  readonly component: string;
}

/** Every host port that a component takes somewhere. */
export function takenPorts(cluster: Cluster): readonly TakenPort[] {
  return declaredComponents(cluster).flatMap(({ component, declaration }) =>
    declaration.ports.map((port) => ({ ...port, component: component.name })),
  );
}

/** The ports taken on one machine. */
export function hostPorts(cluster: Cluster, machine: Machine): readonly TakenPort[] {
  return takenPorts(cluster).filter((port) => port.machines.some((candidate) => candidate.name === machine.name));
}

/** A virtual address with the component that declares it. */
export interface DeclaredVirtualAddress extends VirtualAddress {
  readonly component: string;
}

/** Every virtual address of the cluster, whoever moves it. A component that moves addresses asks this to know where it runs. */
export function virtualAddresses(cluster: Cluster): readonly DeclaredVirtualAddress[] {
  const holding = cluster.components.filter((entry) => entry.component.moves === undefined);
  return holding.flatMap((entry) => {
    const addresses = declarationOf(cluster, entry).virtualAddresses ?? [];
    return addresses.map((address) => ({ ...address, component: entry.component.name }));
  });
}

/** Every need that a component of the cluster states. */
export function statedNeeds(cluster: Cluster): readonly (Need & { readonly component: string })[] {
  return declaredComponents(cluster).flatMap(({ component, declaration }) =>
    (declaration.needs ?? []).map((need) => ({ ...need, component: component.name })),
  );
}

/** What the components of the cluster provide. */
export function providedCapabilities(cluster: Cluster): ReadonlySet<string> {
  return new Set(cluster.components.flatMap(({ component }) => component.provides ?? []));
}
