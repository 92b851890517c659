import type { Cluster } from "./cluster.ts";
import type { ClusterDocumentInput } from "./document/cluster-document.ts";
import { parseDocument } from "./document/read-document.ts";
import { formatProblem, type Result } from "./problem.ts";
import { type Catalogue, resolveCluster } from "./resolve.ts";

/** A document as people write it, with the options of any component. */
export type ExampleDocument = ClusterDocumentInput & {
  spec: { hostServices: Record<string, unknown>; addons: Record<string, unknown> };
};

/**
 * A plain cluster that keeps every rule: a pair of balancers, three control planes with stacked etcd, three workers. A fresh
 * copy at every call, to be changed at will: a starting point for tests of components and for trying things out.
 */
export function exampleDocument(): ExampleDocument {
  const system = { name: "system", sizeGB: 100, kind: "ssd" as const };
  return {
    apiVersion: "groundplan.dev/v1alpha1",
    kind: "Cluster",
    metadata: { name: "example", version: "1.0.0" },
    spec: {
      tier: "production",
      release: "2026.11.0",
      site: {
        kind: "virtual",
        domain: "example.com",
        internet: "direct",
        timeServers: ["10.0.0.250"],
        access: { user: "ops", knownHosts: "known_hosts" },
      },
      os: { distribution: "debian", version: "12" },
      networks: { nodes: { cidr: "10.0.0.0/24", router: "10.0.0.254", interface: "eth0", vrrp: true } },
      machines: {
        lb: {
          network: "nodes",
          size: { cpuCores: 4, memoryGiB: 8 },
          disks: [{ ...system }],
          ranges: [{ name: "lb-", first: 1, last: 2, firstAddress: "10.0.0.11" }],
        },
        masters: {
          network: "nodes",
          size: { cpuCores: 8, memoryGiB: 16 },
          disks: [{ ...system }],
          ranges: [{ name: "master-", first: 1, last: 3, firstAddress: "10.0.0.21" }],
        },
        workers: {
          network: "nodes",
          size: { cpuCores: 8, memoryGiB: 16 },
          disks: [{ ...system }],
          ranges: [{ name: "worker-", first: 1, last: 3, firstAddress: "10.0.0.31" }],
        },
      },
      kubernetes: {
        apiServer: { name: "api.example.com" },
        controlPlane: { group: "masters" },
        workers: [{ group: "workers" }],
        etcd: { kind: "stacked", backup: { schedule: "0 */6 * * *", keepDays: 14 } },
        podNetwork: { kind: "none", cidr: "10.244.0.0/16" },
        serviceCidr: "10.96.0.0/16",
      },
      loadBalancer: {
        kind: "haproxy-keepalived",
        group: "lb",
        vip: { address: "10.0.0.10", routerId: 10 },
        listeners: [{ port: 6443, to: { group: "masters", port: 6443 } }],
      },
      secrets: { kind: "age", file: "secrets.age", recipients: [] },
      hostServices: {},
      addons: {},
    },
  };
}

/** Parses and resolves a document that is data. The rules are not asked: ask `judge`. */
export function clusterOf(document: unknown, catalogue: Catalogue): Result<Cluster> {
  const parsed = parseDocument(document, catalogue.components);
  return parsed.ok ? resolveCluster(parsed.value.document, catalogue) : parsed;
}

/** As {@link clusterOf}, for documents that are known to be right. @throws Error with every problem, one a line. */
export function requireCluster(document: unknown, catalogue: Catalogue): Cluster {
  const result = clusterOf(document, catalogue);
  if (!result.ok) throw new Error(result.problems.map(formatProblem).join("\n"));
  return result.value;
}
