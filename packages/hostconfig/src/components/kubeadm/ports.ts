import {
  type Cluster,
  controlPlanes,
  etcdClientPort,
  etcdMembers,
  etcdMetricsPort,
  etcdPeerPort,
  type HostPort,
  nodes,
} from "@groundplan/core-model";
import { metricsAddress } from "./cluster-configuration.ts";
import type { KubeadmOptions } from "./schema.ts";

const tcp = "tcp" as const;

/**
 * Ports of the control plane and of every node. NodePorts are not among them: nothing listens there, the kernel answers, and the
 * core's own rule keeps the range free. @see https://kubernetes.io/docs/reference/networking/ports-and-protocols/
 */
export function kubernetesPorts(cluster: Cluster, options: KubeadmOptions): readonly HostPort[] {
  const machines = controlPlanes(cluster);
  const figures = metricsAddress(options) === "0.0.0.0" ? {} : { address: "127.0.0.1" };
  const everyNode = nodes(cluster);
  return [
    {
      machines,
      port: cluster.spec.kubernetes.apiServer.port,
      protocol: tcp,
      purpose: "Kubernetes API server",
      path: ["spec", "kubernetes", "apiServer", "port"],
    },
    { machines, port: 10_257, protocol: tcp, purpose: "controller manager", ...figures },
    { machines, port: 10_259, protocol: tcp, purpose: "scheduler", ...figures },
    { machines: everyNode, port: 10_248, protocol: tcp, purpose: "health of the kubelet", address: "127.0.0.1" },
    { machines: everyNode, port: 10_249, protocol: tcp, purpose: "figures of kube-proxy", ...figures },
    { machines: everyNode, port: 10_250, protocol: tcp, purpose: "kubelet" },
    { machines: everyNode, port: 10_256, protocol: tcp, purpose: "health of kube-proxy" },
    ...stackedEtcdPorts(cluster, figures),
  ];
}

function stackedEtcdPorts(cluster: Cluster, figures: { readonly address?: string }): readonly HostPort[] {
  if (cluster.spec.kubernetes.etcd.kind !== "stacked") return [];
  const machines = etcdMembers(cluster);
  return [
    { machines, port: etcdClientPort, protocol: tcp, purpose: "clients of etcd" },
    { machines, port: etcdPeerPort, protocol: tcp, purpose: "members of etcd" },
    { machines, port: etcdMetricsPort, protocol: tcp, purpose: "figures of etcd", ...figures },
  ];
}
