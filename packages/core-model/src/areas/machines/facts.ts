import type { Cluster } from "../../cluster.ts";
import { compareText } from "../../problem.ts";
import type { Network } from "../networks/schema.ts";
import type { Machine } from "./machine.ts";
import type { Disk } from "./schema.ts";

/** The machines of a group, in the order of their names. */
export function machinesIn(cluster: Cluster, group: string): readonly Machine[] {
  return cluster.machines.filter((machine) => machine.group === group);
}

/** The first machine of each group: what a group says once holds for all of its machines. */
export function oneOfEachGroup(machines: readonly Machine[]): readonly Machine[] {
  const first = new Map<string, Machine>();
  for (const machine of machines) if (!first.has(machine.group)) first.set(machine.group, machine);
  return [...first.values()];
}

/** @throws Error when no machine has that name. */
export function findMachine(cluster: Cluster, name: string): Machine {
  const machine = cluster.machines.find((candidate) => candidate.name === name);
  if (!machine) throw new Error(`cluster ${cluster.name} has no machine ${name}`);
  return machine;
}

/** The network that a machine stands in. @throws Error when it is not in the document, which resolving has refused before. */
export function networkOf(cluster: Cluster, machine: Machine): Network {
  const network = cluster.spec.networks[machine.network];
  if (!network) throw new Error(`cluster ${cluster.name} has no network ${machine.network}`);
  return network;
}

/** What a disk is for: as written, else `system` for the disk of that name and `data` for the others. */
export function diskUse(disk: Disk): NonNullable<Disk["use"]> {
  return disk.use ?? (disk.name === "system" ? "system" : "data");
}

/** The disk of a machine with that use. */
export function tryFindDisk(machine: Machine, use: NonNullable<Disk["use"]>): Disk | undefined {
  return machine.disks.find((disk) => diskUse(disk) === use);
}

/** Orders by the number in the name, so that node-10 follows node-9. Equal numbers and other names go by text. */
export function compareMachineNames(a: string, b: string): number {
  const [stemA, numberA] = splitNumber(a);
  const [stemB, numberB] = splitNumber(b);
  return compareText(stemA, stemB) || numberA - numberB || compareText(a, b);
}

function splitNumber(name: string): [stem: string, number: number] {
  const digits = /\d{1,9}$/.exec(name)?.[0] ?? "";
  return [name.slice(0, name.length - digits.length), digits === "" ? -1 : Number(digits)];
}
