import {
  type Cluster,
  compareText,
  isControlPlane,
  type Machine,
  patchesKubeletConfiguration,
  poolOf,
  type Taint,
} from "@groundplan/core-model";
import { type Flags, programArguments } from "./arguments.ts";
import { reservedFlag } from "./kubelet.ts";

/** Folder of what is different on one machine; kubeadm lays it over the shared configuration. */
export const patchesFolder = "/etc/kubernetes/patches";

const controlPlaneTaint: Taint = { key: "node-role.kubernetes.io/control-plane", value: "", effect: "NoSchedule" };

/** How a machine enters the cluster as a node. */
export function nodeRegistration(cluster: Cluster, machine: Machine): Record<string, unknown> {
  return {
    name: machine.name,
    criSocket: "unix:///run/containerd/containerd.sock",
    kubeletExtraArgs: programArguments(cluster.release, kubeletFlags(cluster, machine)),
    taints: taintsOf(cluster, machine).map(({ key, value, effect }) => ({
      key,
      ...(value === "" ? {} : { value }),
      effect,
    })),
  };
}

/** Settings that the shared configuration cannot hold. */
function kubeletFlags(cluster: Cluster, machine: Machine): Flags {
  const labels = Object.entries(nodeLabels(cluster, machine)).map(([key, value]) => `${key}=${value}`);
  return {
    "node-ip": machine.address,
    ...(labels.length === 0 ? {} : { "node-labels": labels.sort(compareText).join(",") }),
    ...(patchesKubeletConfiguration(cluster.release) ? {} : { "kube-reserved": reservedFlag(cluster, machine) }),
  };
}

/** The pool's labels and the machine's zone. A kubelet may not give itself others of Kubernetes' domains, which a rule says. */
function nodeLabels(cluster: Cluster, machine: Machine): Readonly<Record<string, string>> {
  const zone: Record<string, string> =
    machine.zone === undefined ? {} : { "topology.kubernetes.io/zone": machine.zone };
  return { ...zone, ...poolOf(cluster, machine)?.labels };
}

/** None is said with an empty list; without one, kubeadm would taint a control plane by itself. */
function taintsOf(cluster: Cluster, machine: Machine): readonly Taint[] {
  const ofPool = poolOf(cluster, machine)?.taints ?? [];
  const keptFree = isControlPlane(cluster, machine) && !cluster.spec.kubernetes.controlPlane.workloads;
  return keptFree ? [controlPlaneTaint, ...ofPool] : ofPool;
}

/** Where kubeadm finds the machine's patches, when it knows of them. */
export function patches(cluster: Cluster): Record<string, unknown> {
  return patchesKubeletConfiguration(cluster.release) ? { patches: { directory: patchesFolder } } : {};
}
