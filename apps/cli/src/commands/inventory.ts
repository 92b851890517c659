import { type Cluster, inventoryOf, inventoryTables } from "@groundplan/core-model";
import type { ExitCode } from "../exit-codes.ts";
import type { World } from "../world.ts";
import { showClusters, type ViewOptions } from "./show-clusters.ts";

/** Machines, addresses, roles, virtual addresses, totals. */
export function inventory(given: readonly string[], options: ViewOptions, world: World): Promise<ExitCode> {
  return showClusters(given, options, world, {
    kind: "Inventory",
    data: inventoryOf,
    tables: (cluster) => inventoryTables(inventoryOf(cluster)),
    heading: headingOf,
    closing: () => "",
    next: "Price it with `platform cost`.",
  });
}

export function headingOf(cluster: Cluster): string {
  return `${cluster.name} ${cluster.version}, ${cluster.spec.tier}, release ${cluster.release.version}`;
}
