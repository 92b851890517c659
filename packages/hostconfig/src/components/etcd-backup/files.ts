import { type Cluster, etcdClientPort, type File, file, type Machine, usesEtcdutl } from "@groundplan/core-model";
import { shellWord } from "../../formats/shell.ts";
import { type UnitLine, writeUnit } from "../../formats/systemd-unit.ts";
import { etcdArchive, etcdArchiveSum, etcdUnpackSteps } from "../../kit/etcd-archive.ts";
import { etcdPki, type KeyPair } from "../../kit/etcd-pki.ts";
import { header } from "../../kit/header.ts";
import { onCalendar } from "./calendar.ts";
import type { EtcdBackupOptions } from "./schema.ts";

const component = "etcd-backup";
export const toolsUnit = "etcd-backup-tools";
const folder = "/var/backups/etcd";

export function etcdBackupFiles(cluster: Cluster, machine: Machine, options: EtcdBackupOptions): readonly File[] {
  const access = accessTo(cluster, machine);
  return [
    file({
      path: "usr/local/sbin/etcd-backup",
      content: script(cluster, access),
      mode: 0o755,
      component,
      effects: [{ action: "none" }],
    }),
    service(access),
    timer(cluster),
    ...(isStacked(cluster) ? tools(cluster, options) : []),
  ];
}

export function isStacked(cluster: Cluster): boolean {
  return cluster.spec.kubernetes.etcd.kind === "stacked";
}

/** How the member on a machine is asked. Snapshots want one member, and the nearest is the machine's own. */
interface Access {
  readonly endpoint: string;
  readonly authority: string;
  readonly pair: KeyPair;
}

function accessTo(cluster: Cluster, machine: Machine): Access {
  if (isStacked(cluster)) {
    // kubeadm's own pair for asking whether a member is well: it may read, like any client of etcd.
    const folder = "/etc/kubernetes/pki/etcd";
    const pair = { certificate: `${folder}/healthcheck-client.crt`, key: `${folder}/healthcheck-client.key` };
    return { endpoint: `https://127.0.0.1:${etcdClientPort}`, authority: `${folder}/ca.crt`, pair };
  }
  return {
    endpoint: `https://${machine.address}:${etcdClientPort}`,
    authority: etcdPki.authority,
    pair: etcdPki.member,
  };
}

function script(cluster: Cluster, { endpoint, authority, pair }: Access): string {
  const { backup } = cluster.spec.kubernetes.etcd;
  const environment = {
    ETCDCTL_API: "3",
    ETCDCTL_ENDPOINTS: endpoint,
    ETCDCTL_CACERT: authority,
    ETCDCTL_CERT: pair.certificate,
    ETCDCTL_KEY: pair.key,
  };
  const lines = [
    "#!/bin/bash",
    ...header(component).map((line) => `# ${line}`),
    "# One snapshot, under its name only when it is whole; then those go that are too old.",
    "set -euo pipefail",
    "umask 077",
    `folder=${folder}`,
    `file="$folder/$HOSTNAME-$(date --utc +%Y%m%dT%H%M%SZ).db"`,
    ...Object.entries(environment).map(([name, value]) => `export ${name}=${shellWord(value)}`),
    'mkdir -p -- "$folder"',
    "",
    'rm -f -- "$folder"/*.unfinished*',
    'etcdctl snapshot save "$file.unfinished"',
    `${usesEtcdutl(cluster.release) ? "etcdutl" : "etcdctl"} snapshot status "$file.unfinished"`,
    'mv -- "$file.unfinished" "$file"',
    `find "$folder" -maxdepth 1 -name '*.db' -mtime +${(backup?.keepDays ?? 1) - 1} -delete`,
  ];
  return `${lines.join("\n")}\n`;
}

function service({ pair }: Access): File {
  const content = writeUnit(header(component), [
    {
      name: "Unit",
      lines: [
        ["Description", "Snapshot of etcd"],
        ["ConditionPathExists", pair.certificate],
      ],
    },
    {
      name: "Service",
      lines: [
        ["Type", "oneshot"],
        ["ExecStart", ["/usr/local/sbin/etcd-backup"]],
        ["Nice", 10],
        ["IOSchedulingClass", "idle"],
      ],
    },
  ]);
  return unitFile(`${component}.service`, content, []);
}

function timer(cluster: Cluster): File {
  const { backup } = cluster.spec.kubernetes.etcd;
  const times: readonly UnitLine[] = (onCalendar(backup?.schedule ?? "") ?? []).map((time) => ["OnCalendar", time]);
  const content = writeUnit(header(component), [
    { name: "Unit", lines: [["Description", "When snapshots of etcd are taken"]] },
    {
      name: "Timer",
      // Members do not take theirs in the same minute, and one that was off catches up.
      lines: [...times, ["RandomizedDelaySec", "10min"], ["Persistent", "true"]],
    },
    { name: "Install", lines: [["WantedBy", "timers.target"]] },
  ]);
  return unitFile(`${component}.timer`, content, [{ action: "restart", unit: `${component}.timer` }]);
}

/** A stacked etcd runs from an image: its tools are brought to the machine beside it. */
function tools(cluster: Cluster, options: EtcdBackupOptions): readonly File[] {
  const archive = etcdArchive(cluster, options);
  const content = writeUnit(header(component), [
    { name: "Unit", lines: [["Description", `Tools of etcd ${archive.version}`]] },
    {
      name: "Service",
      lines: [
        ["Type", "oneshot"],
        ["RemainAfterExit", "yes"],
        ...etcdUnpackSteps(component, archive, ["etcdctl", "etcdutl"]),
      ],
    },
    { name: "Install", lines: [["WantedBy", "multi-user.target"]] },
  ]);
  return [
    unitFile(`${toolsUnit}.service`, content, [{ action: "restart", unit: toolsUnit }]),
    ...etcdArchiveSum(component, archive),
  ];
}

function unitFile(name: string, content: string, effects: File["effects"]): File {
  return file({
    path: `etc/systemd/system/${name}`,
    content,
    component,
    effects: [{ action: "daemon-reload" }, ...effects],
  });
}
