import type { ViewTable } from "../view-table.ts";
import type { Inventory, InventoryMachine } from "./inventory.ts";

/** The inventory for people: machines, virtual addresses, totals. */
export function inventoryTables(inventory: Inventory): readonly ViewTable[] {
  const addresses = inventory.virtualAddresses.length > 0 ? [addressTable(inventory)] : [];
  return [machineTable(inventory), ...addresses, totalsTable(inventory)];
}

function machineTable({ machines }: Inventory): ViewTable {
  const head = ["Machine", "Group", "Address", "Network", "System", "Cores", "GiB", "Disks", "Roles", "Components"];
  return { title: "Machines", head, rows: machines.map(machineRow), right: [5, 6] };
}

function machineRow(machine: InventoryMachine): readonly string[] {
  return [
    machine.name,
    machine.group,
    machine.address,
    machine.network,
    `${machine.os.distribution} ${machine.os.version}`,
    String(machine.size.cpuCores),
    String(machine.size.memoryGiB),
    machine.disks.map((disk) => `${disk.sizeGB} GB`).join(" + "),
    machine.roles.join(", "),
    machine.components.join(", "),
  ];
}

function addressTable({ virtualAddresses }: Inventory): ViewTable {
  const head = ["Address", "Component", "Moved by", "Router id", "Holders"];
  const rows = virtualAddresses.map(({ address, component, mechanism, routerId, holders }) => [
    address,
    component,
    mechanism,
    routerId === undefined ? "" : String(routerId),
    holders.join(", "),
  ]);
  return { title: "Virtual addresses", head, rows, right: [3] };
}

function totalsTable({ totals }: Inventory): ViewTable {
  const head = ["Machines", "Cores", "Memory GiB", "GPUs", "System disks GB", "Data disks GB"];
  const { machines, cpuCores, memoryGiB, gpus, systemDiskGB, dataDiskGB } = totals;
  const row = [machines, cpuCores, memoryGiB, gpus, systemDiskGB, dataDiskGB].map(String);
  return { title: "Totals", head, rows: [row], right: head.map((_, column) => column) };
}
