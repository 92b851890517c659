import { type Cluster, DnsLabel, DnsName, Ipv4Address, Ipv4Cidr, tryFindComponent } from "@groundplan/core-model";
import { z } from "zod";

/** A folder that can be the place of a mount, apart from everything that the system itself needs. */
const ExportedFolder = z
  .string()
  .max(100)
  .regex(
    /^\/(srv|data|export)(\/[A-Za-z0-9_]+)+$/,
    "must be a folder below /srv, /data or /export, of letters, digits and underscores",
  );

const folders = z.array(ExportedFolder).min(1);

const OnMachines = z.strictObject({
  kind: z
    .literal("machines")
    .default("machines")
    .describe("`machines`: a server on a machine of the plan. Default machines."),
  group: DnsLabel.describe(
    "Machine group of the server: one machine, since nothing carries files from one to another.",
  ),
  exports: folders.describe("Folders that are served, below /srv, /data or /export."),
  clients: z
    .array(Ipv4Cidr)
    .default([])
    .describe("Networks that may mount the folders beside those of the nodes. Default none."),
  threads: z
    .int()
    .min(1)
    .max(512)
    .default(16)
    .describe(
      "Requests that are served at the same time, 1-512. Default 16; the system's own 8 wait for a slow disk early.",
    ),
});
export type NfsServerOnMachines = z.output<typeof OnMachines>;

const External = z.strictObject({
  kind: z
    .literal("external")
    .describe("`external`: a server that is bought or run elsewhere; nothing of it is on machines."),
  address: z.union([Ipv4Address, DnsName]).describe("Address or name of the external server."),
  exports: z
    .array(
      z
        .string()
        .max(200)
        .regex(/^(\/[A-Za-z0-9._-]+)+$/, "must be an absolute path"),
    )
    .min(1)
    .describe("Folders that it serves."),
});

/** A server of files for the cluster. */
export const NfsServerOptions = z.union([OnMachines, External]);
export type NfsServerOptions = z.output<typeof NfsServerOptions>;

/** The server that stands on machines; none where there is none, or where it is bought. */
export function tryFindNfsServer(cluster: Cluster): NfsServerOnMachines | undefined {
  const used = tryFindComponent(cluster, "host-component", "nfs-server");
  const options = used && NfsServerOptions.parse(used.options);
  return options?.kind === "machines" ? options : undefined;
}
