import type { Machine } from "@groundplan/core-model";
import { shellWord } from "../../formats/shell.ts";
import { header } from "../../kit/header.ts";
import { certificates, configurationFolder, dataFolder, transportPort } from "./configuration.ts";

export const adminPasswordPath = `${configurationFolder}/secrets/elastic`;
export const authorityPath = `${configurationFolder}/secrets/authority.pem`;
/** Argument of one start, for the unit. */
export const firstStartPath = "/run/elasticsearch-first-start.env";

const certificateDays = 1095;
const renewSeconds = 180 * 86_400;

/**
 * What a member makes for itself before each start: its folder on the disk, its certificate, the keystore with the superuser's
 * password, and whether it may found the cluster.
 */
export function prepareScript(component: string, machine: Machine, members: readonly Machine[]): string {
  const others = members.filter(({ name }) => name !== machine.name).map(({ address }) => address);
  const lines = [
    "#!/bin/bash",
    ...header(component).map((line) => `# ${line}`),
    "# Before each start, and once a month. What is as it should be is left alone.",
    "set -euo pipefail",
    "umask 077",
    "",
    `data=${dataFolder}`,
    `folder=${certificates.folder}`,
    `authority=${authorityPath}`,
    `password=${adminPasswordPath}`,
    `keystore=${configurationFolder}/elasticsearch.keystore`,
    "",
    ...dataLines,
    "",
    ...certificateLines(machine),
    "",
    ...keystoreLines,
    "",
    ...firstStartLines(members, others),
  ];
  return `${lines.join("\n")}\n`;
}

/** A fresh disk belongs to root. */
const dataLines = [
  'install --directory --owner=elasticsearch --group=elasticsearch --mode=0750 "$data"',
  'install --directory --owner=root --group=elasticsearch --mode=0750 "$folder"',
];

/** Signed anew by any start in the last half year, and by a new authority. The key stays. */
function certificateLines({ name, address }: Machine): readonly string[] {
  return [
    "work=$(mktemp --directory)",
    "trap 'rm -rf -- \"$work\"' EXIT",
    'openssl x509 -in "$authority" -out "$work/ca.crt"',
    `if ! openssl x509 -noout -checkend ${renewSeconds} -in "$folder/member.crt" >/dev/null 2>&1 ||`,
    `  ! openssl verify -CAfile "$work/ca.crt" "$folder/member.crt" >/dev/null 2>&1 ||`,
    '  ! cmp --silent "$work/ca.crt" "$folder/ca.crt"; then',
    '  if [ ! -s "$folder/member.key" ]; then',
    "    # In PKCS #8, which every version of Elasticsearch reads.",
    '    openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:3072 -out "$work/member.key" 2>/dev/null',
    '    install --owner=root --group=elasticsearch --mode=0640 "$work/member.key" "$folder/member.key"',
    "  fi",
    "  cat >\"$work/member.ext\" <<'END'",
    "basicConstraints = critical, CA:FALSE",
    "keyUsage = critical, digitalSignature, keyEncipherment",
    "extendedKeyUsage = serverAuth, clientAuth",
    `subjectAltName = DNS:${name}, DNS:localhost, IP:${address}, IP:127.0.0.1`,
    "subjectKeyIdentifier = hash",
    "authorityKeyIdentifier = keyid",
    "END",
    `  openssl req -new -sha256 -key "$folder/member.key" -subj ${shellWord(`/CN=${name}`)} -out "$work/member.csr"`,
    '  openssl x509 -req -sha256 -in "$work/member.csr" -CA "$authority" -CAkey "$authority" \\',
    `    -set_serial "0x1$(openssl rand -hex 15)" -days ${certificateDays} \\`,
    '    -extfile "$work/member.ext" -out "$work/member.crt" 2>/dev/null',
    '  install --owner=root --group=elasticsearch --mode=0640 "$work/ca.crt" "$folder/ca.crt"',
    '  install --owner=root --group=elasticsearch --mode=0640 "$work/member.crt" "$folder/member.crt"',
    "fi",
  ];
}

/** The package makes a keystore with passwords of certificates that it made itself: ours holds nothing of that. */
const keystoreLines = [
  "tool=/usr/share/elasticsearch/bin/elasticsearch-keystore",
  'if [ ! -s "$keystore" ] || [ "$password" -nt "$keystore" ]; then',
  '  rm -f -- "$keystore"',
  '  "$tool" create --silent',
  '  sed 1d "$password" | "$tool" add --silent --stdin --force bootstrap.password',
  '  chown root:elasticsearch "$keystore"',
  '  chmod 0660 "$keystore"',
  "fi",
];

/**
 * Who finds no other member may found the cluster, with a majority of these; Elasticsearch heeds it only as long as it never was
 * in one. Were the setting to stay in a file, a member that lost its disk could take part in founding a second cluster.
 * @see https://www.elastic.co/docs/deploy-manage/distributed-architecture/discovery-cluster-formation/modules-discovery-bootstrap-cluster
 */
function firstStartLines(members: readonly Machine[], others: readonly string[]): readonly string[] {
  const founders = members.map(({ name }) => name).join(",");
  const argument = shellWord(`ELASTICSEARCH_FIRST_START=-Ecluster.initial_master_nodes=${founders}`);
  const asked = others.flatMap((other) => [
    `if timeout 2 bash -c 'exec 3<>/dev/tcp/${other}/${transportPort}' 2>/dev/null; then exit 0; fi`,
  ]);
  return [
    "# Where another member answers there is a cluster, or somebody who founds it.",
    `rm -f -- ${firstStartPath}`,
    ...asked,
    `echo ${argument} >${firstStartPath}`,
  ];
}
