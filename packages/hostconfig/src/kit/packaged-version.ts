import type { Cluster, Machine } from "@groundplan/core-model";

/**
 * Version of a packaged component on a machine: what the release says of the machine's system.
 * @throws Error when the release does not know the system or the package, which a rule has refused before
 */
export function packagedVersion(cluster: Cluster, machine: Machine, component: string): string {
  const { distribution, version } = machine.os;
  const system = cluster.release.operatingSystems.find(
    (known) => known.distribution === distribution && known.version === version,
  );
  const packaged = system?.packages[component];
  if (packaged === undefined)
    throw new Error(`release ${cluster.release.version} knows no ${component} on ${distribution} ${version}`);
  return packaged;
}
