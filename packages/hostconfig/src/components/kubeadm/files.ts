import {
  type Cluster,
  type Disk,
  type File,
  file,
  firstControlPlane,
  isControlPlane,
  type Machine,
  patchesKubeletConfiguration,
  tryFindDisk,
  writeOrderedYaml,
  writeYamlDocuments,
} from "@groundplan/core-model";
import { writeUnit } from "../../formats/systemd-unit.ts";
import { diskMountFiles, mountUnit } from "../../kit/disk-mount.ts";
import { header } from "../../kit/header.ts";
import { repositoryFiles } from "../../kit/package-repository.ts";
import { initConfiguration, initSecrets, joinConfiguration, joinSecrets } from "./bootstrap.ts";
import { clusterConfiguration, metricsAddress } from "./cluster-configuration.ts";
import { kubeProxyConfiguration } from "./kube-proxy.ts";
import { kubeletConfiguration, kubeletPatch } from "./kubelet.ts";
import { patchesFolder } from "./node-registration.ts";
import { kubernetesRepository } from "./packages.ts";
import type { KubeadmOptions } from "./schema.ts";

const component = "kubeadm";
const above = header(component);
const etcdFolder = "/var/lib/etcd";

export function kubeadmFiles(cluster: Cluster, machine: Machine, options: KubeadmOptions): readonly File[] {
  const isFirst = isControlPlane(cluster, machine) && machine.name === firstControlPlane(cluster).name;
  return [
    isFirst ? initFile(cluster, machine, options) : joinFile(cluster, machine),
    kubeletDropIn(),
    ...patchFile(cluster, machine),
    ...repositoryFiles(component, machine, kubernetesRepository(cluster, options)),
    ...etcdDiskFiles(cluster, machine),
  ];
}

function initFile(cluster: Cluster, machine: Machine, options: KubeadmOptions): File {
  const documents = [
    initConfiguration(cluster, machine),
    clusterConfiguration(cluster, options),
    kubeletConfiguration(cluster, options),
    kubeProxyConfiguration(cluster, metricsAddress(options)),
  ];
  return file({
    path: "etc/kubernetes/kubeadm-init.yaml",
    content: writeYamlDocuments(documents, above),
    mode: 0o600,
    component,
    effects: [
      { action: "report", why: "kubeadm reads it once, at init; a running cluster is changed with kubeadm upgrade" },
    ],
    secrets: initSecrets,
  });
}

function joinFile(cluster: Cluster, machine: Machine): File {
  return file({
    path: "etc/kubernetes/kubeadm-join.yaml",
    content: writeOrderedYaml(joinConfiguration(cluster, machine), above),
    mode: 0o600,
    component,
    effects: [{ action: "report", why: "kubeadm reads it once, at join; a node is changed by replacing it" }],
    secrets: joinSecrets(cluster, machine),
  });
}

function patchFile(cluster: Cluster, machine: Machine): readonly File[] {
  if (!patchesKubeletConfiguration(cluster.release)) return [];
  return [
    file({
      path: `${patchesFolder.slice(1)}/kubeletconfiguration+merge.yaml`,
      content: writeOrderedYaml(kubeletPatch(cluster, machine), above),
      mode: 0o600,
      component,
      effects: [{ action: "report", why: "kubeadm reads it at init, join and upgrade" }],
    }),
  ];
}

/** The package's own unit knows neither the runtime nor what must be mounted and off before it. */
function kubeletDropIn(): File {
  const content = writeUnit(above, [
    {
      name: "Unit",
      lines: [
        ["Wants", "containerd.service"],
        ["After", "containerd.service swap-off.service"],
        ["RequiresMountsFor", "/var/lib/kubelet"],
      ],
    },
    // The kubelet asks for its own figures, which not every system counts by default.
    {
      name: "Service",
      lines: [
        ["CPUAccounting", "yes"],
        ["MemoryAccounting", "yes"],
      ],
    },
  ]);
  return file({
    path: "etc/systemd/system/kubelet.service.d/20-groundplan.conf",
    content,
    mode: 0o600,
    component,
    effects: [{ action: "daemon-reload" }, { action: "restart", unit: "kubelet" }],
  });
}

/** A stacked member's disk. */
function etcdDiskFiles(cluster: Cluster, machine: Machine): readonly File[] {
  const disk = stackedEtcdDisk(cluster, machine);
  return disk === undefined ? [] : diskMountFiles({ component, disk, folder: etcdFolder });
}

/** Units that must be up before kubeadm runs, with their suffix. */
export function etcdDiskServices(cluster: Cluster, machine: Machine): readonly string[] {
  return stackedEtcdDisk(cluster, machine) === undefined ? [] : [mountUnit(etcdFolder)];
}

function stackedEtcdDisk(cluster: Cluster, machine: Machine): (Disk & { readonly device: string }) | undefined {
  if (cluster.spec.kubernetes.etcd.kind !== "stacked" || !isControlPlane(cluster, machine)) return undefined;
  const disk = tryFindDisk(machine, "etcd");
  return disk?.device === undefined ? undefined : { ...disk, device: disk.device };
}
