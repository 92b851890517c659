import { type File, file, type Machine } from "@groundplan/core-model";
import { type MyCnfLine, writeMyCnf } from "../../formats/my-cnf.ts";
import { header } from "../../kit/header.ts";
import { findSystem } from "../../os/system-facts.ts";
import { flavourOf } from "./flavour.ts";
import type { MysqlOnMachines } from "./schema.ts";

const component = "mysql";

/** The server's own file. Nobody begins as primary in it: that is a matter of the moment, and the script of the pair knows it. */
export function serverSettings(machine: Machine, options: MysqlOnMachines): File {
  const server = findSystem(machine.os).databases.mysql;
  const { gtid, semiSync } = flavourOf(server);
  const lines: MyCnfLine[] = [
    ...(server.file === "etc/my.cnf" ? ownPlaces : []),
    ["bind_address", "0.0.0.0"],
    ["port", options.port],
    ["skip_name_resolve", "ON"],
    ["local_infile", "OFF"],
    ["max_connections", options.maxConnections],
    ["innodb_buffer_pool_size", `${bufferPoolMiB(machine, options)}M`],
    "What is committed is on the disk, in the tables and for the replicas.",
    ["innodb_flush_log_at_trx_commit", 1],
    ["sync_binlog", 1],
    ["server_id", serverId(machine)],
    ["report_host", machine.name],
    ["log_bin", "binlog"],
    ["binlog_expire_logs_seconds", options.binlogDays * 24 * 60 * 60],
    ["relay_log", "relay"],
    ["relay_log_recovery", "ON"],
    "Every server starts read-only: mysql-pair lets one of them take writes, when the others do not.",
    ...gtid,
    ...(options.semiSync ? semiSync : []),
  ];
  return file({
    path: server.file,
    content: writeMyCnf(header(component), lines),
    component,
    effects: [{ action: "restart", unit: server.unit }],
  });
}

/** What the package's file says, whose place ours takes. */
const ownPlaces: readonly MyCnfLine[] = [
  ["datadir", "/var/lib/mysql"],
  ["socket", "/var/lib/mysql/mysql.sock"],
  ["log_error", "/var/log/mysqld.log"],
  ["pid_file", "/var/run/mysqld/mysqld.pid"],
];

function bufferPoolMiB({ size }: Machine, { bufferPoolPercent }: MysqlOnMachines): number {
  return Math.floor((size.memoryGiB * 1024 * bufferPoolPercent) / 100);
}

/** The address as a number: different on every machine, and the same whoever joins or leaves. */
function serverId({ address }: Machine): number {
  return address.split(".").reduce((number, part) => number * 256 + Number(part), 0);
}
