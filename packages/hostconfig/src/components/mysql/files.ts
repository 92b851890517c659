import { type Cluster, type File, file, type Machine } from "@groundplan/core-model";
import { writeUnit } from "../../formats/systemd-unit.ts";
import { writeWordLines } from "../../formats/word-lines.ts";
import { type DataDisk, dataDiskFiles, tryFindDataDisk } from "../../kit/data-disk.ts";
import { backupFolder, databaseBackupFiles } from "../../kit/database-backup.ts";
import { pairFile } from "../../kit/database-pair.ts";
import { header } from "../../kit/header.ts";
import { checkScriptPath } from "../../kit/keepalived-check.ts";
import { repositoryFiles } from "../../kit/package-repository.ts";
import type { MysqlServer } from "../../os/database-packages.ts";
import { findSystem } from "../../os/system-facts.ts";
import { type Flavour, flavourOf } from "./flavour.ts";
import { pairScript, prepareScript, writableCheck } from "./pair-script.ts";
import { upstreamRepository } from "./repository.ts";
import type { MysqlOnMachines, MysqlOptions } from "./schema.ts";
import { serverSettings } from "./server-settings.ts";

export const component = "mysql";

/** The script by which keepalived knows who takes writes. */
export const writable = "mysql-writable";

export function mysqlFiles(cluster: Cluster, machine: Machine, options: MysqlOptions): readonly File[] {
  if (options.kind === "external") return [];
  const server = findSystem(machine.os).databases.mysql;
  const flavour = flavourOf(server);
  const disk = mysqlDisk(machine);
  const repository = upstreamRepository(cluster, machine, options);
  return [
    serverSettings(machine, options),
    accountsFile(options),
    pairFile(cluster, machine, { component, ...options }),
    script("usr/local/sbin/mysql-pair", pairScript(component, flavour)),
    script("usr/local/sbin/mysql-prepare", prepareScript(component, flavour, server.daemon)),
    ...(options.vip === undefined ? [] : [script(checkScriptPath(writable), writableCheck(component, flavour))]),
    ...units(server),
    ...databaseBackupFiles(dumped(flavour), options.backup),
    ...(disk === undefined ? [] : dataDiskFiles(disk)),
    ...(repository === undefined ? [] : repositoryFiles(component, machine, repository)),
  ];
}

/** The disk for the data and the dumps, when the machine has one and it is known where. */
export function mysqlDisk(machine: Machine): DataDisk | undefined {
  const disk = tryFindDataDisk(machine, component);
  return disk && { component, disk, folders: { backup: backupFolder(component), data: "/var/lib/mysql" } };
}

/** One line for each account: name, database, password. */
function accountsFile({ replication, accounts }: MysqlOnMachines): File {
  const entries = Object.entries(accounts).sort(([a], [b]) => (a < b ? -1 : 1));
  const lines = [
    ["replication", "-", placeholder(replication.secret)],
    ...entries.map(([name, { database, password }]) => [name, database, placeholder(password.secret)]),
  ];
  const names = [replication.secret, ...entries.map(([, { password }]) => password.secret)];
  return file({
    path: "etc/mysql-pair/accounts",
    content: writeWordLines(header(component), lines),
    mode: 0o600,
    component,
    effects: [{ action: "restart", unit: "mysql-pair" }],
    secrets: names.map((secret) => ({ placeholder: placeholder(secret), secret })),
  });
}

function placeholder(secret: string): string {
  return `@@secret:${secret}@@`;
}

function script(path: string, content: string): File {
  return file({ path, content, mode: 0o755, component, effects: [{ action: "none" }] });
}

function units({ unit }: MysqlServer): readonly File[] {
  return [
    file({
      path: "etc/systemd/system/mysql-prepare.service",
      content: writeUnit(header(component), [
        {
          name: "Unit",
          lines: [
            ["Description", "Folder of the MySQL server"],
            ["RequiresMountsFor", "/var/lib/mysql"],
            ["Before", `${unit}.service`],
          ],
        },
        {
          name: "Service",
          lines: [
            ["Type", "oneshot"],
            ["ExecStart", ["/usr/local/sbin/mysql-prepare"]],
          ],
        },
      ]),
      component,
      effects: [{ action: "daemon-reload" }],
    }),
    file({
      path: `etc/systemd/system/${unit}.service.d/groundplan.conf`,
      content: writeUnit(header(component), [
        {
          name: "Unit",
          lines: [
            ["Requires", "mysql-prepare.service"],
            ["After", "mysql-prepare.service"],
          ],
        },
      ]),
      component,
      effects: [{ action: "daemon-reload" }, { action: "restart", unit }],
    }),
    file({
      path: "etc/systemd/system/mysql-pair.service",
      content: writeUnit(header(component), [
        {
          name: "Unit",
          lines: [
            ["Description", "Role of this server: it takes writes, or follows the one that does"],
            "Stopped and started along with the server, which comes up read-only.",
            ["BindsTo", `${unit}.service`],
            ["After", `network-online.target ${unit}.service`],
            ["Wants", "network-online.target"],
          ],
        },
        {
          name: "Service",
          lines: [
            ["ExecStart", ["/usr/local/sbin/mysql-pair", "settle"]],
            ["Restart", "on-failure"],
            ["RestartSec", 5],
          ],
        },
        { name: "Install", lines: [["WantedBy", `${unit}.service`]] },
      ]),
      component,
      effects: [{ action: "daemon-reload" }, { action: "restart", unit: "mysql-pair" }],
    }),
  ];
}

function dumped({ dump }: Flavour) {
  return {
    component,
    settings: "etc/mysql-pair",
    dump: `${dump} --all-databases --single-transaction --routines --triggers --events`,
    lastLine: "^-- Dump completed",
  };
}
