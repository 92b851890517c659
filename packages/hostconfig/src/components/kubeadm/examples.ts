import {
  builtinReleases,
  type Cluster,
  type Component,
  type ExampleDocument,
  exampleDocument,
  type FileTree,
  fileTree,
  findMachine,
  type OperatingSystem,
  optionsFor,
  requireCluster,
} from "@groundplan/core-model";
import { kubeadm } from "./index.ts";

// Clusters to look at: the plain one, and one that says everything about Kubernetes that can be said.

export type System = readonly [distribution: OperatingSystem["distribution"], version: string, release: string];

export const debian12: System = ["debian", "12", "2026.11.0"];
export const rocky9: System = ["rocky", "9", "2026.11.0"];
export const centos7: System = ["centos", "7.9", "2023.8.1"];

/** The example on a system, changed. */
function documentOn([distribution, version, release]: System, change = (_: ExampleDocument) => {}): ExampleDocument {
  const document = exampleDocument();
  document.spec.os = { distribution, version };
  document.spec.release = release;
  change(document);
  return document;
}

/** The same, resolved. */
export function clusterOn(
  system: System,
  change?: (document: ExampleDocument) => void,
  neighbours: readonly Component[] = [],
): Cluster {
  return requireCluster(documentOn(system, change), {
    components: [kubeadm, ...neighbours],
    releases: builtinReleases,
    priceBooks: [],
    deliveries: ["ansible"],
  });
}

/** Everything that the document can say about Kubernetes. */
export function enrich({ spec }: ExampleDocument): void {
  const system = { name: "system", sizeGB: 100, kind: "ssd" as const };
  spec.machines.etcd = {
    network: "nodes",
    size: { cpuCores: 4, memoryGiB: 8 },
    disks: [system],
    ranges: [{ name: "etcd-", first: 1, last: 3, firstAddress: "10.0.0.41" }],
  };
  spec.site.zones = ["a", "b", "c"];
  spec.site.registry = { host: "registry.example.com:5000", path: "kubernetes" };
  spec.kubernetes = {
    ...spec.kubernetes,
    apiServer: {
      name: "api.example.com",
      port: 7443,
      extraSans: ["kubernetes.example.org"],
      oidc: { issuer: "https://dex.example.com", clientId: "kubernetes", groupsClaim: "groups" },
    },
    controlPlane: { group: "masters", workloads: true },
    etcd: { kind: "external", group: "etcd", roundTripMs: 2 },
    workers: [
      {
        group: "workers",
        labels: { "example.com/pool": "storage" },
        taints: [{ key: "example.com/pool", value: "storage", effect: "NoSchedule" }],
        why: "Storage needs its memory for itself",
      },
    ],
    podNetwork: { kind: "none", cidr: "10.244.0.0/16", nodePrefixLength: 26 },
    proxyMode: "ipvs",
    reserved: { cpu: "500m", memory: "1Gi" },
  };
  spec.loadBalancer = {
    kind: "haproxy-keepalived",
    group: "lb",
    vip: { address: "10.0.0.10", routerId: 10 },
    listeners: [{ port: 6443, to: { group: "masters", port: 7443 } }],
  };
  spec.hostServices = {
    kubeadm: {
      packages: { url: "https://mirror.example.com/kubernetes/core/stable/vMINOR", key: "keys/kubernetes.asc" },
      metrics: "network",
      maxPods: 60,
      processesPerPod: 8192,
      shutdownGraceSeconds: 90,
    },
  };
}

/** The clusters that the golden files are drawn from. */
export const examples: Readonly<Record<string, () => ExampleDocument>> = {
  plain: () => documentOn(debian12),
  rich: () => documentOn(rocky9, enrich),
  "rich-v1beta3": () => documentOn(centos7, enrich),
};

export function treeOf(cluster: Cluster, name: string): FileTree {
  return fileTree(kubeadm.files(cluster, findMachine(cluster, name), optionsFor(cluster, kubeadm)));
}

export function softwareOf(cluster: Cluster, name: string) {
  return kubeadm.software(cluster, findMachine(cluster, name), optionsFor(cluster, kubeadm));
}

/** The text of a machine's file for kubeadm, whichever it has. */
export function kubeadmText(cluster: Cluster, name: string): string {
  const tree = treeOf(cluster, name);
  return (tree.get("etc/kubernetes/kubeadm-init.yaml") ?? tree.get("etc/kubernetes/kubeadm-join.yaml"))?.content ?? "";
}
