import {
  type Cluster,
  clusterDnsAddress,
  hasStableSeccompDefault,
  type Machine,
  providedCapabilities,
} from "@groundplan/core-model";
import { reservedResources } from "./reserved.ts";
import type { KubeadmOptions } from "./schema.ts";

/** Pods that a node runs at most, when the document does not say: the number of Kubernetes' own tests. */
const testedPods = 110;

const apiVersion = "kubelet.config.k8s.io/v1beta1";
const kind = "KubeletConfiguration";

/** Addresses for pods in a node's share of the range; the network's own address, its last and the node's are not. */
export function podAddressesPerNode(cluster: Cluster): number {
  return 2 ** (32 - cluster.spec.kubernetes.podNetwork.nodePrefixLength) - 3;
}

export function maxPods(cluster: Cluster, options: KubeadmOptions): number {
  return options.maxPods ?? Math.min(testedPods, podAddressesPerNode(cluster));
}

/** The kubelet's configuration that all nodes share. @see https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/ */
export function kubeletConfiguration(cluster: Cluster, options: KubeadmOptions): Record<string, unknown> {
  return {
    apiVersion,
    kind,
    cgroupDriver: "systemd",
    clusterDNS: [clusterDnsAddress(cluster)],
    containerLogMaxFiles: 5,
    containerLogMaxSize: "50Mi",
    evictionHard: evictionThresholds,
    maxPods: maxPods(cluster, options),
    podPidsLimit: options.processesPerPod,
    protectKernelDefaults: true,
    readOnlyPort: 0,
    rotateCertificates: true,
    ...(hasStableSeccompDefault(cluster.release) ? { seccompDefault: true } : {}),
    // Without somebody who approves the requests, a kubelet that asks has no certificate and answers nobody: no logs, no exec.
    ...(providedCapabilities(cluster).has("kubelet-certificate-approver") ? { serverTLSBootstrap: true } : {}),
    ...shutdown(options.shutdownGraceSeconds),
  };
}

// Setting one threshold unsets all others, so that the kubelet's own defaults stand here whole.
const evictionThresholds = {
  "imagefs.available": "15%",
  "imagefs.inodesFree": "5%",
  "memory.available": "100Mi",
  "nodefs.available": "10%",
  "nodefs.inodesFree": "5%",
  "pid.available": "10%",
};

/** Pods are ended in order before the machine goes; the last third of the time is for critical pods. */
function shutdown(seconds: number) {
  if (seconds === 0) return {};
  return { shutdownGracePeriod: `${seconds}s`, shutdownGracePeriodCriticalPods: `${Math.floor(seconds / 3)}s` };
}

/** What one machine's kubelet keeps for the host, as a patch of the shared configuration: machines differ in size. */
export function kubeletPatch(cluster: Cluster, machine: Machine): Record<string, unknown> {
  return { apiVersion, kind, kubeReserved: reservedResources(cluster, machine) };
}

/** The same as a flag, for a kubeadm that cannot patch it. */
export function reservedFlag(cluster: Cluster, machine: Machine): string {
  const { cpu, memory } = reservedResources(cluster, machine);
  return `cpu=${cpu},memory=${memory}`;
}
