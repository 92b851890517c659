import { DnsLabel, DnsName, Ipv4Address, Ipv4Cidr } from "@groundplan/core-model";
import { z } from "zod";

/** Machines that give the time to the site. They are named under `site.timeServers` too, by which all others ask them. */
export const TimeServerOptions = z.strictObject({
  group: DnsLabel.describe("Machine group that gives the time. `site.timeServers` names each of its machines."),
  upstreams: z
    .array(z.union([Ipv4Address, DnsName]))
    .default([])
    .describe(
      "Servers that the machines have the time from themselves: a provider's, or a clock of the site with a receiver. Default: the distribution's public pool, which needs the internet.",
    ),
  clients: z.array(Ipv4Cidr).default([]).describe("Networks that are answered beside those of the plan. Default none."),
});
export type TimeServerOptions = z.output<typeof TimeServerOptions>;
