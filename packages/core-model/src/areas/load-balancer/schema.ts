import { z } from "zod";
import { DnsLabel, Ipv4Address, Port } from "../../document/primitives.ts";

const Listener = z.strictObject({
  port: Port.describe("Port on the balancer's address."),
  to: z
    .strictObject({
      group: DnsLabel.describe("Machine group behind the listener."),
      port: Port.describe("Port on those machines."),
    })
    .describe("What stands behind the listener."),
});
export type Listener = z.output<typeof Listener>;

const listeners = z.array(Listener).min(1).describe("Ports that are forwarded, each with what stands behind it.");

/** VRRP's virtual router id. Two pairs in one layer-2 segment must differ. @see RFC 5798 section 5.2.3 */
export const RouterId = z
  .int()
  .min(1)
  .max(255)
  .describe("VRRP virtual router id, 1-255, unique in its layer-2 segment.");

/** An address that a pair of machines holds by VRRP. */
export const VrrpAddress = z.strictObject({
  address: Ipv4Address.describe("The virtual address: free, and in the network of the machines that hold it."),
  routerId: RouterId,
});
export type VrrpAddress = z.output<typeof VrrpAddress>;

/** The way in to the API server (and whatever else is forwarded beside it). */
export const LoadBalancer = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z
      .literal("haproxy-keepalived")
      .describe("Two or more machines with HAProxy; keepalived moves the address between them."),
    group: DnsLabel.describe("Machine group of the balancers."),
    vip: VrrpAddress.describe("The address that clients use."),
    listeners,
  }),
  z.strictObject({
    kind: z
      .literal("cloud")
      .describe("A balancer of the provider: nothing runs on machines, its listeners are set up there."),
    address: Ipv4Address.describe("The balancer's private address."),
    listeners,
  }),
  z.strictObject({
    kind: z
      .literal("local")
      .describe(
        "A proxy on every worker, for the node's own way to the control plane. Clients outside need another way.",
      ),
  }),
  z.strictObject({
    kind: z
      .literal("kube-vip")
      .describe("An elected control-plane machine answers for the address by ARP, from a static pod."),
    vip: z
      .strictObject({ address: Ipv4Address.describe("The virtual address, in the network of the control plane.") })
      .describe("The address that clients use."),
  }),
  z.strictObject({
    kind: z
      .literal("none")
      .describe(
        "No balancer: the API server's name leads to the first control-plane machine, or wherever your DNS says.",
      ),
  }),
]);
export type LoadBalancer = z.output<typeof LoadBalancer>;
