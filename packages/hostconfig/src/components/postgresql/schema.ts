import {
  type Cluster,
  DnsLabel,
  DnsName,
  Ipv4Address,
  Ipv4Cidr,
  Port,
  SecretRef,
  tryFindComponent,
  VrrpAddress,
} from "@groundplan/core-model";
import { z } from "zod";
import { DatabaseBackup } from "../../kit/database-backup.ts";

const Name = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,31}$/, "must be lower-case letters, digits and underscores, 32 at most");

const Account = z.strictObject({
  database: Name.describe("Database that the account owns. It is made when it is not there."),
  password: SecretRef.describe("Its password."),
});

const OnMachines = z.strictObject({
  kind: z
    .literal("machines")
    .default("machines")
    .describe("`machines`: PostgreSQL on machines of the plan. Default machines."),
  group: DnsLabel.describe("Machine group of the servers: one primary, and its standbys."),
  primary: DnsLabel.describe(
    "Machine that takes the writes to begin with. After a promotion write the new one here, so that a machine that is installed anew copies the data instead of making an empty database.",
  ),
  vip: VrrpAddress.optional().describe(
    "The address that applications use; keepalived holds it on the server that takes writes, and on none where none does. Default none.",
  ),
  port: Port.default(5432).describe("Port of the servers. Default 5432; SELinux leaves few others to them."),
  clients: z
    .array(Ipv4Cidr)
    .min(1)
    .optional()
    .describe(
      "Networks that applications may log in from, with a password. Default: the cluster's networks, and its pods'.",
    ),
  replication: SecretRef.prefault({ secret: "postgresql/replication" }).describe(
    "Password of the account `replication`, by which the servers ask and copy each other; without `:` and `\\`. Default postgresql/replication.",
  ),
  accounts: z
    .record(Name, Account)
    .default({})
    .describe("Accounts of applications, by name. Default none: they are made by hand, on the primary."),
  sharedBuffersPercent: z
    .int()
    .min(5)
    .max(40)
    .default(25)
    .describe("Share of the machine's memory for pages of tables, 5-40. Default 25, as upstream suggests."),
  maxConnections: z
    .int()
    .min(10)
    .max(5000)
    .default(300)
    .describe(
      "Connections at a time, 10-5000; each is a process. Default 300: PostgreSQL's own 100 is few for Harbor.",
    ),
  slotKeepGB: z
    .int()
    .min(1)
    .max(1000)
    .default(20)
    .describe(
      "Changes in GB that are kept for a standby that is away, 1-1000. Default 20: more would fill the disk, and a standby that missed more copies everything anew.",
    ),
  backup: DatabaseBackup.prefault({}).describe("Daily dumps, on every server. Default at 2 o'clock, kept for 14 days."),
});
export type PostgresqlOnMachines = z.output<typeof OnMachines>;

const External = z.strictObject({
  kind: z.literal("external").describe("`external`: a database that is bought or run elsewhere."),
  host: z.union([Ipv4Address, DnsName]).describe("Name or address that it is reached at."),
  port: Port.default(5432).describe("Its port. Default 5432."),
});

/** PostgreSQL, with a primary, standbys, and an address that follows the writes. */
export const PostgresqlOptions = z.union([OnMachines, External]);
export type PostgresqlOptions = z.output<typeof PostgresqlOptions>;

/** The servers that stand on machines; none where there are none, or where they are bought. */
export function tryFindPostgresql(cluster: Cluster): PostgresqlOnMachines | undefined {
  const used = tryFindComponent(cluster, "host-component", "postgresql");
  const options = used && PostgresqlOptions.parse(used.options);
  return options?.kind === "machines" ? options : undefined;
}
