import { createHash } from "node:crypto";
import {
  type Cluster,
  compareText,
  type Disk,
  type File,
  file,
  type Machine,
  networkOf,
  nodes,
  tryFindDisk,
} from "@groundplan/core-model";
import { writeExports } from "../../formats/exports.ts";
import { writeIni } from "../../formats/ini.ts";
import { shellWord } from "../../formats/shell.ts";
import { writeUnit } from "../../formats/systemd-unit.ts";
import { bindMountFile, diskMountFiles } from "../../kit/disk-mount.ts";
import { header } from "../../kit/header.ts";
import { findSystem } from "../../os/system-facts.ts";
import type { NfsServerOnMachines, NfsServerOptions } from "./schema.ts";

const component = "nfs-server";
const restart = [{ action: "restart", unit: "nfs-server" }] as const;

/** The port that is registered for mountd. Unless it is told, it takes another with each start. @see rpc.mountd(8) */
export const mountdPort = 20_048;

/** Where the disk for data is mounted. The folders that are served show parts of it. */
export const diskFolder = "/srv/nfs_disk";

/** Whom root of a client is taken for, on every system that we know. */
const nobody = 65_534;

export function nfsServerFiles(cluster: Cluster, machine: Machine, options: NfsServerOptions): readonly File[] {
  if (options.kind === "external") return [];
  const disk = dataDisk(machine);
  return [
    exportsFile(cluster, options),
    settingsFile(machine, options),
    foldersUnit(options),
    dropIn(options),
    ...(disk === undefined ? [] : diskMountFiles({ component, disk, folder: diskFolder })),
    ...(disk === undefined
      ? []
      : options.exports.map((folder) =>
          bindMountFile(component, `${diskFolder}/${folder.slice(1).replaceAll("/", ".")}`, folder),
        )),
  ];
}

/** The disk that is for the data, when the machine has one and it is known where. */
export function dataDisk(machine: Machine): (Disk & { readonly device: string }) | undefined {
  const disk = tryFindDisk(machine, "data");
  return disk?.device === undefined ? undefined : { ...disk, device: disk.device };
}

/** Networks that may mount: those in which nodes stand, and what the document adds. */
export function clientsOf(cluster: Cluster, { clients }: NfsServerOnMachines): readonly string[] {
  const networks = nodes(cluster).map((machine) => networkOf(cluster, machine).cidr);
  return [...new Set([...networks, ...clients])].sort(compareText);
}

function exportsFile(cluster: Cluster, options: NfsServerOnMachines): File {
  const networks = clientsOf(cluster, options);
  const exports = [...options.exports].sort(compareText).map((folder) => ({
    folder,
    clients: networks.map((network) => ({
      network,
      options: ["rw", "sync", "no_subtree_check", "root_squash", `fsid=${fileSystemId(folder)}`],
    })),
  }));
  return file({
    path: "etc/exports.d/groundplan.exports",
    content: writeExports(header(component), exports),
    component,
    effects: [{ action: "reload", unit: "nfs-server" }],
  });
}

/**
 * By what clients know a folder across restarts, and another disk. It follows from the path alone, so that a folder more or less
 * does not pull the others away from under those who use them.
 */
function fileSystemId(folder: string): string {
  const digits = createHash("sha256").update(`groundplan nfs ${folder}`).digest("hex");
  return [
    [0, 8],
    [8, 12],
    [12, 16],
    [16, 20],
    [20, 32],
  ]
    .map(([from, to]) => digits.slice(from, to))
    .join("-");
}

/** NFS 4 alone: all of it goes over one port. */
function settingsFile(machine: Machine, { threads }: NfsServerOnMachines): File {
  if (findSystem(machine.os).nfs.settings === "sysconfig") {
    const values = {
      RPCNFSDARGS: "-N 2 -N 3",
      RPCNFSDCOUNT: String(threads),
      RPCMOUNTDOPTS: `-p ${mountdPort}`,
    };
    const lines = [
      ...header(component).map((line) => `# ${line}`),
      ...Object.entries(values).map(([name, value]) => `${name}=${shellWord(value)}`),
    ];
    return file({
      path: "etc/sysconfig/nfs",
      content: `${lines.join("\n")}\n`,
      component,
      effects: [{ action: "restart", unit: "nfs-config" }, ...restart],
    });
  }
  const content = writeIni(header(component), [
    {
      name: "nfsd",
      lines: [
        ["vers3", "n"],
        ["threads", threads],
      ],
    },
    { name: "mountd", lines: [["port", mountdPort]] },
  ]);
  return file({ path: "etc/nfs.conf.d/groundplan.conf", content, component, effects: restart });
}

/** A fresh folder belongs to root, and root of a client is nobody here. */
function foldersUnit({ exports }: NfsServerOnMachines): File {
  const content = writeUnit(header(component), [
    {
      name: "Unit",
      lines: [
        ["Description", "Folders that are served over NFS"],
        ["RequiresMountsFor", [...exports].sort(compareText).join(" ")],
      ],
    },
    {
      name: "Service",
      lines: [
        ["Type", "oneshot"],
        [
          "ExecStart",
          [
            "/usr/bin/install",
            "--directory",
            `--owner=${nobody}`,
            `--group=${nobody}`,
            "--mode=0755",
            ...[...exports].sort(compareText),
          ],
        ],
      ],
    },
  ]);
  return file({
    path: "etc/systemd/system/nfs-server-folders.service",
    content,
    component,
    effects: [{ action: "daemon-reload" }, ...restart],
  });
}

/** Without its disk the server would serve the empty folder below. */
function dropIn({ exports }: NfsServerOnMachines): File {
  const content = writeUnit(header(component), [
    {
      name: "Unit",
      lines: [
        ["Requires", "nfs-server-folders.service"],
        ["After", "nfs-server-folders.service"],
        ["RequiresMountsFor", [...exports].sort(compareText).join(" ")],
      ],
    },
  ]);
  return file({
    path: "etc/systemd/system/nfs-server.service.d/groundplan.conf",
    content,
    component,
    effects: [{ action: "daemon-reload" }, ...restart],
  });
}
