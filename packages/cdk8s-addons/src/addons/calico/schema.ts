import { DnsLabel, Ipv4Address, Ipv4Cidr, Port, Quantity } from "@groundplan/core-model";
import { z } from "zod";

const Metrics = z.strictObject({
  felixPort: Port.default(9091).describe("Port of Felix's metrics on every node. Default 9091, Felix's own."),
  typhaPort: Port.default(9093).describe(
    "Port of Typha's metrics on the nodes where it runs. Default 9093, Typha's own.",
  ),
});

const Peer = z.strictObject({
  name: DnsLabel.describe("Name of the peering, and of its object in the cluster."),
  address: Ipv4Address.describe("Address of the router that the nodes speak BGP with."),
  asNumber: z.int().min(1).max(4_294_967_295).describe("Autonomous system number of the router, 1-4294967295."),
  group: DnsLabel.optional().describe(
    "Machine group of nodes that peer with this router, for a router per rack. Default: every node.",
  ),
});
export type Peer = z.output<typeof Peer>;

const Advertise = z.strictObject({
  clusterIps: z
    .boolean()
    .default(false)
    .describe(
      "Whether the range of services is announced to the routers, so that clients outside reach them. Default false.",
    ),
  externalIps: z
    .array(Ipv4Cidr)
    .default([])
    .describe("Ranges whose external addresses of services are announced. Default none."),
  loadBalancerIps: z
    .array(Ipv4Cidr)
    .default([])
    .describe("Ranges whose load-balancer addresses of services are announced. Default none."),
});

const Requests = z.strictObject({
  cpu: Quantity.default("250m").describe("Processor time that each calico-node asks for. Default 250m, as upstream."),
  memory: Quantity.default("128Mi").describe(
    "Memory that each calico-node asks for. Default 128Mi, about what it holds in a small cluster; raise it above 200 nodes.",
  ),
});

/**
 * What is finer than `kubernetes.podNetwork`: everything here has a default that suits most clusters.
 * @see https://docs.tigera.io/calico/latest/reference/
 */
export const CalicoOptions = z.strictObject({
  nodeAddress: z
    .enum(["kubernetes-internal-ip", "network-cidrs"])
    .default("kubernetes-internal-ip")
    .describe(
      "How a node finds its own address. Default kubernetes-internal-ip: the one that the kubelet reports, so that docker bridges and virtual addresses are never taken for it. network-cidrs: the first address within the nodes' networks, for kubelets that report another one.",
    ),
  blockSize: z
    .int()
    .min(20)
    .max(32)
    .default(26)
    .describe(
      "Prefix length of the blocks that nodes take from the pod range, 20-32. Default 26: 64 addresses a block. It cannot change while the pool exists.",
    ),
  strictAffinity: z
    .boolean()
    .default(false)
    .describe(
      "Whether a node may use addresses of its own blocks only. Default false: when all blocks are taken, a node borrows single addresses from others, which costs a route each. Routers that know whole blocks only need true.",
    ),
  natOutgoing: z
    .boolean()
    .default(true)
    .describe(
      "Whether pods reach everything outside the pod range under their node's address. Default true; false only where the network knows the way back to pods.",
    ),
  nodeSelector: z
    .string()
    .min(1)
    .max(1024)
    .default("all()")
    .describe(
      "Which nodes take addresses from the pool, as a selector of Calico. Default all(). A node that no pool selects runs no pods.",
    ),
  wireguard: z
    .boolean()
    .default(false)
    .describe(
      "Whether traffic between nodes is encrypted by WireGuard, UDP port 51820. Default false. It takes 60 bytes of every packet and wants kernel 5.6 on every node.",
    ),
  typhaReplicas: z
    .int()
    .min(0)
    .max(20)
    .optional()
    .describe(
      "Copies of Typha, which stands between the nodes and the API server, 0-20; fewer than nodes. Default: none up to 50 nodes; above, one for every 200 and at least 3.",
    ),
  metrics: Metrics.optional().describe(
    "Prometheus metrics of Felix and Typha, on the nodes' own addresses. Default: off.",
  ),
  logSeverity: z
    .enum(["Debug", "Info", "Warning", "Error"])
    .default("Info")
    .describe("Least severity that is logged. Default Info. Debug fills disks within hours."),
  routeReflectorClusterId: Ipv4Address.default("244.0.0.1").describe(
    "Identity that all route reflectors share, written as an address (RFC 4456 section 7); it is never reached. Default 244.0.0.1, which no machine can have.",
  ),
  peers: z
    .array(Peer)
    .default([])
    .describe("Routers outside the cluster that nodes speak BGP with. Default none: routes stay among the nodes."),
  advertise: Advertise.default({ clusterIps: false, externalIps: [], loadBalancerIps: [] }).describe(
    "Addresses of services that are announced by BGP. Default none.",
  ),
  nodeRequests: Requests.default({ cpu: "250m", memory: "128Mi" }).describe(
    "What each calico-node asks of its machine. Default 250m and 128Mi. There are no limits: a pod network that is throttled takes the node with it.",
  ),
  updateNodesAtOnce: z
    .int()
    .min(1)
    .max(100)
    .default(1)
    .describe(
      "Nodes whose calico-node is renewed at once, 1-100. Default 1. Pods keep their network meanwhile; new ones wait.",
    ),
});
export type CalicoOptions = z.output<typeof CalicoOptions>;
