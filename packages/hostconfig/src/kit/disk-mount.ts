import { type Disk, type File, file } from "@groundplan/core-model";
import { type UnitLine, writeUnit } from "../formats/systemd-unit.ts";
import { header } from "./header.ts";

/** A disk of a machine, and the folder that it is mounted on. */
export interface DiskMount {
  readonly component: string;
  readonly disk: Disk & { readonly device: string };
  /** Absolute, without hyphens, so that the unit's name needs no escapes. */
  readonly folder: string;
}

/**
 * The units that format a disk once and mount it: mkfs.xfs refuses to touch a disk that holds anything, so that its failure is
 * the sign that the work is done. Needs the package xfsprogs.
 */
export function diskMountFiles({ component, disk, folder }: DiskMount): readonly File[] {
  const format = `format-${disk.name}`;
  const formatting = writeUnit(header(component), [
    {
      name: "Unit",
      lines: [
        ["Description", `Format ${disk.device} where it is empty`],
        // Mounts come before everything that services wait for by default: waiting for it here would be a circle.
        ["DefaultDependencies", "no"],
        ["BindsTo", deviceUnit(disk.device)],
        ["After", deviceUnit(disk.device)],
        ["Before", mountUnit(folder)],
      ],
    },
    {
      name: "Service",
      lines: [
        ["Type", "oneshot"],
        // It fails where the disk holds a file system or a partition table already, which is right.
        ["ExecStart", ["-/usr/sbin/mkfs.xfs", disk.device]],
        ["RemainAfterExit", "yes"],
      ],
    },
  ]);
  const mounting = mountText(
    component,
    [
      ["Requires", `${format}.service`],
      ["After", `${format}.service`],
    ],
    [
      ["What", disk.device],
      ["Where", folder],
      ["Type", "xfs"],
      ["Options", "noatime"],
    ],
  );
  return [
    file({
      path: `etc/systemd/system/${format}.service`,
      content: formatting,
      component,
      effects: [{ action: "daemon-reload" }],
    }),
    mountFile(component, folder, mounting),
  ];
}

/** The unit that shows a folder of a mounted disk at another place. The folder is made when it is not there. */
export function bindMountFile(component: string, from: string, to: string): File {
  return mountFile(
    component,
    to,
    mountText(
      component,
      [["RequiresMountsFor", from]],
      [
        ["What", from],
        ["Where", to],
        ["Type", "none"],
        ["Options", "bind"],
      ],
    ),
  );
}

/** Name of the unit that mounts a folder. @throws Error for a folder whose name systemd would escape. @see systemd-escape(1) */
export function mountUnit(folder: string): string {
  if (!/^(\/[A-Za-z0-9_]+)+$/.test(folder)) throw new Error(`not a folder for a mount unit: ${folder}`);
  return `${folder.slice(1).replaceAll("/", "-")}.mount`;
}

/** Name of the unit by which systemd knows a device. @see systemd-escape(1) */
function deviceUnit(device: string): string {
  const escaped = device.slice(1).replaceAll("-", "\\x2d").replaceAll("/", "-");
  return `${escaped}.device`;
}

function mountText(component: string, unit: readonly UnitLine[], mount: readonly UnitLine[]): string {
  return writeUnit(header(component), [
    { name: "Unit", lines: unit },
    { name: "Mount", lines: mount },
    { name: "Install", lines: [["WantedBy", "local-fs.target"]] },
  ]);
}

function mountFile(component: string, folder: string, content: string): File {
  return file({
    path: `etc/systemd/system/${mountUnit(folder)}`,
    content,
    component,
    effects: [{ action: "daemon-reload" }],
  });
}
