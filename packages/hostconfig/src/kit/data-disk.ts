import { type Disk, diskUse, type File, type Machine } from "@groundplan/core-model";
import { bindMountFile, diskMountFiles, mountUnit } from "./disk-mount.ts";

/** A disk for the data of one component, and the folders that lie on it. */
export interface DataDisk {
  readonly component: string;
  readonly disk: Disk & { readonly device: string };
  /** Name below the disk -> absolute folder that shows it. Neither has hyphens. */
  readonly folders: Readonly<Record<string, string>>;
}

/** Each may have a disk of its name, which the others then leave alone. */
const databases: readonly string[] = ["mysql", "postgresql", "redis"];

/** The disk that is named after a component; else the first for data that is named after no other database. */
export function tryFindDataDisk(machine: Machine, component: string): DataDisk["disk"] | undefined {
  const disks = machine.disks.filter((disk) => diskUse(disk) === "data" && !databases.includes(disk.name));
  return tryFindNamedDisk(machine, component) ?? withDevice(disks[0]);
}

/** The disk for data that is named after a component. */
export function tryFindNamedDisk(machine: Machine, component: string): DataDisk["disk"] | undefined {
  return withDevice(machine.disks.find((disk) => diskUse(disk) === "data" && disk.name === component));
}

function withDevice(disk: Disk | undefined): DataDisk["disk"] | undefined {
  return disk?.device === undefined ? undefined : { ...disk, device: disk.device };
}

export function dataDiskFiles({ component, disk, folders }: DataDisk): readonly File[] {
  return [
    ...diskMountFiles({ component, disk, folder: mountFolder(component) }),
    ...Object.entries(folders).map(([name, folder]) =>
      bindMountFile(component, `${mountFolder(component)}/${name}`, folder),
    ),
  ];
}

/** Units that must be up. */
export function dataDiskServices({ component, folders }: DataDisk): readonly string[] {
  return [mountUnit(mountFolder(component)), ...Object.values(folders).map(mountUnit)];
}

function mountFolder(component: string): string {
  return `/srv/${component}`;
}
