import { type Cluster, tryFindComponent } from "@groundplan/core-model";
import { z } from "zod";
import { etcdArchiveOptions } from "../../kit/etcd-archive.ts";

/** Where a stacked etcd's own tools come from. */
export const EtcdBackupOptions = z
  .strictObject(etcdArchiveOptions)
  .describe(
    "Snapshots of etcd, as `kubernetes.etcd.backup` says when. The archive brings etcdctl and etcdutl to a control plane; members on machines of their own have them.",
  );
export type EtcdBackupOptions = z.output<typeof EtcdBackupOptions>;

/** The options that a cluster has for snapshots; the defaults where it says nothing. */
export function etcdBackupOptions(cluster: Cluster): EtcdBackupOptions {
  return EtcdBackupOptions.parse(tryFindComponent(cluster, "host-component", "etcd-backup")?.options ?? {});
}
