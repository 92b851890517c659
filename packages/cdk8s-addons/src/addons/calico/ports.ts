import { type Cluster, type HostPort, nodes, usesBgp } from "@groundplan/core-model";
import { poolModes, typhaReplicas } from "./facts.ts";
import type { CalicoOptions } from "./schema.ts";

export const bgpPort = 179;
export const vxlanPort = 4789;
export const wireguardPort = 51_820;
export const typhaPort = 5473;
export const typhaHealthPort = 9098;
const felixHealthPort = 9099;

/** The host ports of calico-node, which runs on every node, and of Typha, which may run on any. */
export function calicoHostPorts(cluster: Cluster, options: CalicoOptions): readonly HostPort[] {
  const machines = nodes(cluster);
  const loopback = "127.0.0.1";
  const ports: HostPort[] = [
    { machines, port: felixHealthPort, protocol: "tcp", address: loopback, purpose: "Felix health" },
  ];
  if (usesBgp(cluster)) ports.push({ machines, port: bgpPort, protocol: "tcp", purpose: "BGP between nodes" });
  if (poolModes(cluster).vxlan !== "Never")
    ports.push({ machines, port: vxlanPort, protocol: "udp", purpose: "VXLAN between nodes" });
  if (options.wireguard)
    ports.push({ machines, port: wireguardPort, protocol: "udp", purpose: "WireGuard between nodes" });
  if (options.metrics)
    ports.push({
      machines,
      port: options.metrics.felixPort,
      protocol: "tcp",
      purpose: "Felix metrics",
      path: metricsPath("felixPort"),
    });
  if (typhaReplicas(cluster, options) === 0) return ports;
  ports.push({ machines, port: typhaPort, protocol: "tcp", purpose: "Typha" });
  ports.push({ machines, port: typhaHealthPort, protocol: "tcp", address: loopback, purpose: "Typha health" });
  if (options.metrics)
    ports.push({
      machines,
      port: options.metrics.typhaPort,
      protocol: "tcp",
      purpose: "Typha metrics",
      path: metricsPath("typhaPort"),
    });
  return ports;
}

function metricsPath(key: "felixPort" | "typhaPort") {
  return ["spec", "addons", "calico", "metrics", key];
}
