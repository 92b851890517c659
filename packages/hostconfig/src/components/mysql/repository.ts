import { type Cluster, type Machine, packagedVersion } from "@groundplan/core-model";
import type { PackageRepository } from "../../kit/package-repository.ts";
import { findSystem } from "../../os/system-facts.ts";
import type { MysqlOnMachines } from "./schema.ts";

const key = "https://repo.mysql.com/RPM-GPG-KEY-mysql-2022";

/** Upstream's repository, for systems that have no MySQL themselves. */
export function upstreamRepository(
  cluster: Cluster,
  machine: Machine,
  { packages }: MysqlOnMachines,
): PackageRepository | undefined {
  const version = packagedVersion(cluster.release, machine.os, "mysql");
  if (findSystem(machine.os).databases.mysql.repository === undefined || version === undefined) return undefined;
  const { url } = packages;
  return {
    name: "mysql",
    title: "MySQL 8.0",
    apt: { url, suite: "/", components: [], keyUrl: key },
    dnf: { url: `${url}/$basearch/`, keyUrl: key },
    ...(packages.key === undefined ? {} : { key: packages.key }),
    pinned: { packages: ["mysql-community-*"], version },
    following: [],
  };
}
