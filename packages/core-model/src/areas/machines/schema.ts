import { z } from "zod";
import { DnsLabel, Ipv4Address } from "../../document/primitives.ts";
import { OperatingSystem } from "../site/schema.ts";

export const Size = z.strictObject({
  cpuCores: z.int().min(1).max(1024).describe("Processor cores (threads, on a virtual machine), 1-1024."),
  memoryGiB: z.number().positive().max(24_576).describe("Memory in GiB, as it is reported."),
  gpus: z.int().min(0).max(64).default(0).describe("Graphics processors, 0-64. Default 0."),
});
export type Size = z.output<typeof Size>;

export const Disk = z.strictObject({
  name: DnsLabel.describe("Name of the disk within its group. `system` is the disk that the machine boots from."),
  sizeGB: z.int().min(1).describe("Size in GB, as disks are sold (10^9 bytes)."),
  device: z
    .string()
    .regex(/^\/dev\/[a-zA-Z0-9/_-]+$/, "must be a device path such as /dev/sdb")
    .optional()
    .describe("Device path on the machine. Needed for every disk but `system`, so that the right one is formatted."),
  use: z
    .enum(["system", "containers", "etcd", "data", "raw", "local-volumes"])
    .optional()
    .describe(
      "What it is for: `containers` (images and pods), `etcd`, `data` (of the software on the machine), `raw` (left unformatted for Ceph or GlusterFS), `local-volumes`. Default for the disk named system: system; for others: data.",
    ),
  kind: z
    .enum(["hdd", "ssd", "nvme"])
    .optional()
    .describe("Technology. Default: not known, which rules about speed say so."),
});
export type Disk = z.output<typeof Disk>;

const placement = {
  zone: DnsLabel.optional().describe(
    "Zone of the site (a fire compartment, a power feed). Default in a range: the zones of the site in turn, by number.",
  ),
  failureDomain: DnsLabel.optional().describe(
    "What fails together below the zone: a rack, a hypervisor. Default: not known.",
  ),
};

export const Host = z.strictObject({
  address: Ipv4Address.describe("Address in the group's network."),
  ...placement,
});

export const Range = z.strictObject({
  name: z
    .string()
    .max(58)
    .regex(/^[a-z0-9][a-z0-9-]*$/, "must be the beginning of a host name, such as k8s-node-")
    .describe("Beginning of the host names; the number follows: k8s-node- gives k8s-node-1."),
  first: z.int().min(0).max(9999).default(1).describe("First number. Default 1."),
  last: z.int().min(0).max(9999).describe("Last number, included."),
  firstAddress: Ipv4Address.describe("Address of the first number; the others follow one by one."),
  skip: z
    .array(z.int().min(0).max(9999))
    .default([])
    .describe("Numbers that are left out. The others keep their name, address and zone. Default none."),
  ...placement,
});
export type Range = z.output<typeof Range>;

/** A group of like machines. What runs on them is said elsewhere, with `group:`. */
export const MachineGroup = z
  .strictObject({
    network: DnsLabel.describe("Name of the network that the machines stand in."),
    size: Size.describe("Size of each machine."),
    disks: z.array(Disk).min(1).describe("Disks of each machine; the one named `system` is booted from."),
    os: OperatingSystem.optional().describe("Operating system of this group. Default: `spec.os`."),
    hosts: z
      .record(DnsLabel, Host)
      .optional()
      .describe("Machines one by one: host name -> address. Default none: all come from ranges."),
    ranges: z
      .array(Range)
      .optional()
      .describe(
        "Machines by number: a range gives each its name, address and zone, so that one can be left out and nobody else moves. Default none: all are hosts.",
      ),
  })
  .refine(
    (group) => Object.keys(group.hosts ?? {}).length + (group.ranges?.length ?? 0) > 0,
    "must have hosts or ranges",
  );
export type MachineGroup = z.output<typeof MachineGroup>;

export const MachineGroups = z.record(DnsLabel, MachineGroup).describe("Groups of like machines, by name.");
