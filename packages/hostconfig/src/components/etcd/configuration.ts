import {
  type Cluster,
  etcdClientPort,
  etcdMembers,
  etcdMetricsPort,
  etcdPeerPort,
  etcdTimings,
  hasEtcdFeatureGates,
  type Machine,
} from "@groundplan/core-model";
import { etcdPki } from "../../kit/etcd-pki.ts";
import type { EtcdOptions } from "./schema.ts";

/** Where the database lies: on the disk for it, when the machine has one. */
export const dataFolder = "/var/lib/etcd";

/** What a member is told. It listens on the machine's own address alone, which its certificate names. @see https://etcd.io/docs/v3.6/op-guide/configuration/ */
export function etcdConfiguration(cluster: Cluster, machine: Machine, options: EtcdOptions): Record<string, unknown> {
  const { heartbeatMs, electionMs } = etcdTimings(cluster);
  return {
    name: machine.name,
    "data-dir": dataFolder,
    "listen-client-urls": clientUrl(machine),
    "advertise-client-urls": clientUrl(machine),
    "listen-peer-urls": peerUrl(machine),
    "initial-advertise-peer-urls": peerUrl(machine),
    "initial-cluster": etcdMembers(cluster)
      .map((member) => `${member.name}=${peerUrl(member)}`)
      .join(","),
    // Read when a member starts without data, that is once. A member that is replaced must be told `existing`.
    "initial-cluster-state": "new",
    "initial-cluster-token": cluster.name,
    "client-transport-security": transportSecurity,
    "peer-transport-security": transportSecurity,
    "heartbeat-interval": heartbeatMs,
    "election-timeout": electionMs,
    "quota-backend-bytes": options.quotaGiB * 1024 ** 3,
    "listen-metrics-urls": `http://${metricsAddress(machine, options)}:${etcdMetricsPort}`,
    ...safety(cluster),
  };
}

/** Both ways both sides show a certificate of etcd's own authority. */
const transportSecurity = {
  "cert-file": etcdPki.member.certificate,
  "key-file": etcdPki.member.key,
  "trusted-ca-file": etcdPki.authority,
  "client-cert-auth": true,
};

const fiveSecondsNs = 5_000_000_000;

/**
 * As kubeadm has it: a member compares its data with the others' before it serves, and tells watchers how far it has come, so
 * that the API server can answer from its cache.
 */
function safety(cluster: Cluster): Record<string, unknown> {
  return hasEtcdFeatureGates(cluster.release)
    ? { "feature-gates": "InitialCorruptCheck=true", "watch-progress-notify-interval": fiveSecondsNs }
    : { "experimental-initial-corrupt-check": true, "experimental-watch-progress-notify-interval": fiveSecondsNs };
}

export function clientUrl({ address }: Machine): string {
  return `https://${address}:${etcdClientPort}`;
}

function peerUrl({ address }: Machine): string {
  return `https://${address}:${etcdPeerPort}`;
}

export function metricsAddress({ address }: Machine, { metrics }: EtcdOptions): string {
  return metrics === "network" ? address : "127.0.0.1";
}
