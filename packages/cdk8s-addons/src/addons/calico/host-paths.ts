import type { k8s } from "cdk8s-plus-27";
import { type CalicoMinor, readsKernelSecurity } from "./versions.ts";

type ContainerName = "upgrade-ipam" | "install-cni" | "mount-bpf" | "calico-node";

/** A path of the host, and where the containers of calico-node see it. */
interface HostPath {
  readonly name: string;
  readonly path: string;
  readonly type?: "Directory" | "DirectoryOrCreate" | "FileOrCreate";
  readonly mounts: readonly {
    readonly in: ContainerName;
    readonly at: string;
    readonly readOnly?: true;
    readonly shared?: true;
  }[];
}

/** Where the container runtime looks for plugins; containerd is configured with the same paths. */
const cniBinaries = "/opt/cni/bin";
const cniConfiguration = "/etc/cni/net.d";

const hostPaths: readonly HostPath[] = [
  { name: "lib-modules", path: "/lib/modules", mounts: [{ in: "calico-node", at: "/lib/modules", readOnly: true }] },
  {
    name: "var-run-calico",
    path: "/var/run/calico",
    type: "DirectoryOrCreate",
    mounts: [
      { in: "calico-node", at: "/var/run/calico" },
      { in: "mount-bpf", at: "/var/run/calico", shared: true },
    ],
  },
  {
    name: "var-lib-calico",
    path: "/var/lib/calico",
    type: "DirectoryOrCreate",
    mounts: [{ in: "calico-node", at: "/var/lib/calico" }],
  },
  {
    name: "xtables-lock",
    path: "/run/xtables.lock",
    type: "FileOrCreate",
    mounts: [{ in: "calico-node", at: "/run/xtables.lock" }],
  },
  {
    name: "sys-fs",
    path: "/sys/fs/",
    type: "DirectoryOrCreate",
    mounts: [{ in: "mount-bpf", at: "/sys/fs", shared: true }],
  },
  { name: "bpffs", path: "/sys/fs/bpf", type: "Directory", mounts: [{ in: "calico-node", at: "/sys/fs/bpf" }] },
  { name: "nodeproc", path: "/proc", mounts: [{ in: "mount-bpf", at: "/nodeproc", readOnly: true }] },
  {
    name: "cni-bin-dir",
    path: cniBinaries,
    type: "DirectoryOrCreate",
    mounts: [
      { in: "upgrade-ipam", at: "/host/opt/cni/bin" },
      { in: "install-cni", at: "/host/opt/cni/bin" },
    ],
  },
  {
    name: "cni-net-dir",
    path: cniConfiguration,
    type: "DirectoryOrCreate",
    mounts: [
      { in: "install-cni", at: "/host/etc/cni/net.d" },
      { in: "calico-node", at: "/host/etc/cni/net.d" },
    ],
  },
  {
    name: "cni-log-dir",
    path: "/var/log/calico/cni",
    type: "DirectoryOrCreate",
    mounts: [{ in: "calico-node", at: "/var/log/calico/cni", readOnly: true }],
  },
  {
    name: "host-local-net-dir",
    path: "/var/lib/cni/networks",
    type: "DirectoryOrCreate",
    mounts: [{ in: "upgrade-ipam", at: "/var/lib/cni/networks" }],
  },
  {
    name: "policysync",
    path: "/var/run/nodeagent",
    type: "DirectoryOrCreate",
    mounts: [{ in: "calico-node", at: "/var/run/nodeagent" }],
  },
];

const kernelSecurity: HostPath = {
  name: "sys-kernel-security",
  path: "/sys/kernel/security",
  mounts: [{ in: "calico-node", at: "/sys/kernel/security", readOnly: true }],
};

function pathsOf(minor: CalicoMinor): readonly HostPath[] {
  return readsKernelSecurity(minor) ? [...hostPaths, kernelSecurity] : hostPaths;
}

export function hostPathVolumes(minor: CalicoMinor): k8s.Volume[] {
  return pathsOf(minor).map(({ name, path, type }) => ({ name, hostPath: { path, ...(type ? { type } : {}) } }));
}

/** What one container sees of the host. Mounts that are shared reach the host as well: the BPF file system outlives the pod. */
export function hostPathMounts(container: ContainerName, minor: CalicoMinor): k8s.VolumeMount[] {
  return pathsOf(minor).flatMap(({ name, mounts }) =>
    mounts
      .filter((mount) => mount.in === container)
      .map(({ at, readOnly, shared }) => ({
        name,
        mountPath: at,
        ...(readOnly ? { readOnly } : {}),
        ...(shared ? { mountPropagation: "Bidirectional" } : {}),
      })),
  );
}
