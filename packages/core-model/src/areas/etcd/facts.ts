import type { Cluster } from "../../cluster.ts";
import { machinesIn } from "../machines/facts.ts";
import type { Machine } from "../machines/machine.ts";

export const etcdClientPort = 2379;
export const etcdPeerPort = 2380;
/** Plain HTTP on loopback or the member's address: metrics and health only. */
export const etcdMetricsPort = 2381;

/** Every member, stacked or external. */
export function etcdMembers(cluster: Cluster): readonly Machine[] {
  const { etcd, controlPlane } = cluster.spec.kubernetes;
  return machinesIn(cluster, etcd.kind === "external" ? etcd.group : controlPlane.group);
}

/** Members that may fail while the others still decide: 1 of 3, 2 of 5. */
export function etcdFailureTolerance(members: number): number {
  return Math.max(0, Math.ceil(members / 2) - 1);
}

/** Client addresses of all members, as the API server wants them. */
export function etcdEndpoints(cluster: Cluster): readonly string[] {
  return etcdMembers(cluster).map((member) => `https://${member.address}:${etcdClientPort}`);
}

/**
 * Heartbeat and election timeout in milliseconds, equal on all members: the heartbeat is the round trip, the election ten
 * heartbeats; never below etcd's own defaults of 100 and 1000.
 * @see https://etcd.io/docs/v3.6/tuning/
 */
export function etcdTimings(cluster: Cluster): { readonly heartbeatMs: number; readonly electionMs: number } {
  const heartbeatMs = Math.max(100, Math.ceil(cluster.spec.kubernetes.etcd.roundTripMs));
  return { heartbeatMs, electionMs: heartbeatMs * 10 };
}
