import type { builtin, DocumentFor } from "@groundplan/synth";

/** A right document: each program beside this one makes one mistake in it. */
export type Document = DocumentFor<typeof builtin>;

export const spec = {
  tier: "testing",
  release: "2026.11.0",
  site: {
    kind: "virtual",
    domain: "x.example.com",
    internet: "direct",
    access: { user: "ops", knownHosts: "known_hosts" },
  },
  os: { distribution: "debian", version: "12" },
  networks: { lab: { cidr: "10.9.0.0/24", router: "10.9.0.254", interface: "eth0" } },
  machines: {
    all: {
      network: "lab",
      size: { cpuCores: 2, memoryGiB: 4 },
      disks: [{ name: "system", sizeGB: 40 }],
      hosts: { one: { address: "10.9.0.1" } },
    },
  },
  kubernetes: {
    apiServer: { name: "api.x.example.com" },
    controlPlane: { group: "all", workloads: true },
    etcd: { kind: "stacked" },
    podNetwork: { kind: "calico", cidr: "10.244.0.0/16" },
    serviceCidr: "10.96.0.0/16",
  },
  loadBalancer: { kind: "none" },
  secrets: { kind: "age", file: "secrets.age", recipients: [] },
} satisfies Document["spec"];

export const head = {
  apiVersion: "groundplan.dev/v1alpha1",
  kind: "Cluster",
  metadata: { name: "x", version: "0.1.0", expires: "2099-12-31" },
} satisfies Omit<Document, "spec">;
