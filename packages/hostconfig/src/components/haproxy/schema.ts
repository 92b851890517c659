import { type Cluster, Port, tryFindComponent } from "@groundplan/core-model";
import { z } from "zod";

/** Finer settings of the balancers. */
export const HaproxyOptions = z
  .strictObject({
    maxConnections: z
      .int()
      .min(100)
      .max(1_000_000)
      .default(10_000)
      .describe(
        "Connections at a time, 100-1000000. Default 10000, for which 1 GiB of memory is ample: a node keeps about ten to the API server. @see https://docs.haproxy.org/2.8/configuration.html#3.2-maxconn",
      ),
    idleHours: z
      .int()
      .min(1)
      .max(24)
      .default(3)
      .describe(
        "Hours that a silent connection is kept, 1-24. Default 3: watches, `kubectl exec` and port forwards are silent for long and break when they are cut. @see https://docs.haproxy.org/2.8/configuration.html#4.2-timeout%20client",
      ),
    healthPort: Port.default(8404).describe(
      "Port on loopback where haproxy answers for its own health and shows its figures. Default 8404, the customary one.",
    ),
  })
  .describe("HAProxy in front of the API server. It comes with `loadBalancer.kind: haproxy-keepalived`.");
export type HaproxyOptions = z.output<typeof HaproxyOptions>;

/** The options that a cluster has for its balancers; the defaults where it says nothing. */
export function haproxyOptions(cluster: Cluster): HaproxyOptions {
  return HaproxyOptions.parse(tryFindComponent(cluster, "host-component", "haproxy")?.options ?? {});
}
