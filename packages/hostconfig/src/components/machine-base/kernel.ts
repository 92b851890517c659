import { type Cluster, compareText, isNode, type Machine } from "@groundplan/core-model";
import { findSystem } from "../../os/system-facts.ts";
import type { MachineBaseOptions } from "./schema.ts";

/** Why a setting is there, as the file tells its reader. */
export type SettingReason = keyof typeof reasons;

export const reasons = {
  required: "Containers and their network do not work without these.",
  kubelet: "The kubelet wants these values and refuses to start with others (protectKernelDefaults).",
  room: "Room for many containers on one machine.",
  document: "From cluster.yaml.",
} as const;

export interface KernelSetting {
  readonly key: string;
  readonly value: string;
  readonly reason: SettingReason;
}

/** @see https://kubernetes.io/docs/setup/production-environment/container-runtimes/#network-configuration */
const required = {
  "net.bridge.bridge-nf-call-ip6tables": 1,
  "net.bridge.bridge-nf-call-iptables": 1,
  "net.ipv4.ip_forward": 1,
};

/** @see https://github.com/kubernetes/kubernetes/blob/master/pkg/kubelet/cm/container_manager_linux.go setupKernelTunables */
const kubelet = {
  "kernel.keys.root_maxbytes": 25_000_000,
  "kernel.keys.root_maxkeys": 1_000_000,
  "kernel.panic": 10,
  "kernel.panic_on_oops": 1,
  "vm.overcommit_memory": 1,
  "vm.panic_on_oom": 0,
};

const room = {
  // Every container that watches files takes an instance; the kernel's own 128 is used up by a few dozen.
  "fs.inotify.max_user_instances": 8192,
  "fs.inotify.max_user_watches": 524_288,
  // The largest that 64-bit kernels take, and systemd's own choice since version 243.
  "kernel.pid_max": 4_194_304,
  // Since Linux 5.4 the kernel's own default; older ones have 128.
  "net.core.somaxconn": 4096,
  // NodePorts: no outgoing connection may take one by chance.
  "net.ipv4.ip_local_reserved_ports": "30000-32767",
  // Neighbours: a thousand nodes in one segment overflow the kernel's own 1024. Values of OpenShift's node tuning.
  "net.ipv4.neigh.default.gc_thresh1": 8192,
  "net.ipv4.neigh.default.gc_thresh2": 32_768,
  "net.ipv4.neigh.default.gc_thresh3": 65_536,
};

/** Values that a node must have: changing one breaks Kubernetes. */
export const requiredOnNodes: Readonly<Record<string, number>> = { ...required, ...kubelet };

/** What is set on a machine in the end, each setting once, the document's word last. Sorted by reason, then by name. */
export function kernelSettings(
  cluster: Cluster,
  machine: Machine,
  options: MachineBaseOptions,
): readonly KernelSetting[] {
  const settings = new Map<string, KernelSetting>();
  const add = (values: Readonly<Record<string, string | number>>, reason: SettingReason) => {
    for (const [key, value] of Object.entries(values)) settings.set(key, { key, value: String(value), reason });
  };
  if (isNode(cluster, machine)) {
    add(required, "required");
    add(findSystem(machine.os).nodeSettings, "required");
    add(kubelet, "kubelet");
    add(room, "room");
  }
  add(options.sysctl, "document");
  add(options.groups[machine.group]?.sysctl ?? {}, "document");
  return [...settings.values()].sort((a, b) => rank(a) - rank(b) || compareText(a.key, b.key));
}

function rank({ reason }: KernelSetting): number {
  return Object.keys(reasons).indexOf(reason);
}

/** Modules of containerd (overlay) and of bridges whose packets iptables must see. @see https://kubernetes.io/docs/setup/production-environment/container-runtimes/ */
const nodeModules = ["br_netfilter", "overlay"];

/** @see https://github.com/kubernetes/kubernetes/blob/master/pkg/proxy/ipvs/README.md */
const ipvsModules = ["ip_vs", "ip_vs_rr", "ip_vs_sh", "ip_vs_wrr", "nf_conntrack"];

/** Modules that are loaded on a machine at every start, sorted. */
export function kernelModules(cluster: Cluster, machine: Machine, options: MachineBaseOptions): readonly string[] {
  const modules = new Set([...options.modules, ...(options.groups[machine.group]?.modules ?? [])]);
  if (isNode(cluster, machine)) {
    for (const name of nodeModules) modules.add(name);
    if (cluster.spec.kubernetes.proxyMode === "ipvs") for (const name of ipvsModules) modules.add(name);
  }
  return [...modules].sort(compareText);
}
