import { type Cluster, costOf, costTables } from "@groundplan/core-model";
import type { RootContent } from "mdast";
import { heading, paragraph, table } from "./markdown.ts";

/** The plan's totals, and its price by each book that the document names. */
export function costSection(cluster: Cluster): RootContent[] {
  const cost = costOf(cluster.machines, cluster.priceBooks);
  const { plan } = cost;
  const totals = `${plan.machines} machines, ${plan.cpuCores} cores, ${plan.memoryGiB} GiB of memory, ${plan.systemDiskGB} GB of system disks, ${plan.dataDiskGB} GB of data disks.`;
  const tables = costTables(cost).flatMap(({ title, head, rows, right }, position) => [
    ...(position === 0 ? [] : [heading(3, title)]),
    table(head, rows, right),
  ]);
  return [heading(2, tables.length === 0 ? "Totals" : "Totals and cost"), paragraph(totals), ...tables];
}
