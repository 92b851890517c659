import { type Cluster, type Cost, costOf, costTables } from "@groundplan/core-model";
import type { ExitCode } from "../exit-codes.ts";
import { grouped } from "../printing/counted.ts";
import type { World } from "../world.ts";
import { headingOf } from "./inventory.ts";
import { showClusters, type ViewOptions } from "./show-clusters.ts";

/** What the machines and disks cost for a year by each price book. */
export function cost(given: readonly string[], options: ViewOptions, world: World): Promise<ExitCode> {
  return showClusters(given, options, world, {
    kind: "Cost",
    data: (cluster) => ({ cluster: cluster.name, ...costOfCluster(cluster) }),
    tables: (cluster) => costTables(costOfCluster(cluster)),
    heading: (cluster) => `${headingOf(cluster)}: ${planText(costOfCluster(cluster))}`,
    closing: (cluster) => verdict(costOfCluster(cluster)),
    next: "Prices are for a year, as printed on the day of the book. See the machines with `platform inventory`.",
  });
}

function costOfCluster(cluster: Cluster): Cost {
  return costOf(cluster.machines, cluster.priceBooks);
}

function planText({ plan }: Cost): string {
  const number = (count: number) => grouped(String(count));
  const disks = `${number(plan.systemDiskGB)} GB system disk, ${number(plan.dataDiskGB)} GB data disk`;
  return `${number(plan.machines)} machines, ${number(plan.cpuCores)} cores, ${number(plan.memoryGiB)} GiB, ${disks}`;
}

function verdict({ books, cheapest }: Cost): string {
  const best = books.find(({ book }) => book.name === cheapest);
  const partial = books.filter((book) => book.partial).map(({ book }) => book.provider);
  if (books.length === 0) return "No price book is named: list some under spec.cost.priceBooks.";
  const named = best
    ? `Cheapest: ${best.book.provider}, ${grouped(best.total)} ${best.book.currency} a year.`
    : "No book is named the cheapest.";
  return partial.length === 0 ? named : `${named} Partial, since something has no price there: ${partial.join(", ")}.`;
}
