import { type File, file } from "@groundplan/core-model";
import { z } from "zod";
import { writeUnit } from "../formats/systemd-unit.ts";
import { BackupCopy, backupCopyFiles, backupCopyLines } from "./backup-copy.ts";
import { header } from "./header.ts";

/** When a database is dumped, and what becomes of the dumps. */
export const DatabaseBackup = z.strictObject({
  hour: z.int().min(0).max(23).default(2).describe("Hour of the machine's clock, 0-23. Default 2, within 30 minutes."),
  keepDays: z
    .int()
    .min(1)
    .max(365)
    .default(14)
    .describe(
      "Days that dumps stay on the machine, 1-365. Default 14. None is taken away before a newer one is whole.",
    ),
  copyTo: BackupCopy.optional().describe(
    "Another machine that each dump is copied to by scp. Default none: dumps die with their machine, which a rule says.",
  ),
});
export type DatabaseBackup = z.output<typeof DatabaseBackup>;

/** A database that dumps itself as SQL. */
export interface DumpedDatabase {
  readonly component: string;
  /** Where its own configuration lies, without a leading slash. */
  readonly settings: string;
  /** Command line of bash that writes the dump to its standard output. */
  readonly dump: string;
  /** Extended regular expression for one of the last lines of a dump that is whole. */
  readonly lastLine: string;
}

/** Absolute, without hyphens, so that a disk can be mounted there. */
export function backupFolder(component: string): string {
  return `/var/backups/${component}`;
}

/** Name of the timer; the service that it starts has the same. */
export function backupTimer(component: string): string {
  return `${component}-backup.timer`;
}

/** Script and timer of the dumps, and what copying them needs. */
export function databaseBackupFiles(database: DumpedDatabase, backup: DatabaseBackup): readonly File[] {
  const { component, settings } = database;
  return [
    file({
      path: `usr/local/sbin/${component}-backup`,
      content: backupScript(database, backup),
      mode: 0o755,
      component,
      effects: [{ action: "none" }],
    }),
    file({
      path: `etc/systemd/system/${component}-backup.service`,
      content: writeUnit(header(component), [
        {
          name: "Unit",
          lines: [
            ["Description", `Dump of ${component}`],
            ["RequiresMountsFor", backupFolder(component)],
          ],
        },
        {
          name: "Service",
          lines: [
            ["Type", "oneshot"],
            ["ExecStart", [`/usr/local/sbin/${component}-backup`]],
            ["Nice", 10],
            ["IOSchedulingClass", "idle"],
          ],
        },
      ]),
      component,
      effects: [{ action: "daemon-reload" }],
    }),
    file({
      path: `etc/systemd/system/${backupTimer(component)}`,
      content: writeUnit(header(component), [
        { name: "Unit", lines: [["Description", `Daily dump of ${component}`]] },
        {
          name: "Timer",
          lines: [
            ["OnCalendar", `*-*-* ${String(backup.hour).padStart(2, "0")}:00:00`],
            // The machines of a pair do not dump in the same minute, and a machine that was off catches up.
            ["RandomizedDelaySec", "30min"],
            ["Persistent", "true"],
          ],
        },
        { name: "Install", lines: [["WantedBy", "timers.target"]] },
      ]),
      component,
      effects: [{ action: "daemon-reload" }, { action: "restart", unit: backupTimer(component) }],
    }),
    ...(backup.copyTo === undefined ? [] : backupCopyFiles(component, settings, backup.copyTo)),
  ];
}

function backupScript(
  { component, settings, dump, lastLine }: DumpedDatabase,
  { keepDays, copyTo }: DatabaseBackup,
): string {
  const copy = copyTo === undefined ? [] : ["", "copy() {", ...indented(backupCopyLines(settings, copyTo)), "}"];
  const lines = [
    "#!/bin/bash",
    ...header(component).map((line) => `# ${line}`),
    "# One dump, under its name only when it is whole; then those go that are too old.",
    "set -euo pipefail",
    "umask 077",
    `folder=${backupFolder(component)}`,
    `file="$folder/$HOSTNAME-$(date --utc +%Y%m%dT%H%M%SZ).sql.gz"`,
    'mkdir -p -- "$folder"',
    ...copy,
    "",
    'rm -f -- "$folder"/*.unfinished',
    `${dump} | gzip >"$file.unfinished"`,
    `if ! gzip --decompress --stdout -- "$file.unfinished" | tail -n 5 | grep -qE '${lastLine}'; then`,
    `  echo "the dump has no end: $file.unfinished" >&2`,
    "  exit 1",
    "fi",
    'mv -- "$file.unfinished" "$file"',
    `find "$folder" -maxdepth 1 -name '*.sql.gz' -mtime +${keepDays - 1} -delete`,
    ...(copyTo === undefined ? [] : ['copy "$file"']),
  ];
  return `${lines.join("\n")}\n`;
}

function indented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`);
}
