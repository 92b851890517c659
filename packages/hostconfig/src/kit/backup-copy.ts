import { DnsName, type File, file, Ipv4Address, Port, SecretRef, UserName } from "@groundplan/core-model";
import { z } from "zod";
import { shellWord } from "../formats/shell.ts";
import { writeWordLines } from "../formats/word-lines.ts";
import { header } from "./header.ts";

/** Where backups are copied to, over SSH. Nobody else than the holder of the pinned key is believed to be that place. */
export const BackupCopy = z.strictObject({
  host: z.union([Ipv4Address, DnsName]).describe("Name or address of the machine that keeps the copies."),
  port: Port.default(22).describe("Port of its SSH server. Default 22."),
  user: UserName.describe("Account there."),
  folder: z
    .string()
    .max(200)
    .regex(/^(\/[A-Za-z0-9._-]+)+$/, "must be an absolute path of letters, digits, dots, hyphens and underscores")
    .describe("Folder there, which exists. How long copies stay in it is the business of that machine."),
  hostKey: z
    .string()
    .max(1000)
    .regex(
      /^(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521)) [A-Za-z0-9+/]+={0,2}$/,
      "must be a public key such as ssh-ed25519 AAAA..., without a comment",
    )
    .describe("Public key of its SSH server, as `ssh-keyscan` prints it: two words. Another key is refused."),
  key: SecretRef.describe("Private key of the account, in OpenSSH's form and without a password."),
});
export type BackupCopy = z.output<typeof BackupCopy>;

/** The key that opens the other machine, and the one that it must show. */
export function backupCopyFiles(component: string, folder: string, { host, port, hostKey, key }: BackupCopy): File[] {
  const known = port === 22 ? host : `[${host}]:${port}`;
  const placeholder = `@@secret:${key.secret}@@`;
  const effects = [{ action: "none" }] as const;
  return [
    file({
      path: `${folder}/backup-known-hosts`,
      content: writeWordLines(header(component), [[known, ...hostKey.split(" ")]]),
      component,
      effects,
    }),
    file({
      path: `${folder}/backup-key`,
      content: `${header(component).map((line) => `# ${line}\n`)}${placeholder}\n`,
      mode: 0o600,
      component,
      effects,
      secrets: [{ placeholder, secret: key.secret }],
    }),
  ];
}

/** Lines of bash that copy the file in `$1`. */
export function backupCopyLines(folder: string, { host, port, user, folder: target }: BackupCopy): readonly string[] {
  return [
    "# OpenSSH takes a key only without the line above it.",
    "key=$(mktemp)",
    "trap 'rm -f -- \"$key\"' EXIT",
    `sed 1d /${folder}/backup-key >"$key"`,
    `scp -q -B -P ${port} -i "$key" -o IdentitiesOnly=yes -o StrictHostKeyChecking=yes \\`,
    `  -o UserKnownHostsFile=/${folder}/backup-known-hosts -- "$1" ${shellWord(`${user}@${host}:${target}/`)}`,
  ];
}
