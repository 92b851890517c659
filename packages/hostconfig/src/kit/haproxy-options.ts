import { Port } from "@groundplan/core-model";
import { z } from "zod";

/**
 * What may be set wherever haproxy stands in front of the API server.
 * @param connections default number of connections at a time
 * @param why what that is enough for
 */
export function haproxyLimits(connections: number, why: string) {
  return {
    maxConnections: z
      .int()
      .min(100)
      .max(1_000_000)
      .default(connections)
      .describe(
        `Connections at a time, 100-1000000. Default ${connections}, ${why}. @see https://docs.haproxy.org/2.8/configuration.html#3.2-maxconn`,
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
  };
}
