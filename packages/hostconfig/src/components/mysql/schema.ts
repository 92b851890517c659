import {
  type Cluster,
  DnsLabel,
  DnsName,
  Ipv4Address,
  Port,
  SecretRef,
  tryFindComponent,
  VrrpAddress,
} from "@groundplan/core-model";
import { z } from "zod";
import { DatabaseBackup } from "../../kit/database-backup.ts";
import { packageSource } from "../../kit/package-repository.ts";
import { centos7Databases } from "../../os/database-packages.ts";

const Name = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,31}$/, "must be lower-case letters, digits and underscores, 32 at most");

const Account = z.strictObject({
  database: Name.describe("Database that the account may do everything in. It is made when it is not there."),
  password: SecretRef.describe("Its password."),
});

/** Where MySQL comes from on CentOS 7, which has none itself. */
export const upstreamPackages = centos7Databases.mysql.repository ?? "";

const OnMachines = z.strictObject({
  kind: z
    .literal("machines")
    .default("machines")
    .describe("`machines`: MySQL (on Debian MariaDB) on machines of the plan. Default machines."),
  group: DnsLabel.describe("Machine group of the servers: one primary, and its replicas."),
  primary: DnsLabel.describe(
    "Machine that takes the writes to begin with. After a promotion write the new one here, so that a machine that is installed anew does not begin as primary.",
  ),
  vip: VrrpAddress.optional().describe(
    "The address that applications use; keepalived holds it on the server that takes writes, and on none where none does. Default none.",
  ),
  port: Port.default(3306).describe("Port of the servers. Default 3306; SELinux leaves no other to them."),
  replication: SecretRef.prefault({ secret: "mysql/replication" }).describe(
    "Password of the account `replication`, by which the servers ask each other. Default mysql/replication.",
  ),
  accounts: z
    .record(Name, Account)
    .default({})
    .describe("Accounts of applications, by name. Default none: they are made by hand, on the primary."),
  semiSync: z
    .boolean()
    .default(false)
    .describe(
      "Whether a commit waits until a replica has it, a second at most. Default false: every commit would cost a round trip, and without a replica the wait ends in asynchronous replication all the same.",
    ),
  bufferPoolPercent: z
    .int()
    .min(10)
    .max(80)
    .default(50)
    .describe(
      "Share of the machine's memory for pages of tables, 10-80. Default 50, on a machine of its own up to 75.",
    ),
  maxConnections: z
    .int()
    .min(10)
    .max(10_000)
    .default(500)
    .describe("Connections at a time, 10-10000. Default 500; MySQL's own 151 is few for a cluster of applications."),
  binlogDays: z
    .int()
    .min(1)
    .max(30)
    .default(7)
    .describe("Days that changes are kept for replicas that were away, 1-30. Default 7."),
  backup: DatabaseBackup.prefault({}).describe("Daily dumps, on every server. Default at 2 o'clock, kept for 14 days."),
  packages: packageSource(
    upstreamPackages,
    "MySQL 8.0 for CentOS 7, by processor; other systems have MySQL or MariaDB themselves",
  ),
});
export type MysqlOnMachines = z.output<typeof OnMachines>;

const External = z.strictObject({
  kind: z.literal("external").describe("`external`: a database that is bought or run elsewhere."),
  host: z.union([Ipv4Address, DnsName]).describe("Name or address that it is reached at."),
  port: Port.default(3306).describe("Its port. Default 3306."),
});

/** MySQL, with a primary, replicas, and an address that follows the writes. */
export const MysqlOptions = z.union([OnMachines, External]);
export type MysqlOptions = z.output<typeof MysqlOptions>;

/** The servers that stand on machines; none where there are none, or where they are bought. */
export function tryFindMysql(cluster: Cluster): MysqlOnMachines | undefined {
  const used = tryFindComponent(cluster, "host-component", "mysql");
  const options = used && MysqlOptions.parse(used.options);
  return options?.kind === "machines" ? options : undefined;
}
