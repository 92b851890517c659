import type { Path } from "../../problem.ts";
import { fromNumber, toNumber } from "../networks/ipv4.ts";
import type { OperatingSystem } from "../site/schema.ts";
import type { Disk, MachineGroup, Size } from "./schema.ts";

/** One machine of the plan, with everything its group says about it. */
export interface Machine {
  /** Host name, unique in the repository. */
  readonly name: string;
  /** Name of its group under `machines`. */
  readonly group: string;
  /** Name of its network under `networks`. */
  readonly network: string;
  readonly address: string;
  readonly zone?: string;
  readonly failureDomain?: string;
  readonly size: Size;
  readonly disks: readonly Disk[];
  readonly os: OperatingSystem;
  /** Where it was written: the host, or the range that it is a number of. */
  readonly path: Path;
}

/** The machines of a group: named ones and those of the ranges. Addresses past 255.255.255.255 are clamped there, where a rule finds them. */
export function machinesOfGroup(
  groupName: string,
  group: MachineGroup,
  site: { readonly os: OperatingSystem; readonly zones: readonly string[] },
): Machine[] {
  const alike = {
    group: groupName,
    network: group.network,
    size: group.size,
    disks: group.disks,
    os: group.os ?? site.os,
  };
  const path = ["spec", "machines", groupName] as const;
  const machines: Machine[] = [];
  for (const [name, host] of Object.entries(group.hosts ?? {})) {
    machines.push({ name, ...alike, ...host, path: [...path, "hosts", name] });
  }
  for (const [position, range] of (group.ranges ?? []).entries()) {
    const base = toNumber(range.firstAddress);
    for (let number = range.first; number <= range.last; number++) {
      if (range.skip.includes(number)) continue;
      const zone = range.zone ?? zoneOf(number, site.zones);
      machines.push({
        name: `${range.name}${number}`,
        ...alike,
        address: fromNumber(Math.min(base + number - range.first, 0xffff_ffff)),
        ...(zone === undefined ? {} : { zone }),
        ...(range.failureDomain === undefined ? {} : { failureDomain: range.failureDomain }),
        path: [...path, "ranges", position],
      });
    }
  }
  return machines;
}

// By the number itself and not by its place in the range, so that leaving one out moves nobody to another zone.
function zoneOf(number: number, zones: readonly string[]): string | undefined {
  return zones.length === 0 ? undefined : zones[(number + zones.length - 1) % zones.length];
}
