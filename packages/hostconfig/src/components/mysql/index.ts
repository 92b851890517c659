import { type Cluster, type Declaration, type Machine, machinesIn } from "@groundplan/core-model";
import { defineHostComponent, type Software } from "../../host-component.ts";
import { dataDiskServices } from "../../kit/data-disk.ts";
import { backupTimer } from "../../kit/database-backup.ts";
import { repositorySupplies } from "../../kit/package-repository.ts";
import { findSystem } from "../../os/system-facts.ts";
import { component, mysqlDisk, mysqlFiles, writable } from "./files.ts";
import { flavourOf } from "./flavour.ts";
import { upstreamRepository } from "./repository.ts";
import { mysqlRules } from "./rules.ts";
import { MysqlOptions } from "./schema.ts";

/** MySQL on machines: a primary, its replicas, and an address that follows the writes. On Debian it is MariaDB. */
export const mysql = defineHostComponent({
  kind: "host-component",
  name: "mysql",
  title: "MySQL, a primary and its replicas",
  docs: "https://dev.mysql.com/doc/refman/8.0/en/replication.html",
  options: MysqlOptions,
  provides: ["mysql"],
  pace: "one-by-one",
  declare,
  phase: () => "host-services",
  software,
  files: mysqlFiles,
  checks,
  probe: (_cluster, machine) => [flavourOf(serverOf(machine)).admin, "--silent", "ping"],
  rules: mysqlRules,
});

function declare(cluster: Cluster, options: MysqlOptions): Declaration {
  if (options.kind === "external") return { machines: [], ports: [] };
  const { group, vip, port } = options;
  const machines = machinesIn(cluster, group);
  const path = ["spec", "hostServices", component] as const;
  return {
    machines,
    ports: [{ machines, port, protocol: "tcp", purpose: "MySQL", path: [...path, "port"] }],
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

function software(cluster: Cluster, machine: Machine, options: MysqlOptions): Software {
  if (options.kind === "external") return { packages: [], services: [] };
  const { packages, unit } = serverOf(machine);
  const { ping, sshClient } = findSystem(machine.os);
  const disk = mysqlDisk(machine);
  const repository = upstreamRepository(cluster, machine, options);
  return {
    packages: [
      ...packages,
      ping,
      ...(options.backup.copyTo === undefined ? [] : [sshClient]),
      ...(disk === undefined ? [] : ["xfsprogs"]),
    ],
    services: [unit, "mysql-pair", backupTimer(component), ...(disk === undefined ? [] : dataDiskServices(disk))],
    ...(repository === undefined ? {} : { supplies: repositorySupplies(machine, repository) }),
  };
}

/** The server judges its own file. Where it is confined it may not read one that is not in place yet. */
function checks(_cluster: Cluster, machine: Machine): Readonly<Record<string, string>> {
  const server = serverOf(machine);
  return server.confined ? {} : { [server.file]: `${server.daemon} ${flavourOf(server).check}` };
}

function serverOf({ os }: Machine) {
  return findSystem(os).databases.mysql;
}
