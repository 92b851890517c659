import { createHash } from "node:crypto";
import type { Cluster } from "@groundplan/core-model";
import type { Chart } from "cdk8s";
import { k8s } from "cdk8s-plus-27";
import { backend, namespace, podMtu, typhaReplicas } from "./facts.ts";
import type { CalicoOptions } from "./schema.ts";
import { type CalicoMinor, cniVersion, hasBandwidthPlugin } from "./versions.ts";

export const configMapName = "calico-config";
export type ConfigKey = keyof ReturnType<typeof calicoConfig>;

/** Values that several containers read. */
export function calicoConfig(cluster: Cluster, options: CalicoOptions, minor: CalicoMinor) {
  const mtu = podMtu(cluster, options);
  return {
    calico_backend: backend(cluster),
    cni_network_config: cniNetworkConfig(mtu, options, minor),
    typha_service_name: typhaReplicas(cluster, options) > 0 ? "calico-typha" : "none",
    veth_mtu: String(mtu),
  };
}

export function calicoConfigMap(chart: Chart, data: ReturnType<typeof calicoConfig>): void {
  new k8s.KubeConfigMap(chart, "config", { metadata: { name: configMapName, namespace }, data });
}

/** Containers read the map when they start: pods that carry its digest are renewed when it changes. */
export function configDigest(data: ReturnType<typeof calicoConfig>): string {
  return createHash("sha256").update(JSON.stringify(data)).digest("hex").slice(0, 16);
}

/** What the container runtime reads on every node. The installer puts in the node's name and the path of its credentials. */
function cniNetworkConfig(mtu: number, { logSeverity }: CalicoOptions, minor: CalicoMinor): string {
  const calico = {
    type: "calico",
    log_level: logSeverity.toLowerCase(),
    log_file_path: "/var/log/calico/cni/cni.log",
    datastore_type: "kubernetes",
    nodename: "__KUBERNETES_NODE_NAME__",
    mtu,
    ipam: { type: "calico-ipam" },
    policy: { type: "k8s" },
    kubernetes: { kubeconfig: "__KUBECONFIG_FILEPATH__" },
  };
  const portmap = { type: "portmap", snat: true, capabilities: { portMappings: true } };
  const bandwidth = { type: "bandwidth", capabilities: { bandwidth: true } };
  const plugins = hasBandwidthPlugin(minor) ? [calico, portmap, bandwidth] : [calico, portmap];
  return `${JSON.stringify({ name: "k8s-pod-network", cniVersion: cniVersion(minor), plugins }, undefined, 2)}\n`;
}
