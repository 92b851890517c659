import { z } from "zod";
import { DnsLabel, Ipv4Cidr } from "../../document/primitives.ts";

const scope = z
  .enum(["always", "cross-subnet"])
  .default("always")
  .describe(
    "`cross-subnet` encapsulates only between nodes of different subnets and is faster within one; it needs a network that passes pod addresses unchanged. Default always, which works everywhere.",
  );

const Encapsulation = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("vxlan").describe("VXLAN, UDP port 4789, 50 bytes a packet."), scope }),
  z.strictObject({
    kind: z.literal("ipip").describe("IP in IP, IP protocol 4, 20 bytes a packet. Many clouds drop it."),
    scope,
  }),
  z.strictObject({
    kind: z
      .literal("none")
      .describe(
        "Pod addresses are routed as they are. The network must learn them by BGP, or all nodes stand in one subnet.",
      ),
  }),
]);
export type Encapsulation = z.output<typeof Encapsulation>;

const Bgp = z.strictObject({
  asNumber: z
    .int()
    .min(1)
    .max(4_294_967_295)
    .default(64_512)
    .describe("Autonomous system number of the nodes. Default 64512, the first private one (RFC 6996)."),
  routeReflectors: z
    .strictObject({
      group: DnsLabel.describe("Machine group of the reflectors; it must be among `kubernetes.workers`."),
    })
    .optional()
    .describe(
      "Nodes that pass the routes of all others on. Default none: every node speaks to every other, which is good to about 100 nodes.",
    ),
});

/** The pod network in one place: the host configuration and the addon both read it here. */
export const PodNetwork = z.strictObject({
  kind: z
    .union([z.literal("none"), DnsLabel])
    .describe(
      "Name of the addon that makes the network (calico, ...), or `none`: you bring your own, and nodes stay NotReady until you do.",
    ),
  cidr: Ipv4Cidr.describe(
    "Address range of the pods; disjoint from every other network that machines or pods must reach.",
  ),
  encapsulation: Encapsulation.default({ kind: "vxlan", scope: "always" }).describe(
    "How packets travel between nodes. Default VXLAN always: it asks nothing of the network but UDP.",
  ),
  bgp: Bgp.optional().describe(
    "BGP between nodes, where the pod network speaks it. Default: off with VXLAN; else on, with the default number.",
  ),
  mtu: z
    .int()
    .min(1230)
    .max(9216)
    .optional()
    .describe(
      "Largest packet of a pod in bytes. Default: the smallest MTU of the nodes' networks minus the encapsulation (20 bytes IPIP, 50 VXLAN).",
    ),
  nodePrefixLength: z
    .int()
    .min(16)
    .max(28)
    .default(24)
    .describe(
      "Prefix length of the share of the range that the controller manager gives each node, 16-28. Default 24: room for the usual 110 pods.",
    ),
});
export type PodNetwork = z.output<typeof PodNetwork>;
