import type { Cluster } from "../../cluster.ts";
import { formatPath, type Path } from "../../problem.ts";
import { heldAddresses } from "../virtual-addresses/facts.ts";

/** An address that one cluster uses, whoever holds it. */
export interface AddressClaim {
  readonly address: string;
  /** The machine's name, or the virtual address's path. */
  readonly owner: string;
  readonly path: Path;
}

/** Every address that the cluster uses: those of its machines, and the virtual ones. */
export function addressClaims(cluster: Cluster): readonly AddressClaim[] {
  return [
    ...cluster.machines.map(({ name, address, path }) => ({ owner: name, address, path })),
    ...heldAddresses(cluster).map(({ address, path }) => ({ owner: formatPath(path), address, path })),
  ];
}

/** The layer-2 segment of a network: its name where one is given, so that clusters can share it, else the address range. */
export function segmentOf(cluster: Cluster, networkName: string | undefined): string {
  const network = networkName === undefined ? undefined : cluster.spec.networks[networkName];
  return network?.segment ?? network?.cidr ?? "";
}
