import { type Cluster, type Declaration, type Machine, machinesIn } from "@groundplan/core-model";
import { defineHostComponent, type Software } from "../../host-component.ts";
import { dataDiskServices } from "../../kit/data-disk.ts";
import { backupTimer } from "../../kit/database-backup.ts";
import { findSystem } from "../../os/system-facts.ts";
import { component, postgresqlDisk, postgresqlFiles, serverOn, writable } from "./files.ts";
import { postgresqlRules } from "./rules.ts";
import { PostgresqlOptions, tryFindPostgresql } from "./schema.ts";

/** PostgreSQL on machines: a primary, its standbys, and an address that follows the writes. */
export const postgresql = defineHostComponent({
  kind: "host-component",
  name: "postgresql",
  title: "PostgreSQL, a primary and its standbys",
  docs: "https://www.postgresql.org/docs/current/warm-standby.html",
  options: PostgresqlOptions,
  provides: ["postgresql"],
  pace: "one-by-one",
  declare,
  phase: () => "host-services",
  software,
  files: postgresqlFiles,
  probe: (cluster, machine) => [
    `${serverOn(machine).programs}/pg_isready`,
    "--quiet",
    `--port=${tryFindPostgresql(cluster)?.port ?? 5432}`,
  ],
  rules: postgresqlRules,
});

function declare(cluster: Cluster, options: PostgresqlOptions): Declaration {
  if (options.kind === "external") return { machines: [], ports: [] };
  const { group, vip, port } = options;
  const machines = machinesIn(cluster, group);
  const path = ["spec", "hostServices", component] as const;
  return {
    machines,
    ports: [{ machines, port, protocol: "tcp", purpose: "PostgreSQL", path: [...path, "port"] }],
    virtualAddresses:
      vip === undefined
        ? []
        : [
            {
              address: vip.address,
              mechanism: "vrrp",
              routerId: vip.routerId,
              holders: machines,
              healthCheck: { kind: "script", name: writable },
              path: [...path, "vip", "address"],
            },
          ],
  };
}

function software(_cluster: Cluster, machine: Machine, options: PostgresqlOptions): Software {
  if (options.kind === "external") return { packages: [], services: [] };
  const { packages, unit } = serverOn(machine);
  const { ping, sshClient } = findSystem(machine.os);
  const disk = postgresqlDisk(machine);
  return {
    packages: [
      ...packages,
      ping,
      ...(options.backup.copyTo === undefined ? [] : [sshClient]),
      ...(disk === undefined ? [] : ["xfsprogs"]),
    ],
    services: [unit, "postgresql-pair", backupTimer(component), ...(disk === undefined ? [] : dataDiskServices(disk))],
  };
}
