import {
  type Cluster,
  type Declaration,
  etcdClientPort,
  etcdMembers,
  etcdMetricsPort,
  etcdPeerPort,
  type Machine,
} from "@groundplan/core-model";
import { defineHostComponent, type Software } from "../../host-component.ts";
import { mountUnit } from "../../kit/disk-mount.ts";
import { etcdArchive, etcdProgramFolder } from "../../kit/etcd-archive.ts";
import { dataFolder } from "./configuration.ts";
import { etcdctlEnvironment, etcdDisk, etcdFiles } from "./files.ts";
import { etcdRules } from "./rules.ts";
import { EtcdOptions } from "./schema.ts";

/** The cluster's database on machines of its own. A stacked one belongs to kubeadm. */
export const etcd = defineHostComponent({
  kind: "host-component",
  name: "etcd",
  title: "etcd, the cluster's database, on machines of its own",
  docs: "https://etcd.io/docs/",
  options: EtcdOptions,
  pace: "one-by-one",
  impliedBy: (spec) => spec.kubernetes.etcd.kind === "external",
  declare,
  phase: () => "etcd",
  software,
  files: etcdFiles,
  probe,
  rules: etcdRules,
});

function declare(cluster: Cluster, { metrics }: EtcdOptions): Declaration {
  if (cluster.spec.kubernetes.etcd.kind !== "external") return { machines: [], ports: [] };
  const machines = etcdMembers(cluster);
  const figures = metrics === "loopback" ? { address: "127.0.0.1" } : {};
  return {
    machines,
    ports: [
      { machines, port: etcdClientPort, protocol: "tcp", purpose: "clients of etcd" },
      { machines, port: etcdPeerPort, protocol: "tcp", purpose: "members of etcd" },
      { machines, port: etcdMetricsPort, protocol: "tcp", purpose: "figures of etcd", ...figures },
    ],
  };
}

function software(cluster: Cluster, machine: Machine, options: EtcdOptions): Software {
  const disk = etcdDisk(machine);
  return {
    packages: disk === undefined ? [] : ["xfsprogs"],
    services: ["etcd", "etcd-install", ...(disk === undefined ? [] : [mountUnit(dataFolder)])],
    supplies: [etcdArchive(cluster, options).supply],
  };
}

/** A member that answers has a leader, and so a majority: a write goes through it. */
function probe(_cluster: Cluster, machine: Machine): readonly string[] {
  const environment = Object.entries(etcdctlEnvironment(machine)).map(([name, value]) => `${name}=${value}`);
  return ["env", ...environment, `${etcdProgramFolder}/etcdctl`, "endpoint", "health"];
}
