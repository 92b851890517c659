import { type Cluster, tryFindComponent } from "@groundplan/core-model";
import { z } from "zod";
import { haproxyLimits } from "../../kit/haproxy-options.ts";

/** Finer settings of the balancers. */
export const HaproxyOptions = z
  .strictObject(haproxyLimits(10_000, "for which 1 GiB of memory is ample: a node keeps about ten to the API server"))
  .describe("HAProxy in front of the API server. It comes with `loadBalancer.kind: haproxy-keepalived`.");
export type HaproxyOptions = z.output<typeof HaproxyOptions>;

/** The options that a cluster has for its balancers; the defaults where it says nothing. */
export function haproxyOptions(cluster: Cluster): HaproxyOptions {
  return HaproxyOptions.parse(tryFindComponent(cluster, "host-component", "haproxy")?.options ?? {});
}
