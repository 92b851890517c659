import { type Cluster, machinesIn, type Rule } from "@groundplan/core-model";
import { tryFindSystem } from "../../os/system-facts.ts";
import { mysqlDisk } from "./files.ts";
import { tryFindMysql, upstreamPackages } from "./schema.ts";

const optionsPath = ["spec", "hostServices", "mysql"] as const;
const replicationPage = "https://dev.mysql.com/doc/refman/8.0/en/replication.html";

const primaryUnknown: Rule = {
  id: "mysql-primary",
  why: "Without a first primary every server waits for another to take the writes.",
  severity: "error",
  reference: replicationPage,
  *check(cluster) {
    const mysql = tryFindMysql(cluster);
    if (!mysql) return;
    const names = machinesIn(cluster, mysql.group).map(({ name }) => name);
    if (names.includes(mysql.primary)) return;
    yield {
      path: [...optionsPath, "primary"],
      value: mysql.primary,
      message: `${mysql.primary} is no machine of ${mysql.group} (${names.join(", ")})`,
      remedy: `Name one of the machines of ${mysql.group}`,
    };
  },
};

const replicaMissing: Rule = {
  id: "mysql-replica",
  why: "A database on one machine is away as long as that machine, and its data as long as the last dump was.",
  severity: "warning",
  reference: replicationPage,
  *check(cluster) {
    const mysql = tryFindMysql(cluster);
    if (!mysql || cluster.spec.tier === "testing" || machinesIn(cluster, mysql.group).length > 1) return;
    yield {
      path: [...optionsPath, "group"],
      message: `MySQL has one server, ${mysql.primary}, in ${cluster.spec.tier}`,
      remedy: `Add a second machine to ${mysql.group}`,
    };
  },
};

const noWitness: Rule = {
  id: "mysql-no-witness",
  why: "Two servers cannot tell a dead partner from a cut cable, and two that both take writes never come together again.",
  severity: "advice",
  reference: "https://dev.mysql.com/doc/refman/8.0/en/group-replication-network-partitioning.html",
  *check(cluster) {
    const mysql = tryFindMysql(cluster);
    if (!mysql || machinesIn(cluster, mysql.group).length !== 2) return;
    yield {
      path: [...optionsPath, "group"],
      message:
        "MySQL has two servers and no witness, so that nobody promotes the replica by itself: writes stop with the primary until a person acts",
      remedy:
        "Have the procedure of the README at hand (mysql-pair promote), and waive this when those who are on call know it",
    };
  },
};

const backupStays: Rule = {
  id: "mysql-backup-copy",
  why: "A dump on the machine whose disk it is meant for goes with that disk.",
  severity: "warning",
  reference: "https://dev.mysql.com/doc/refman/8.0/en/backup-and-recovery.html",
  *check(cluster) {
    const mysql = tryFindMysql(cluster);
    if (!mysql || cluster.spec.tier === "testing" || mysql.backup.copyTo !== undefined) return;
    yield {
      path: optionsPath,
      message: "dumps of MySQL stay on its own machines",
      remedy: "Name another machine under hostServices.mysql.backup.copyTo",
    };
  },
};

const dataOnSystemDisk: Rule = {
  id: "mysql-disk",
  why: "Tables that fill the system's disk take the machine with them, and share its speed with everything else.",
  severity: "warning",
  reference: "https://dev.mysql.com/doc/refman/8.0/en/disk-issues.html",
  *check(cluster) {
    const mysql = tryFindMysql(cluster);
    const [machine] = mysql ? machinesIn(cluster, mysql.group) : [];
    if (!machine || cluster.spec.tier === "testing" || mysqlDisk(machine) !== undefined) return;
    yield {
      path: ["spec", "machines", machine.group, "disks"],
      message: `the machines of ${machine.group} have no disk for the data of MySQL, which would lie on the system's`,
      remedy: "Add a disk with use: data and its device",
    };
  },
};

const packagesUnreachable: Rule = {
  id: "mysql-packages",
  why: "Without the internet, packages come from a mirror inside the site or not at all.",
  severity: "advice",
  reference: "https://dev.mysql.com/doc/refman/8.0/en/linux-installation-yum-repo.html",
  *check(cluster) {
    const mysql = tryFindMysql(cluster);
    if (!mysql || cluster.spec.site.internet !== "none" || mysql.packages.url !== upstreamPackages) return;
    if (!takesUpstream(cluster, mysql.group)) return;
    yield {
      path: ["spec", "site"],
      message: `site.internet is none, and MySQL comes from ${upstreamPackages}`,
      remedy: "Name a mirror inside the site under hostServices.mysql.packages.url",
    };
  },
};

function takesUpstream(cluster: Cluster, group: string): boolean {
  return machinesIn(cluster, group).some(({ os }) => tryFindSystem(os)?.databases.mysql.repository !== undefined);
}

export const mysqlRules: readonly Rule[] = [
  primaryUnknown,
  replicaMissing,
  noWitness,
  backupStays,
  dataOnSystemDisk,
  packagesUnreachable,
];
