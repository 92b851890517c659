import { calicoImages, kubernetesArtifacts } from "./published-artifacts.ts";
import type { Release } from "./schema.ts";

// What the two releases of the line share. The versions are those of a published architecture (2023-08) for a small production site.

type OperatingSystems = Release["operatingSystems"];
type Components = Release["components"];
type ReleaseKubernetes = Release["kubernetes"];

const centos7: OperatingSystems[number] = {
  distribution: "centos",
  version: "7.9",
  lifecycle: {
    state: "retired",
    since: "2024-07-01",
    why: "CentOS Linux 7 ended on 2024-06-30, and CentOS Linux has no successor: Rocky Linux 9 is the nearest relative",
    source: "https://www.centos.org/centos-linux-eol/",
  },
  endOfLife: "2024-06-30",
  packages: {
    ansible: "2.9.27",
    chrony: "3.4.0",
    haproxy: "1.5.18",
    keepalived: "1.3.5",
    mysql: "8.0.35",
    "nfs-server": "1.3.0",
    nginx: "1.20.1",
  },
  source: "https://vault.centos.org/7.9.2009/os/x86_64/Packages/",
};

/** Where CentOS 7 cannot serve, its nearest relative: Kubernetes 1.24 and containerd 1.6 are packaged for it too. */
const rocky9: OperatingSystems[number] = {
  distribution: "rocky",
  version: "9",
  lifecycle: { state: "active" },
  endOfLife: "2032-05-31",
  packages: {
    ansible: "2.14.18",
    chrony: "4.6.1",
    haproxy: "2.8.14",
    keepalived: "2.2.8",
    mysql: "8.0.44",
    "nfs-server": "2.5.4",
    nginx: "1.20.1",
  },
  source: "https://wiki.rockylinux.org/rocky/version/",
};

export const operatingSystems2023: OperatingSystems = [centos7, rocky9];

export function kubernetes2023(version: string): ReleaseKubernetes {
  return {
    version,
    endOfLife: "2023-07-28",
    source: "https://kubernetes.io/releases/patch-releases/#non-active-branch-history",
    ...kubernetesArtifacts(version),
  };
}

/** Pinned by kubeadm of Kubernetes 1.24. @see https://github.com/kubernetes/kubernetes/blob/v1.24.17/cmd/kubeadm/app/constants/constants.go */
const pinnedByKubeadm: Components = {
  coredns: {
    version: "1.8.6",
    lifecycle: { state: "active" },
    images: [{ name: "coredns", repository: "registry.k8s.io/coredns/coredns", tag: "v1.8.6" }],
  },
  etcd: {
    version: "3.5.6",
    lifecycle: { state: "active" },
    images: [{ name: "etcd", repository: "registry.k8s.io/etcd", tag: "3.5.6-0" }],
    binaries: [
      { name: "etcd", url: "https://github.com/etcd-io/etcd/releases/download/v3.5.6/etcd-v3.5.6-linux-ARCH.tar.gz" },
    ],
  },
  pause: {
    version: "3.7.0",
    lifecycle: { state: "active" },
    images: [{ name: "pause", repository: "registry.k8s.io/pause", tag: "3.7" }],
  },
};

const packaged: Components = {
  ansible: { packaged: true, lifecycle: { state: "active" }, software: "ansible-core" },
  chrony: { packaged: true, lifecycle: { state: "active" } },
  haproxy: { packaged: true, lifecycle: { state: "active" } },
  keepalived: { packaged: true, lifecycle: { state: "active" } },
  // From upstream's own repository: CentOS 7 has only MariaDB 5.5. @see https://dev.mysql.com/doc/relnotes/mysql/8.0/en/
  mysql: { packaged: true, lifecycle: { state: "active" } },
  "nfs-server": { packaged: true, lifecycle: { state: "active" }, software: "nfs-utils" },
  nginx: { packaged: true, lifecycle: { state: "active" } },
};

const storage: Components = {
  glusterfs: {
    version: "9.6.0",
    lifecycle: { state: "maintenance", why: "The last version that the storage packages for CentOS 7 offer" },
  },
  heketi: {
    version: "10.4.0",
    lifecycle: {
      state: "retired",
      since: "2023-07-01",
      why: "The project is archived; nothing manages GlusterFS volumes for Kubernetes in its place: plan another storage",
      source: "https://github.com/heketi/heketi",
    },
    // Its volumes are mounted by the in-tree GlusterFS plugin, which Kubernetes 1.26 removed.
    kubernetes: { works: "<1.26", source: "https://github.com/kubernetes/kubernetes/issues/115035" },
  },
};

/** KubeSphere reads logs with clients for Elasticsearch 5, 6 and 7 only. */
export const kubesphereElasticsearch = {
  component: "elasticsearch",
  range: ">=5 <8",
  why: "KubeSphere 3 speaks to Elasticsearch 5, 6 and 7 only; its logs, events and audit pages stay empty with 8",
  source: "https://github.com/kubesphere/kubesphere/tree/release-3.4/pkg/simple/client/es/versions",
};

/** KubeKey's own table of which KubeSphere goes with which Kubernetes. */
export const kubekeyMatrix =
  "https://github.com/kubesphere/kubekey/blob/v3.1.10/cmd/kk/pkg/version/kubesphere/ks_installer.go";

export function components2023(versions: { calico: string; containerd: string; kubekey: string }): Components {
  return {
    ...pinnedByKubeadm,
    ...packaged,
    ...storage,
    calico: {
      version: versions.calico,
      lifecycle: { state: "maintenance", why: "The newest line that is tested with Kubernetes 1.24" },
      kubernetes: {
        tested: ">=1.24 <1.29",
        source: "https://docs.tigera.io/archive/v3.26/getting-started/kubernetes/requirements",
      },
      images: calicoImages("docker.io", versions.calico),
    },
    containerd: {
      version: versions.containerd,
      lifecycle: {
        state: "retired",
        since: "2025-08-23",
        why: "The 1.6 line has ended, and no later one is packaged for CentOS 7",
        source: "https://containerd.io/releases/",
      },
      kubernetes: { works: ">=1.20", source: "https://containerd.io/releases/#kubernetes-support" },
    },
    kubekey: {
      version: versions.kubekey,
      lifecycle: { state: "maintenance", why: "The 3.x line; 4.x has another configuration language" },
    },
  };
}
