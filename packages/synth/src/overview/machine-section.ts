import {
  type Cluster,
  compareText,
  diskUse,
  type InventoryMachine,
  inventoryOf,
  toNumber,
} from "@groundplan/core-model";
import type { RootContent } from "mdast";
import { heading, table } from "./markdown.ts";

/** Machines of one group: alike in all but name, address and place. */
interface Group {
  readonly name: string;
  readonly first: InventoryMachine;
  readonly machines: readonly InventoryMachine[];
}

/** The machines group by group, and what runs on them. */
export function machineSection(cluster: Cluster): RootContent[] {
  const groups = groupsOf(inventoryOf(cluster).machines);
  return [heading(2, "Machines"), machineTable(groups), heading(2, "What runs where"), workTable(groups)];
}

function groupsOf(machines: readonly InventoryMachine[]): readonly Group[] {
  const groups = new Map<string, InventoryMachine[]>();
  for (const machine of machines) {
    const others = groups.get(machine.group);
    if (others) others.push(machine);
    else groups.set(machine.group, [machine]);
  }
  return [...groups]
    .sort(([a], [b]) => compareText(a, b))
    .flatMap(([name, members]) => members.slice(0, 1).map((first) => ({ name, first, machines: members })));
}

function machineTable(groups: readonly Group[]): RootContent {
  const rows = groups.map(({ name, first, machines }) => {
    const { size, os } = first;
    const runs = runsOf(machines);
    return [
      name,
      String(machines.length),
      runs.map((run) => spanText(run.map((machine) => machine.name))).join(", "),
      runs.map((run) => spanText(run.map((machine) => machine.address))).join(", "),
      `${size.cpuCores} cores, ${size.memoryGiB} GiB${size.gpus === 0 ? "" : `, ${size.gpus} GPUs`}`,
      diskText(first.disks),
      `${os.distribution} ${os.version}`,
    ];
  });
  return table(["Group", "Machines", "Names", "Addresses", "Size", "Disks", "System"], rows, [1]);
}

/** The system's disk first, the others by name: `40 GB + 500 GB ssd`. */
function diskText(disks: InventoryMachine["disks"]): string {
  const rank = (disk: InventoryMachine["disks"][number]) => (diskUse(disk) === "system" ? "" : disk.name);
  const sorted = [...disks].sort((a, b) => compareText(rank(a), rank(b)));
  return sorted.map(({ sizeGB, kind }) => [`${sizeGB} GB`, kind ?? []].flat().join(" ")).join(" + ");
}

function workTable(groups: readonly Group[]): RootContent {
  const rows = groups.map(({ name, first, machines }) => {
    const zones = machines.flatMap(({ zone }) => zone ?? []);
    const places = machines.flatMap(({ failureDomain }) => failureDomain ?? []);
    return [name, first.network, first.roles.join(", "), first.components.join(", "), unique([...zones, ...places])];
  });
  return table(["Group", "Network", "Roles", "Components", "Zones and failure domains"], rows);
}

function unique(words: readonly string[]): string {
  return [...new Set(words)].sort(compareText).join(", ");
}

/** Machines in a row: a number or an address that is left out ends one run and begins the next. */
function runsOf(machines: readonly InventoryMachine[]): readonly (readonly InventoryMachine[])[] {
  const runs: InventoryMachine[][] = [];
  for (const machine of machines) {
    const run = runs.at(-1);
    const before = run?.at(-1);
    if (run && before && isNext(before, machine)) run.push(machine);
    else runs.push([machine]);
  }
  return runs;
}

function isNext(before: InventoryMachine, machine: InventoryMachine): boolean {
  const [, stem, number] = /^(.*?)(\d+)$/.exec(before.name) ?? [];
  return machine.name === `${stem}${Number(number) + 1}` && toNumber(machine.address) === toNumber(before.address) + 1;
}

/** Two are named, more are told by their ends. */
function spanText(values: readonly string[]): string {
  return values.length > 2 ? `${values[0]} to ${values.at(-1)}` : values.join(", ");
}
