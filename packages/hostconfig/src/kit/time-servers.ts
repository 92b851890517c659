import type { Cluster, Machine } from "@groundplan/core-model";

/** Whether `site.timeServers` means this machine, by its address or by a name of it. */
export function givesTime(cluster: Cluster, machine: Machine): boolean {
  const { timeServers, domain } = cluster.spec.site;
  const own = [machine.address, machine.name, `${machine.name}.${domain}`];
  return timeServers.some((server) => own.includes(server));
}

/** How chrony sets a clock, whoever it asks. */
export const clockLines = [
  "A clock that is far off is set at once, but only in the first three updates: never under a running etcd.",
  ["makestep", "1.0", 3],
  ["rtcsync"],
] as const;
