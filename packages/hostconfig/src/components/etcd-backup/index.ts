import { type Cluster, type Declaration, etcdMembers, type Machine } from "@groundplan/core-model";
import { defineHostComponent, type Software } from "../../host-component.ts";
import { etcdArchive } from "../../kit/etcd-archive.ts";
import { nodePhase } from "../../kit/node-phase.ts";
import { etcdBackupFiles, isStacked, toolsUnit } from "./files.ts";
import { etcdBackupRules } from "./rules.ts";
import { EtcdBackupOptions } from "./schema.ts";

/** Snapshots of the cluster's database, on every member, stacked or on machines of its own. */
export const etcdBackup = defineHostComponent({
  kind: "host-component",
  name: "etcd-backup",
  title: "Snapshots of etcd on every member",
  docs: "https://etcd.io/docs/v3.6/op-guide/recovery/",
  options: EtcdBackupOptions,
  pace: "all-at-once",
  impliedBy: (spec) => spec.kubernetes.etcd.backup !== undefined,
  declare,
  phase: (cluster, machine) => (isStacked(cluster) ? nodePhase(cluster, machine) : "etcd"),
  software,
  files: etcdBackupFiles,
  rules: etcdBackupRules,
});

function declare(cluster: Cluster): Declaration {
  const machines = cluster.spec.kubernetes.etcd.backup === undefined ? [] : etcdMembers(cluster);
  return { machines, ports: [] };
}

function software(cluster: Cluster, _machine: Machine, options: EtcdBackupOptions): Software {
  if (!isStacked(cluster)) return { packages: [], services: ["etcd-backup.timer"] };
  return {
    packages: [],
    services: ["etcd-backup.timer", toolsUnit],
    supplies: [etcdArchive(cluster, options).supply],
  };
}
