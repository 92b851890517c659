import { diskUse } from "../../areas/machines/facts.ts";
import type { Machine } from "../../areas/machines/machine.ts";
import type { Disk } from "../../areas/machines/schema.ts";

/** What a machine must tell to be counted and priced. */
export type SizedMachine = Pick<Machine, "name" | "size" | "disks">;

/** What a plan adds up to. */
export interface PlanTotals {
  readonly machines: number;
  readonly cpuCores: number;
  readonly memoryGiB: number;
  readonly gpus: number;
  readonly systemDiskGB: number;
  readonly dataDiskGB: number;
}

/** Adds up machines, cores, memory and disks. */
export function planTotals(machines: readonly SizedMachine[]): PlanTotals {
  const total = { machines: machines.length, cpuCores: 0, memoryGiB: 0, gpus: 0, systemDiskGB: 0, dataDiskGB: 0 };
  for (const machine of machines) {
    total.cpuCores += machine.size.cpuCores;
    total.memoryGiB += machine.size.memoryGiB;
    total.gpus += machine.size.gpus;
    total.systemDiskGB += trySystemDisk(machine)?.sizeGB ?? 0;
    for (const disk of dataDisks(machine)) total.dataDiskGB += disk.sizeGB;
  }
  return total;
}

/** The disk that the machine boots from: the one for the system, else the first without a device of its own. */
export function trySystemDisk(machine: Pick<Machine, "disks">): Disk | undefined {
  return (
    machine.disks.find((disk) => diskUse(disk) === "system") ?? machine.disks.find((disk) => disk.device === undefined)
  );
}

/** Every disk but the one that the machine boots from. */
export function dataDisks(machine: Pick<Machine, "disks">): readonly Disk[] {
  const system = trySystemDisk(machine);
  return machine.disks.filter((disk) => disk !== system);
}
