import { type Cluster, type File, file, type Machine, machinesIn } from "@groundplan/core-model";
import { writePostgresqlConf } from "../../formats/postgresql-conf.ts";
import { type WordLine, writeWordLines } from "../../formats/word-lines.ts";
import { header } from "../../kit/header.ts";
import type { PostgresqlServer } from "../../os/database-packages.ts";
import type { PostgresqlOnMachines } from "./schema.ts";

const component = "postgresql";

/** Folder of what does not depend on the system's places. */
export const settingsFolder = "etc/postgresql-pair";

/** The server's own file. Nobody begins as primary in it: that is a matter of the moment, and the script of the pair knows it. */
export function serverSettings(server: PostgresqlServer, machine: Machine, options: PostgresqlOnMachines): File {
  const memoryMiB = machine.size.memoryGiB * 1024;
  const content = writePostgresqlConf(header(component), [
    ["data_directory", server.data],
    ["hba_file", `/${settingsFolder}/pg_hba.conf`],
    ["ident_file", `/${settingsFolder}/pg_ident.conf`],
    ["unix_socket_directories", "/var/run/postgresql"],
    ["cluster_name", machine.name],
    ["listen_addresses", "*"],
    ["port", options.port],
    ["max_connections", options.maxConnections],
    ["password_encryption", "scram-sha-256"],
    ["shared_buffers", `${Math.floor((memoryMiB * options.sharedBuffersPercent) / 100)}MB`],
    ["effective_cache_size", `${Math.floor(memoryMiB * 0.75)}MB`],
    "A standby copies all of this, and may be asked meanwhile.",
    ["wal_level", "replica"],
    ["hot_standby", "on"],
    ["max_wal_senders", 10],
    ["max_replication_slots", 10],
    ["max_slot_wal_keep_size", `${options.slotKeepGB}GB`],
    ["log_timezone", "UTC"],
    ["log_line_prefix", "%m [%p] %q%u@%d "],
    ["log_checkpoints", "on"],
    ["log_lock_waits", "on"],
  ]);
  return owned(`${server.configuration.slice(1)}/postgresql.conf`, content, "restart", server);
}

/** Who may log in from where: the account of the system on its own machine, the standbys to copy, applications with a password. */
export function loginRules(
  server: PostgresqlServer,
  cluster: Cluster,
  machine: Machine,
  options: PostgresqlOnMachines,
): File {
  const peers = machinesIn(cluster, options.group).filter(({ name }) => name !== machine.name);
  const lines: WordLine[] = [
    ["local", "all", "postgres", "peer"],
    ["local", "all", "all", "scram-sha-256"],
    ...peers.flatMap(({ address }): WordLine[] => [
      ["host", "replication", "replication", `${address}/32`, "scram-sha-256"],
      ["host", "postgres", "replication", `${address}/32`, "scram-sha-256"],
    ]),
    "Neither of these two comes from anywhere else.",
    ["host", "all", "postgres,replication", "0.0.0.0/0", "reject"],
    ...clientNetworks(cluster, options).map((cidr): WordLine => ["host", "all", "all", cidr, "scram-sha-256"]),
  ];
  return owned(`${settingsFolder}/pg_hba.conf`, writeWordLines(header(component), lines), "reload", server);
}

/** No account of the system is another one in the database. The server asks for the file all the same. */
export function identities(server: PostgresqlServer): File {
  return owned(`${settingsFolder}/pg_ident.conf`, writeWordLines(header(component), []), "reload", server);
}

function clientNetworks({ spec }: Cluster, { clients }: PostgresqlOnMachines): readonly string[] {
  const own = [...Object.values(spec.networks).map(({ cidr }) => cidr), spec.kubernetes.podNetwork.cidr];
  return [...new Set(clients ?? own)].sort();
}

function owned(path: string, content: string, action: "reload" | "restart", { unit }: PostgresqlServer): File {
  return file({ path, content, mode: 0o640, owner: "root:postgres", component, effects: [{ action, unit }] });
}
