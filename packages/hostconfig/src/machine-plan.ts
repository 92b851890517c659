import {
  type Cluster,
  compareText,
  declaredComponents,
  type File,
  type FileTree,
  fileTree,
  type Machine,
} from "@groundplan/core-model";
import type { HostComponent, Software, Supply } from "./host-component.ts";

/** A host component on one machine. */
export interface PlacedComponent {
  readonly component: HostComponent;
  readonly options: unknown;
}

/** The host components that run on a machine, sorted by name. */
export function componentsOn(cluster: Cluster, machine: Machine): readonly PlacedComponent[] {
  const placed: PlacedComponent[] = [];
  for (const { component, options, declaration } of declaredComponents(cluster)) {
    if (isHostComponent(component) && declaration.machines.some((candidate) => candidate.name === machine.name))
      placed.push({ component, options });
  }
  return placed;
}

function isHostComponent(component: { readonly kind: string }): component is HostComponent {
  return component.kind === "host-component";
}

/** Every file of one machine. @throws Error when two components write one path. */
export function machineTree(cluster: Cluster, machine: Machine): FileTree {
  const files: File[] = [];
  for (const { component, options } of componentsOn(cluster, machine))
    files.push(...component.files(cluster, machine, options));
  return fileTree(files);
}

/** Packages, services and supplies of one machine, sorted, each once. */
export function machineSoftware(cluster: Cluster, machine: Machine): Software {
  const packages = new Set<string>();
  const services = new Set<string>();
  const supplies = new Map<string, Supply>();
  for (const { component, options } of componentsOn(cluster, machine)) {
    const software = component.software(cluster, machine, options);
    for (const name of software.packages) packages.add(name);
    for (const name of software.services) services.add(name);
    for (const supply of software.supplies ?? []) supplies.set(supply.path, supply);
  }
  return {
    packages: [...packages].sort(),
    services: [...services].sort(),
    supplies: [...supplies.values()].sort((a, b) => compareText(a.path, b.path)),
  };
}
