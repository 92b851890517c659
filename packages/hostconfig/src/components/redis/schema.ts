import {
  type Cluster,
  DnsLabel,
  DnsName,
  Ipv4Address,
  Port,
  SecretRef,
  tryFindComponent,
} from "@groundplan/core-model";
import { z } from "zod";

const OnMachines = z.strictObject({
  kind: z
    .literal("machines")
    .default("machines")
    .describe("`machines`: Redis on machines of the plan. Default machines."),
  group: DnsLabel.describe("Machine group of the servers: one primary, and its replicas."),
  primary: DnsLabel.describe(
    "Machine that takes the writes; applications are given its address. To make another server the primary, write it here.",
  ),
  port: Port.default(6379).describe("Port of the servers. Default 6379; SELinux leaves few others to them."),
  password: SecretRef.prefault({ secret: "redis/password" }).describe(
    "Password of applications and replicas, of letters, digits, `-`, `_` and `.`, 32 at least: Redis can be asked very often in a second. Default redis/password.",
  ),
  memoryPercent: z
    .int()
    .min(5)
    .max(60)
    .default(25)
    .describe(
      "Share of the machine's memory for data, 5-60. Default 25: saving can double it for a while, and other software lives there too. Writes are refused above.",
    ),
});
export type RedisOnMachines = z.output<typeof OnMachines>;

const External = z.strictObject({
  kind: z.literal("external").describe("`external`: a Redis that is bought or run elsewhere."),
  host: z.union([Ipv4Address, DnsName]).describe("Name or address that it is reached at."),
  port: Port.default(6379).describe("Its port. Default 6379."),
});

/** Redis, with a primary and replicas that the document names. */
export const RedisOptions = z.union([OnMachines, External]);
export type RedisOptions = z.output<typeof RedisOptions>;

/** The servers that stand on machines; none where there are none, or where they are bought. */
export function tryFindRedis(cluster: Cluster): RedisOnMachines | undefined {
  const used = tryFindComponent(cluster, "host-component", "redis");
  const options = used && RedisOptions.parse(used.options);
  return options?.kind === "machines" ? options : undefined;
}
