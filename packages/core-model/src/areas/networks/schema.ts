import { z } from "zod";
import { DnsLabel, Ipv4Address, Ipv4Cidr } from "../../document/primitives.ts";

/** One network segment that machines stand in. */
export const Network = z.strictObject({
  cidr: Ipv4Cidr.describe("Address range, written by its first address: 10.0.1.0/24."),
  router: Ipv4Address.describe(
    "Address of the default router, inside the range. It must not be a machine's or a virtual address.",
  ),
  interface: z
    .string()
    .regex(/^[a-zA-Z][a-zA-Z0-9._-]{0,14}$/, "must be a Linux interface name of at most 15 characters")
    .describe(
      "Name of the interface by which machines stand in this network: eth0, bond0. keepalived and the pod network use it.",
    ),
  mtu: z
    .int()
    .min(1280)
    .max(9216)
    .default(1500)
    .describe(
      "Largest packet in bytes, 1280-9216. Default 1500, which every Ethernet passes; the pod network's MTU is derived from it.",
    ),
  vrrp: z
    .boolean()
    .default(false)
    .describe(
      "Whether the network passes VRRP (IP protocol 112) between its machines. Default false: most clouds drop it, so it must be said.",
    ),
  bgp: z
    .boolean()
    .default(false)
    .describe(
      "Whether routers and machines speak BGP here, so that pod addresses can be routed without encapsulation. Default false.",
    ),
  segment: DnsLabel.optional().describe(
    "Name of the layer-2 segment, when several networks share one switch or VLAN. VRRP router ids must differ per segment. Default: the network is its own segment.",
  ),
});
export type Network = z.output<typeof Network>;

/** Networks by name. */
export const Networks = z
  .record(DnsLabel, Network)
  .refine((networks) => Object.keys(networks).length > 0, "must name at least one network")
  .describe("Networks that machines stand in, by name.");
