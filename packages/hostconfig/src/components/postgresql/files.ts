import { type Cluster, type File, file, type Machine } from "@groundplan/core-model";
import { writeIni } from "../../formats/ini.ts";
import { type UnitLine, writeUnit } from "../../formats/systemd-unit.ts";
import { writeWordLines } from "../../formats/word-lines.ts";
import { type DataDisk, dataDiskFiles, tryFindDataDisk } from "../../kit/data-disk.ts";
import { backupFolder, databaseBackupFiles } from "../../kit/database-backup.ts";
import { pairFile } from "../../kit/database-pair.ts";
import { header } from "../../kit/header.ts";
import { checkScriptPath } from "../../kit/keepalived-check.ts";
import type { PostgresqlServer } from "../../os/database-packages.ts";
import { findSystem } from "../../os/system-facts.ts";
import { pairScript, prepareScript, writableCheck } from "./pair-script.ts";
import type { PostgresqlOnMachines, PostgresqlOptions } from "./schema.ts";
import { identities, loginRules, serverSettings, settingsFolder } from "./server-settings.ts";

export const component = "postgresql";

/** The script by which keepalived knows who takes writes. */
export const writable = "postgresql-writable";

/** @throws Error on a system that packages none which could be used: the release does not have it there, and a rule has refused it. */
export function serverOn(machine: Machine): PostgresqlServer {
  const server = findSystem(machine.os).databases.postgresql;
  if (!server) throw new Error(`no PostgreSQL for ${machine.os.distribution} ${machine.os.version}`);
  return server;
}

export function postgresqlFiles(cluster: Cluster, machine: Machine, options: PostgresqlOptions): readonly File[] {
  if (options.kind === "external") return [];
  const server = serverOn(machine);
  const disk = postgresqlDisk(machine);
  return [
    ...moduleStream(server),
    serverSettings(server, machine, options),
    loginRules(server, cluster, machine, options),
    identities(server),
    ...accountFiles(options),
    pairFile(cluster, machine, { component, ...options }),
    script("usr/local/sbin/postgresql-pair", pairScript(component, server.unit, server)),
    script("usr/local/sbin/postgresql-prepare", prepareScript(component, server.home, server)),
    ...(options.vip === undefined ? [] : [script(checkScriptPath(writable), writableCheck(component, options.port))]),
    ...units(server),
    ...databaseBackupFiles(
      {
        component,
        settings: settingsFolder,
        dump: `(cd / && runuser -u postgres -- pg_dumpall --port=${options.port})`,
        lastLine: "^-- PostgreSQL database cluster dump complete",
      },
      options.backup,
    ),
    ...(disk === undefined ? [] : dataDiskFiles(disk)),
  ];
}

/** The disk for the data and the dumps, when the machine has one and it is known where. */
export function postgresqlDisk(machine: Machine): DataDisk | undefined {
  const disk = tryFindDataDisk(machine, component);
  return disk && { component, disk, folders: { backup: backupFolder(component), data: serverOn(machine).home } };
}

/** What the servers show each other, and one line for each account of an application: name, database, password. */
function accountFiles({ replication, accounts }: PostgresqlOnMachines): readonly File[] {
  const entries = Object.entries(accounts).sort(([a], [b]) => (a < b ? -1 : 1));
  const effects = [{ action: "restart", unit: "postgresql-pair" }] as const;
  return [
    file({
      path: `${settingsFolder}/pgpass`,
      content: writeWordLines(header(component), [[`*:*:*:replication:${placeholder(replication.secret)}`]]),
      mode: 0o600,
      owner: "postgres:postgres",
      component,
      effects,
      secrets: [{ placeholder: placeholder(replication.secret), secret: replication.secret }],
    }),
    file({
      path: `${settingsFolder}/accounts`,
      content: writeWordLines(
        header(component),
        entries.map(([name, { database, password }]) => [name, database, placeholder(password.secret)]),
      ),
      mode: 0o600,
      component,
      effects,
      secrets: entries.map(([, { password }]) => ({
        placeholder: placeholder(password.secret),
        secret: password.secret,
      })),
    }),
  ];
}

function placeholder(secret: string): string {
  return `@@secret:${secret}@@`;
}

function script(path: string, content: string): File {
  return file({ path, content, mode: 0o755, component, effects: [{ action: "none" }] });
}

/** What `dnf module enable` writes. In place before packages are installed. @see dnf.modularity(7) */
function moduleStream({ stream }: PostgresqlServer): readonly File[] {
  if (stream === undefined) return [];
  const lines = [
    ["name", "postgresql"],
    ["stream", stream],
    ["profiles", ""],
    ["state", "enabled"],
  ] as const;
  return [
    file({
      path: "etc/dnf/modules.d/postgresql.module",
      content: writeIni(header(component), [{ name: "postgresql", lines }]),
      component,
      effects: [{ action: "none" }],
    }),
  ];
}

function units({ unit, home, command }: PostgresqlServer): readonly File[] {
  const service: UnitLine[] =
    command === undefined
      ? []
      : [
          ["ExecStart", ""],
          ["ExecStart", command],
        ];
  return [
    file({
      path: "etc/systemd/system/postgresql-prepare.service",
      content: writeUnit(header(component), [
        {
          name: "Unit",
          lines: [
            ["Description", "Folder of the PostgreSQL server"],
            ["RequiresMountsFor", home],
            ["Wants", "network-online.target"],
            ["After", "network-online.target"],
            ["Before", `${unit}.service`],
          ],
        },
        {
          name: "Service",
          lines: [
            ["Type", "oneshot"],
            ["ExecStart", ["/usr/local/sbin/postgresql-prepare"]],
            "Long enough to copy the primary.",
            ["TimeoutStartSec", "infinity"],
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
            ["Requires", "postgresql-prepare.service"],
            ["After", "postgresql-prepare.service"],
          ],
        },
        ...(service.length === 0 ? [] : [{ name: "Service", lines: service }]),
      ]),
      component,
      effects: [{ action: "daemon-reload" }, { action: "restart", unit }],
    }),
    file({
      path: "etc/systemd/system/postgresql-pair.service",
      content: writeUnit(header(component), [
        {
          name: "Unit",
          lines: [
            ["Description", "Role of this server: it takes writes, or follows the one that does"],
            "Stopped and started along with the server, which comes up as a standby.",
            ["BindsTo", `${unit}.service`],
            ["After", `${unit}.service`],
          ],
        },
        {
          name: "Service",
          lines: [
            ["ExecStart", ["/usr/local/sbin/postgresql-pair", "settle"]],
            ["Restart", "on-failure"],
            ["RestartSec", 5],
          ],
        },
        { name: "Install", lines: [["WantedBy", `${unit}.service`]] },
      ]),
      component,
      effects: [{ action: "daemon-reload" }, { action: "restart", unit: "postgresql-pair" }],
    }),
  ];
}
