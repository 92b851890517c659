import { z } from "zod";
import {
  DnsLabel,
  DnsName,
  Ipv4Address,
  Ipv4Cidr,
  LabelKey,
  LabelValue,
  OneLine,
  Port,
  Quantity,
} from "../../document/primitives.ts";
import { Etcd } from "../etcd/schema.ts";
import { PodNetwork } from "../pod-network/schema.ts";

/** @see https://kubernetes.io/docs/reference/access-authn-authz/authentication/#configuring-the-api-server */
const Oidc = z.strictObject({
  issuer: z
    .string()
    .regex(
      /^https:\/\/[A-Za-z0-9.-]+(:\d{1,5})?(\/[A-Za-z0-9._~/-]*)?$/,
      "must be an https address without query or fragment",
    )
    .describe("Issuer URL, https, exactly as tokens carry it (Dex, UAA, Keycloak, any issuer)."),
  clientId: z
    .string()
    .regex(/^[A-Za-z0-9._:/-]{1,128}$/, "must be a client id")
    .describe("Client id that tokens must be issued for."),
  usernameClaim: z
    .string()
    .regex(/^[A-Za-z0-9_.-]{1,64}$/)
    .default("sub")
    .describe("Claim that names the user. Default sub, the only one that never changes."),
  groupsClaim: z
    .string()
    .regex(/^[A-Za-z0-9_.-]{1,64}$/)
    .optional()
    .describe("Claim that lists groups. Default: none are read."),
});

const ApiServer = z.strictObject({
  name: DnsName.describe(
    "Name of the API server, the control-plane endpoint of kubeadm. Certificates carry it; it cannot change without new ones.",
  ),
  port: Port.default(6443).describe("Port of the API server on each control-plane machine. Default 6443."),
  extraSans: z
    .array(z.union([Ipv4Address, DnsName]))
    .default([])
    .describe("More names and addresses for the serving certificate, beside those that the model knows. Default none."),
  oidc: Oidc.optional().describe("Sign-in by OpenID Connect. Default: certificates and tokens only."),
});

const Taint = z.strictObject({
  key: LabelKey.describe("Key of the taint."),
  value: LabelValue.default("").describe("Value of the taint. Default empty."),
  effect: z
    .enum(["NoSchedule", "PreferNoSchedule", "NoExecute"])
    .describe("What happens to pods that do not tolerate it."),
});
export type Taint = z.output<typeof Taint>;

const WorkerPool = z.strictObject({
  group: DnsLabel.describe("Machine group of the pool."),
  labels: z.record(LabelKey, LabelValue).default({}).describe("Labels of its nodes. Default none."),
  taints: z.array(Taint).default([]).describe("Taints of its nodes, which keep other pods away. Default none."),
  why: OneLine.optional().describe(
    "Why the pool is special. Wanted with labels or taints: a pool that nobody can explain costs capacity.",
  ),
});
export type WorkerPool = z.output<typeof WorkerPool>;

const ControlPlane = z.strictObject({
  group: DnsLabel.describe("Machine group of the control plane."),
  workloads: z
    .boolean()
    .default(false)
    .describe("Whether the control-plane machines also run workloads. Default false: they carry the usual taint."),
});

const Reserved = z.strictObject({
  cpu: Quantity.optional().describe("Processor time kept for the host. Default: by the size of the machine."),
  memory: Quantity.optional().describe("Memory kept for the host. Default: by the size of the machine."),
});

const Upgrade = z.strictObject({
  strategy: z
    .enum(["in-place", "node-replacement", "cluster-replacement"])
    .default("in-place")
    .describe(
      "How a new release reaches the machines. Default in-place: machine by machine, no spare machines needed.",
    ),
  workers: z
    .strictObject({
      order: z
        .enum(["add-first", "remove-first"])
        .default("remove-first")
        .describe("With node replacement: whether the new node comes before the old one goes. Default remove-first."),
      batch: z.int().min(1).max(50).default(1).describe("Workers handled at once, 1-50. Default 1."),
    })
    .default({ order: "remove-first", batch: 1 })
    .describe("How workers are taken. Default: one at a time."),
});

/** Kubernetes itself. Its version comes from the release. */
export const Kubernetes = z.strictObject({
  apiServer: ApiServer.describe("The API server as clients see it."),
  controlPlane: ControlPlane.describe("Machines of the control plane."),
  workers: z
    .array(WorkerPool)
    .default([])
    .describe("Pools of worker nodes. Default none: the control plane must then run workloads."),
  etcd: Etcd.describe("The cluster's own database."),
  podNetwork: PodNetwork.describe("The pod network, in one place."),
  serviceCidr: Ipv4Cidr.describe(
    "Address range of services; disjoint from pods and machines. Its first address is the API server's inside the cluster, its tenth the DNS service's.",
  ),
  clusterDomain: DnsName.default("cluster.local").describe(
    "Domain of services. Default cluster.local; other values break charts that assume it.",
  ),
  proxyMode: z
    .enum(["iptables", "ipvs", "nftables"])
    .default("iptables")
    .describe(
      "How kube-proxy balances services. Default iptables, which every supported kernel has; ipvs is deprecated since Kubernetes 1.35, nftables wants kernel 5.13.",
    ),
  reserved: Reserved.optional().describe(
    "What is kept for the host beside Kubernetes. Default: by the size of the machine.",
  ),
  upgrade: Upgrade.default({ strategy: "in-place", workers: { order: "remove-first", batch: 1 } }).describe(
    "How a new release reaches the machines. Default: in place, one worker at a time.",
  ),
});
export type Kubernetes = z.output<typeof Kubernetes>;
