import { machinesIn, machinesRunning, type Rule } from "@groundplan/core-model";
import { tryFindNamedDisk } from "../../kit/data-disk.ts";
import { tryFindSystem } from "../../os/system-facts.ts";
import { postgresqlDisk } from "./files.ts";
import { tryFindPostgresql } from "./schema.ts";

const optionsPath = ["spec", "hostServices", "postgresql"] as const;
const standbyPage = "https://www.postgresql.org/docs/current/warm-standby.html";

const primaryUnknown: Rule = {
  id: "postgresql-primary",
  why: "Without a first primary every server waits for another to copy.",
  severity: "error",
  reference: standbyPage,
  *check(cluster) {
    const postgresql = tryFindPostgresql(cluster);
    if (!postgresql) return;
    const names = machinesIn(cluster, postgresql.group).map(({ name }) => name);
    if (names.includes(postgresql.primary)) return;
    yield {
      path: [...optionsPath, "primary"],
      value: postgresql.primary,
      message: `${postgresql.primary} is no machine of ${postgresql.group} (${names.join(", ")})`,
      remedy: `Name one of the machines of ${postgresql.group}`,
    };
  },
};

const systemTooOld: Rule = {
  id: "postgresql-system",
  why: "Replication slots and SCRAM passwords came with PostgreSQL 9.4 and 10: older packages cannot be set up this way.",
  severity: "error",
  reference: "https://www.postgresql.org/support/versioning/",
  *check(cluster) {
    const postgresql = tryFindPostgresql(cluster);
    const [machine] = postgresql ? machinesIn(cluster, postgresql.group) : [];
    const system = machine && tryFindSystem(machine.os);
    if (!machine || !system || system.databases.postgresql !== undefined) return;
    const { distribution, version } = machine.os;
    yield {
      path: [...optionsPath, "group"],
      value: machine.group,
      message: `the machines of ${machine.group} run ${distribution} ${version}, whose PostgreSQL is older than 10`,
      remedy: "Place it on machines with a newer system, or use kind: external",
    };
  },
};

const standbyMissing: Rule = {
  id: "postgresql-standby",
  why: "A database on one machine is away as long as that machine, and its data as long as the last dump was.",
  severity: "warning",
  reference: standbyPage,
  *check(cluster) {
    const postgresql = tryFindPostgresql(cluster);
    if (!postgresql || cluster.spec.tier === "testing" || machinesIn(cluster, postgresql.group).length > 1) return;
    yield {
      path: [...optionsPath, "group"],
      message: `PostgreSQL has one server, ${postgresql.primary}, in ${cluster.spec.tier}`,
      remedy: `Add a second machine to ${postgresql.group}`,
    };
  },
};

const noWitness: Rule = {
  id: "postgresql-no-witness",
  why: "Two servers cannot tell a dead partner from a cut cable, and two that both take writes never come together again.",
  severity: "advice",
  reference: "https://www.postgresql.org/docs/current/warm-standby-failover.html",
  *check(cluster) {
    const postgresql = tryFindPostgresql(cluster);
    if (!postgresql || machinesIn(cluster, postgresql.group).length !== 2) return;
    yield {
      path: [...optionsPath, "group"],
      message:
        "PostgreSQL has two servers and no witness, so that nobody promotes the standby by itself: writes stop with the primary until a person acts",
      remedy:
        "Have the procedure of the README at hand (postgresql-pair promote), and waive this when those who are on call know it",
    };
  },
};

const backupStays: Rule = {
  id: "postgresql-backup-copy",
  why: "A dump on the machine whose disk it is meant for goes with that disk.",
  severity: "warning",
  reference: "https://www.postgresql.org/docs/current/backup.html",
  *check(cluster) {
    const postgresql = tryFindPostgresql(cluster);
    if (!postgresql || cluster.spec.tier === "testing" || postgresql.backup.copyTo !== undefined) return;
    yield {
      path: optionsPath,
      message: "dumps of PostgreSQL stay on its own machines",
      remedy: "Name another machine under hostServices.postgresql.backup.copyTo",
    };
  },
};

const dataDisk: Rule = {
  id: "postgresql-disk",
  why: "Tables that fill a disk which others use take them with them, and one disk cannot be mounted twice.",
  severity: "warning",
  reference: "https://www.postgresql.org/docs/current/disk-full.html",
  *check(cluster) {
    const postgresql = tryFindPostgresql(cluster);
    const [machine] = postgresql ? machinesIn(cluster, postgresql.group) : [];
    if (!machine || tryFindSystem(machine.os)?.databases.postgresql === undefined) return;
    const path = ["spec", "machines", machine.group, "disks"];
    const isShared = machinesRunning(cluster, "mysql").some(({ name }) => name === machine.name);
    if (isShared && ["mysql", "postgresql"].every((name) => tryFindNamedDisk(machine, name) === undefined)) {
      yield {
        path,
        severity: "error",
        message: `MySQL and PostgreSQL are both on ${machine.group}, and would both take its disk for data`,
        remedy: "Give each a disk of its name (mysql, postgresql), or machines of its own",
      };
    } else if (cluster.spec.tier !== "testing" && postgresqlDisk(machine) === undefined) {
      yield {
        path,
        message: `the machines of ${machine.group} have no disk for the data of PostgreSQL, which would lie on the system's`,
        remedy: "Add a disk with use: data and its device",
      };
    }
  },
};

export const postgresqlRules: readonly Rule[] = [
  primaryUnknown,
  systemTooOld,
  standbyMissing,
  noWitness,
  backupStays,
  dataDisk,
];
