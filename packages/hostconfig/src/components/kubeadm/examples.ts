import {
  builtinReleases,
  type Cluster,
  type ExampleDocument,
  exampleDocument,
  type FileTree,
  fileTree,
  findMachine,
  type OperatingSystem,
  optionsFor,
  requireCluster,
} from "@groundplan/core-model";
import { z } from "zod";
import { defineHostComponent } from "../../host-component.ts";
import { kubeadm } from "./index.ts";

// Clusters to look at: the plain one, and one that says everything about Kubernetes that can be said.

export type System = readonly [distribution: OperatingSystem["distribution"], version: string, release: string];

export const debian12: System = ["debian", "12", "2026.11.0"];
export const rocky9: System = ["rocky", "9", "2026.11.0"];
export const centos7: System = ["centos", "7.9", "2023.8.1"];

/** Software that answers ARP for the addresses of services, and somebody who approves the kubelets' certificates. */
const announcer = defineHostComponent({
  kind: "host-component",
  name: "announcer",
  title: "Announces addresses of services",
  docs: "https://example.com/",
  options: z.strictObject({}),
  provides: ["kubelet-certificate-approver"],
  pace: "all-at-once",
  declare: () => ({
    machines: [],
    ports: [],
    needs: [{ capability: "strict-arp", why: "it answers by itself", path: ["spec"] }],
  }),
  phase: () => "host-services",
  software: () => ({ packages: [], services: [] }),
  files: () => [],
});

/** The example on a system, changed. */
export function clusterOn([distribution, version, release]: System, change = (_: ExampleDocument) => {}): Cluster {
  const document = exampleDocument();
  document.spec.os = { distribution, version };
  document.spec.release = release;
  change(document);
  const components = [kubeadm, announcer];
  return requireCluster(document, { components, releases: builtinReleases, priceBooks: [], deliveries: ["ansible"] });
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
    announcer: {},
    kubeadm: {
      packages: { url: "https://mirror.example.com/kubernetes/core/stable/vMINOR", key: "keys/kubernetes.asc" },
      metrics: "network",
      maxPods: 60,
      processesPerPod: 8192,
      shutdownGraceSeconds: 90,
    },
  };
}

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
