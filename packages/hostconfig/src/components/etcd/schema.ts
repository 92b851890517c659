import { type Cluster, tryFindComponent } from "@groundplan/core-model";
import { z } from "zod";
import { etcdArchiveOptions } from "../../kit/etcd-archive.ts";

/** Finer settings of etcd on machines of its own. */
export const EtcdOptions = z
  .strictObject({
    ...etcdArchiveOptions,
    quotaGiB: z
      .int()
      .min(2)
      .max(16)
      .default(8)
      .describe(
        "Size of the database in GiB at which etcd refuses to write, 2-16. Default 8, the largest that upstream suggests: its own 2 is reached by large clusters, and then nothing can be changed any more. @see https://etcd.io/docs/v3.6/dev-guide/limit/",
      ),
    metrics: z
      .enum(["loopback", "network"])
      .default("loopback")
      .describe(
        "Where members show their figures. Default loopback; `network` where a monitoring outside the machine asks for them: nobody is asked for a password.",
      ),
  })
  .describe("etcd on machines of its own. It comes with `kubernetes.etcd.kind: external`.");
export type EtcdOptions = z.output<typeof EtcdOptions>;

/** The options that a cluster has for etcd; the defaults where it says nothing. */
export function etcdOptions(cluster: Cluster): EtcdOptions {
  return EtcdOptions.parse(tryFindComponent(cluster, "host-component", "etcd")?.options ?? {});
}
