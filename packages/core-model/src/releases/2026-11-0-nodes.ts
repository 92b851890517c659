import type { Release } from "./schema.ts";

// What machines run themselves, in release 2026.11.0.

type Components = Release["components"];

/**
 * A packaged version is the one that the distribution offered in November 2026; only lines matter to us, fixes come by themselves.
 * What Debian offers as mysql is MariaDB; on Rocky Linux 9 PostgreSQL is that of the module's stream 16.
 */
export const operatingSystems: Release["operatingSystems"] = [
  {
    distribution: "debian",
    version: "12",
    lifecycle: { state: "maintenance", why: "Long-term support since June 2026, until June 2028" },
    endOfLife: "2028-06-10",
    packages: {
      ansible: "2.14.18",
      chrony: "4.3.0",
      haproxy: "2.6.12",
      keepalived: "2.2.7",
      mysql: "10.11.19",
      "nfs-server": "2.6.2",
      nginx: "1.22.1",
      postgresql: "15.20.0",
      redis: "7.0.15",
    },
    source: "https://wiki.debian.org/DebianReleases",
  },
  {
    distribution: "debian",
    version: "13",
    lifecycle: { state: "active" },
    endOfLife: "2030-06-30",
    packages: {
      ansible: "2.19.0",
      chrony: "4.6.1",
      haproxy: "3.0.11",
      keepalived: "2.3.3",
      mysql: "11.8.6",
      "nfs-server": "2.8.3",
      nginx: "1.26.3",
      postgresql: "17.9.0",
      redis: "8.0.2",
    },
    source: "https://wiki.debian.org/DebianReleases",
  },
  {
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
      postgresql: "16.11.0",
      redis: "6.2.20",
    },
    source: "https://wiki.rockylinux.org/rocky/version/",
  },
  {
    distribution: "ubuntu",
    version: "22.04",
    lifecycle: { state: "maintenance", why: "Free security fixes end in April 2027" },
    endOfLife: "2027-04-01",
    packages: {
      ansible: "2.12.0",
      chrony: "4.2.0",
      haproxy: "2.4.18",
      keepalived: "2.2.4",
      mysql: "8.0.44",
      "nfs-server": "2.6.1",
      nginx: "1.18.0",
      postgresql: "14.20.0",
      redis: "6.0.16",
    },
    source: "https://wiki.ubuntu.com/Releases",
  },
  {
    distribution: "ubuntu",
    version: "24.04",
    lifecycle: { state: "active" },
    endOfLife: "2029-05-31",
    packages: {
      ansible: "2.16.3",
      chrony: "4.5.0",
      haproxy: "2.8.16",
      keepalived: "2.2.8",
      mysql: "8.0.44",
      "nfs-server": "2.6.4",
      nginx: "1.24.0",
      postgresql: "16.11.0",
      redis: "7.0.15",
    },
    source: "https://wiki.ubuntu.com/Releases",
  },
];

const kubeadmPins = "https://github.com/kubernetes/kubernetes/blob/v1.36.4/cmd/kubeadm/app/constants/constants.go";

/** Pinned by kubeadm of this Kubernetes version. */
const pinnedByKubeadm: Components = {
  coredns: {
    version: "1.14.2",
    lifecycle: { state: "active" },
    kubernetes: { tested: ">=1.36 <1.37", source: kubeadmPins },
    images: [{ name: "coredns", repository: "registry.k8s.io/coredns/coredns", tag: "v1.14.2" }],
  },
  etcd: {
    version: "3.6.8",
    lifecycle: { state: "active" },
    kubernetes: { tested: ">=1.36 <1.37", source: kubeadmPins },
    images: [{ name: "etcd", repository: "registry.k8s.io/etcd", tag: "3.6.8-0" }],
    binaries: [
      {
        name: "etcd",
        url: "https://github.com/etcd-io/etcd/releases/download/v3.6.8/etcd-v3.6.8-linux-ARCH.tar.gz",
        sha256: {
          amd64: "cf9cfe91a4856cb90eed9c99e6aee4b708db2c7888b88a6f116281f04b0ea693",
          arm64: "438f56a700d17ce761510a3e63e6fa5c1d587b2dd4d7a22c179c09a649366760",
        },
      },
    ],
  },
  pause: {
    version: "3.10.2",
    lifecycle: { state: "active" },
    images: [{ name: "pause", repository: "registry.k8s.io/pause", tag: "3.10.2" }],
  },
};

/** The container runtime and what belongs to it. */
const runtime: Components = {
  "cni-plugins": {
    version: "1.9.1",
    lifecycle: { state: "active" },
    binaries: [
      {
        name: "cni-plugins",
        url: "https://github.com/containernetworking/plugins/releases/download/v1.9.1/cni-plugins-linux-ARCH-v1.9.1.tgz",
        sha256: {
          amd64: "b98f74a0f8522f0a83867178729c1aa70f2158f90c45a2ca8fa791db1c76b303",
          arm64: "56171987d3947707c3563db2f4001bccaf50fd63468611b9f3cbecb1375ee7ec",
        },
      },
    ],
  },
  containerd: {
    version: "2.3.4",
    lifecycle: { state: "active" },
    kubernetes: { tested: ">=1.36 <1.37", source: "https://containerd.io/releases/#kubernetes-support" },
    binaries: [
      {
        name: "containerd",
        url: "https://github.com/containerd/containerd/releases/download/v2.3.4/containerd-2.3.4-linux-ARCH.tar.gz",
        sha256: {
          amd64: "9d68969855fbf676cdb8ed758e420fb048d61f984f61de3e53eddfebe484d168",
          arm64: "a985fbb7e18fc0362d31a055338f5d7b0e087a3e27f14c70d1c5965399a29f95",
        },
      },
    ],
  },
  crictl: {
    version: "1.36.0",
    lifecycle: { state: "active" },
    binaries: [
      {
        name: "crictl",
        url: "https://github.com/kubernetes-sigs/cri-tools/releases/download/v1.36.0/crictl-v1.36.0-linux-ARCH.tar.gz",
        sha256: {
          amd64: "83855e114566a8a8c44c548d515670f51de3a5e1da8b2effb59870e2f10c25a3",
          arm64: "68328594ccf780a80ae2b092d9f6ce484eec7cf540c275242e8fd954bfd95332",
        },
      },
    ],
  },
  runc: {
    version: "1.4.3",
    lifecycle: { state: "active" },
    binaries: [
      {
        name: "runc",
        url: "https://github.com/opencontainers/runc/releases/download/v1.4.3/runc.ARCH",
        sha256: {
          amd64: "f6ae8efc0fa40079e1475e97cbe9d1bd3f106a28d6af78a11d9f1bd565515e60",
          arm64: "633301e2e32f8a5ad54031aab4901eb00308bec677dd15faa2751e8f9dab5ca4",
        },
      },
    ],
  },
};

const packaged: Components = {
  ansible: { packaged: true, lifecycle: { state: "active" }, software: "ansible-core" },
  chrony: { packaged: true, lifecycle: { state: "active" } },
  haproxy: { packaged: true, lifecycle: { state: "active" } },
  keepalived: { packaged: true, lifecycle: { state: "active" } },
  mysql: { packaged: true, lifecycle: { state: "active" } },
  "nfs-server": { packaged: true, lifecycle: { state: "active" }, software: "nfs-utils" },
  nginx: { packaged: true, lifecycle: { state: "active" } },
  postgresql: { packaged: true, lifecycle: { state: "active" } },
  redis: { packaged: true, lifecycle: { state: "active" } },
};

export const nodeComponents: Components = { ...pinnedByKubeadm, ...runtime, ...packaged };
