import {
  apiServerEndpoint,
  type Cluster,
  type File,
  file,
  imageOf,
  type Machine,
  networkOf,
  pullReference,
  writeOrderedYaml,
} from "@groundplan/core-model";
import { header } from "../../kit/header.ts";
import type { KubeVipOptions } from "./schema.ts";

const component = "kube-vip";
export const metricsPort = 2112;

/** The access that kubeadm writes for administrators. kube-vip looks for it at this place, and asks the API server of its own machine with it. */
const access = "/etc/kubernetes/admin.conf";

export function kubeVipFiles(cluster: Cluster, machine: Machine, options: KubeVipOptions): readonly File[] {
  return [
    file({
      path: "etc/kubernetes/manifests/kube-vip.yaml",
      content: writeOrderedYaml(staticPod(cluster, machine, options), header(component)),
      mode: 0o600,
      component,
      // The kubelet watches the folder.
      effects: [{ action: "none" }],
    }),
  ];
}

/** @see https://kube-vip.io/docs/installation/static/ */
function staticPod(cluster: Cluster, machine: Machine, options: KubeVipOptions) {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: component, namespace: "kube-system", labels: { "app.kubernetes.io/name": component } },
    spec: {
      priorityClassName: "system-node-critical",
      hostNetwork: true,
      // The name by which kube-vip asks: it stands in the certificate of every API server, and here for the one beside it.
      hostAliases: [{ ip: "127.0.0.1", hostnames: ["kubernetes"] }],
      securityContext: { seccompProfile: { type: "RuntimeDefault" } },
      containers: [
        {
          name: component,
          image: pullReference(cluster, imageOf(cluster.release, component, component)),
          args: ["manager"],
          env: environment(cluster, machine, options),
          resources: { requests: { cpu: "10m", memory: "32Mi" } },
          securityContext: {
            allowPrivilegeEscalation: false,
            capabilities: { add: ["NET_ADMIN", "NET_RAW"], drop: ["ALL"] },
          },
          volumeMounts: [{ name: "access", mountPath: access, readOnly: true }],
        },
      ],
      // Only as a file: made by accident as a folder, it would keep kubeadm from writing it.
      volumes: [{ name: "access", hostPath: { path: access, type: "File" } }],
    },
  };
}

function environment(cluster: Cluster, machine: Machine, { leaseSeconds, metrics }: KubeVipOptions) {
  const { address, port } = apiServerEndpoint(cluster);
  const settings = {
    address,
    vip_subnet: "32",
    port: String(port),
    vip_interface: networkOf(cluster, machine).interface,
    vip_arp: "true",
    cp_enable: "true",
    cp_namespace: "kube-system",
    svc_enable: "false",
    vip_leaderelection: "true",
    vip_leasename: "plndr-cp-lock",
    // As Kubernetes' own elections are proportioned: 15, 10 and 2 seconds.
    vip_leaseduration: String(leaseSeconds),
    vip_renewdeadline: String(Math.floor((leaseSeconds * 2) / 3)),
    vip_retryperiod: String(Math.floor(leaseSeconds / 5)),
    prometheus_server: `${metrics === "network" ? machine.address : "127.0.0.1"}:${metricsPort}`,
  };
  return [
    ...Object.entries(settings).map(([name, value]) => ({ name, value })),
    { name: "vip_nodename", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } },
  ];
}
