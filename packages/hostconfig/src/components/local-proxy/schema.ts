import { type Cluster, tryFindComponent } from "@groundplan/core-model";
import { z } from "zod";
import { haproxyLimits } from "../../kit/haproxy-options.ts";

/** Finer settings of the proxies. */
export const LocalProxyOptions = z
  .strictObject(haproxyLimits(1000, "many times what the programs of one node keep open"))
  .describe("A proxy to the API servers on every worker. It comes with `loadBalancer.kind: local`.");
export type LocalProxyOptions = z.output<typeof LocalProxyOptions>;

/** The options that a cluster has for its proxies; the defaults where it says nothing. */
export function localProxyOptions(cluster: Cluster): LocalProxyOptions {
  return LocalProxyOptions.parse(tryFindComponent(cluster, "host-component", "local-proxy")?.options ?? {});
}
