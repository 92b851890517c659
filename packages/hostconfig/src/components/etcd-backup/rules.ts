import type { Cluster, Rule } from "@groundplan/core-model";
import { etcdArchiveRules } from "../../kit/etcd-archive.ts";
import { onCalendar } from "./calendar.ts";
import { isStacked } from "./files.ts";
import { etcdBackupOptions } from "./schema.ts";

const scheduleUnknown: Rule = {
  id: "etcd-backup-schedule",
  why: "A time that does not exist never comes, and no snapshot is taken.",
  severity: "error",
  reference: "https://man7.org/linux/man-pages/man5/crontab.5.html",
  *check(cluster) {
    const schedule = cluster.spec.kubernetes.etcd.backup?.schedule;
    if (schedule === undefined || onCalendar(schedule)) return;
    yield {
      path: ["spec", "kubernetes", "etcd", "backup", "schedule"],
      value: schedule,
      message: `"${schedule}" names a minute, an hour or a day that does not exist`,
      remedy: 'Write minute (0-59), hour (0-23), day (1-31), month (1-12) and weekday (0-7), such as "0 */6 * * *"',
    };
  },
};

const optionsUnused: Rule = {
  id: "etcd-backup-options-unused",
  why: "Settings for snapshots that nobody takes mislead whoever reads them.",
  severity: "warning",
  reference: "https://etcd.io/docs/v3.6/op-guide/recovery/",
  *check(cluster) {
    if (cluster.spec.kubernetes.etcd.backup !== undefined) return;
    yield {
      path: ["spec", "hostServices", "etcd-backup"],
      message: "there are options for snapshots of etcd, and kubernetes.etcd has no backup",
      remedy: 'Add backup: { schedule: "0 */6 * * *", keepDays: 14 } to kubernetes.etcd, or take the options out',
    };
  },
};

const bringsTools = (cluster: Cluster) => isStacked(cluster) && cluster.spec.kubernetes.etcd.backup !== undefined;

export const etcdBackupRules: readonly Rule[] = [
  ...etcdArchiveRules("etcd-backup", etcdBackupOptions, bringsTools),
  optionsUnused,
  scheduleUnknown,
];
