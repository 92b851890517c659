import { readdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../../../tools/sandbox/folders.ts";
import { hasPrograms, runProgram } from "../../../../tools/sandbox/programs.ts";
import { BackupCopy } from "./backup-copy.ts";
import { DatabaseBackup, databaseBackupFiles } from "./database-backup.ts";

const key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f";
const copyTo = {
  host: "backup.example.com",
  port: 2222,
  user: "dumps",
  folder: "/srv/dumps",
  hostKey: key,
  key: { secret: "db/backup" },
};

function filesFor(dump: string, options: unknown) {
  const database = { component: "shop", settings: "etc/shop", dump, lastLine: "^-- done" };
  return new Map(databaseBackupFiles(database, DatabaseBackup.parse(options)).map((file) => [file.path, file]));
}

/** Runs the script on a folder that holds a dump of yesterday and one of last month. */
function runOn(dump: string) {
  const folder = temporaryFolder();
  const day = 24 * 60 * 60;
  for (const [name, age] of [
    ["yesterday.sql.gz", day],
    ["last-month.sql.gz", 30 * day],
  ] as const) {
    writeFileSync(join(folder, name), "");
    utimesSync(join(folder, name), Date.now() / 1000 - age, Date.now() / 1000 - age);
  }
  const script = filesFor(dump, {}).get("usr/local/sbin/shop-backup")?.content ?? expect.unreachable();
  const outcome = runProgram("bash", ["-s"], { input: script.replace("/var/backups/shop", folder) });
  const names = readdirSync(folder).map((name) => name.replace(/^.*-\d{8}T\d{6}Z/, "new"));
  return { status: outcome.status, names: names.sort() };
}

test("a whole dump gets its name, and those that are too old go", () => {
  expect(runOn(`printf 'CREATE TABLE x;\\n-- done\\n'`)).toEqual({
    status: 0,
    names: ["new.sql.gz", "yesterday.sql.gz"],
  });
});

test.each([
  ["has no end", `printf 'CREATE TABLE x;\\n'`],
  ["comes from a program that fails", `(printf -- '-- done\\n'; exit 3)`],
])("a dump that %s is a failure, and takes no older one away", (_name, dump) => {
  const { status, names } = runOn(dump);

  expect(status).not.toBe(0);
  expect(names).toEqual(["last-month.sql.gz", "new.sql.gz.unfinished", "yesterday.sql.gz"]);
});

test("the key for the copy is named and never held, and root alone reads the file that gets it", () => {
  expect(filesFor("true", { copyTo }).get("etc/shop/backup-key")).toMatchObject({
    mode: 0o600,
    secrets: [{ placeholder: "@@secret:db/backup@@", secret: "db/backup" }],
  });
  expect(filesFor("true", {}).has("etc/shop/backup-key")).toBe(false);
});

test.skipIf(!hasPrograms("ssh-keygen"))("ssh finds the pinned key of the place that copies go to", () => {
  const folder = temporaryFolder();
  const known = filesFor("true", { copyTo }).get("etc/shop/backup-known-hosts")?.content ?? "";
  writeFileSync(join(folder, "known"), known);

  const found = runProgram("ssh-keygen", ["-F", "[backup.example.com]:2222", "-f", join(folder, "known")]);
  expect(found.output).toContain(key);
});

test.each([
  ["a command in the folder", { folder: "/srv/$(reboot)" }],
  ["an option for a host", { host: "-oProxyCommand=reboot" }],
  ["a second line in the key", { hostKey: `${key}\n* ${key}` }],
])("%s is refused", (_name, change) => {
  expect(BackupCopy.safeParse({ ...copyTo, ...change }).success).toBe(false);
});
