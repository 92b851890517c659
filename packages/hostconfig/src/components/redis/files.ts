import { type Cluster, type File, file, type Machine, machinesIn } from "@groundplan/core-model";
import { writeSysctl } from "../../formats/sysctl.ts";
import { type UnitLine, writeUnit } from "../../formats/systemd-unit.ts";
import { type WordLine, writeWordLines } from "../../formats/word-lines.ts";
import { type DataDisk, dataDiskFiles, tryFindNamedDisk } from "../../kit/data-disk.ts";
import { header } from "../../kit/header.ts";
import type { RedisServer } from "../../os/database-packages.ts";
import { enforcesSelinux } from "../../os/selinux.ts";
import { findSystem } from "../../os/system-facts.ts";
import type { RedisOnMachines, RedisOptions } from "./schema.ts";

export const component = "redis";

const data = "/var/lib/redis";

/** @throws Error on a system that does not package it: the release does not have it there, and a rule has refused it. */
export function serverOn(machine: Machine): RedisServer {
  const server = findSystem(machine.os).databases.redis;
  if (!server) throw new Error(`no Redis for ${machine.os.distribution} ${machine.os.version}`);
  return server;
}

export function redisFiles(cluster: Cluster, machine: Machine, options: RedisOptions): readonly File[] {
  if (options.kind === "external") return [];
  const server = serverOn(machine);
  const disk = redisDisk(machine);
  return [
    owned("redis.conf", writeWordLines(header(component), settings(cluster, machine, options)), server),
    password("requirepass", options, server),
    password("masterauth", options, server),
    overcommit(),
    dropIn(machine, server),
    ...(disk === undefined ? [] : dataDiskFiles(disk)),
  ];
}

/** Only a disk of its name: what Redis keeps is no more than its share of the memory, a few times. */
export function redisDisk(machine: Machine): DataDisk | undefined {
  const disk = tryFindNamedDisk(machine, component);
  return disk && { component, disk, folders: { data } };
}

/** @see https://redis.io/docs/latest/operate/oss_and_stack/management/config-file/ */
function settings(cluster: Cluster, machine: Machine, options: RedisOnMachines): readonly WordLine[] {
  const { group, primary, port, memoryPercent } = options;
  const source = machinesIn(cluster, group).find(({ name }) => name === primary);
  const memoryMiB = Math.floor((machine.size.memoryGiB * 1024 * memoryPercent) / 100);
  const following: readonly WordLine[] =
    source === undefined || source.name === machine.name
      ? []
      : [
          ["replicaof", source.address, port],
          ["replica-read-only", "yes"],
        ];
  return [
    ["bind", "127.0.0.1", machine.address],
    ["port", port],
    ["dir", data],
    "Every write is in the file within a second.",
    ["appendonly", "yes"],
    ["appendfsync", "everysec"],
    "What does not fit is refused. Nothing is thrown away in silence.",
    ["maxmemory", `${memoryMiB}mb`],
    ["maxmemory-policy", "noeviction"],
    ...following,
    ["include", "/etc/redis/requirepass.conf"],
    ["include", "/etc/redis/masterauth.conf"],
  ];
}

/** The password that the server asks for, or the one that it shows to the primary: the same, each in a file of its own. */
function password(directive: "requirepass" | "masterauth", options: RedisOnMachines, server: RedisServer): File {
  const { secret } = options.password;
  const placeholder = `@@secret:${secret}@@`;
  const content = writeWordLines(header(component), [[directive, placeholder]]);
  return { ...owned(`${directive}.conf`, content, server), secrets: [{ placeholder, secret }] };
}

function owned(name: string, content: string, { unit }: RedisServer): File {
  const effects = [{ action: "restart", unit }] as const;
  return file({ path: `etc/redis/${name}`, content, mode: 0o640, owner: "root:redis", component, effects });
}

/** Without it, saving fails as soon as the data fill half of the memory: the kernel counts both copies. */
function overcommit(): File {
  return file({
    path: "etc/sysctl.d/60-redis.conf",
    content: writeSysctl(header(component), [["vm.overcommit_memory", 1]]),
    component,
    effects: [{ action: "apply-sysctl" }],
  });
}

/** What the packaged unit does not say: it waits for its address and its disk, whose folder becomes the account's. */
function dropIn(machine: Machine, { unit }: RedisServer): File {
  const service: UnitLine[] = [
    ["ExecStartPre", ["+/usr/bin/install", "--directory", "--owner=redis", "--group=redis", "--mode=0750", data]],
    ["Restart", "always"],
    ["RestartSec", 3],
  ];
  if (enforcesSelinux(machine.os)) service.splice(1, 0, ["ExecStartPre", ["-+/usr/sbin/restorecon", data]]);
  return file({
    path: `etc/systemd/system/${unit}.service.d/groundplan.conf`,
    content: writeUnit(header(component), [
      {
        name: "Unit",
        lines: [
          ["Wants", "network-online.target"],
          ["After", "network-online.target"],
          ["RequiresMountsFor", data],
        ],
      },
      { name: "Service", lines: service },
    ]),
    component,
    effects: [{ action: "daemon-reload" }, { action: "restart", unit }],
  });
}
