import { type AddressClaim, addressClaims, segmentOf } from "./areas/networks/facts.ts";
import { heldAddresses } from "./areas/virtual-addresses/facts.ts";
import type { Waiver } from "./areas/waivers/schema.ts";
import type { Cluster } from "./cluster.ts";
import type { Path } from "./problem.ts";

/** A VRRP router id in a layer-2 segment. */
export interface RouterIdClaim {
  readonly routerId: number;
  /** Name of the segment, or the network's range where it is a segment of its own. */
  readonly segment: string;
  readonly path: Path;
}

/**
 * What a cluster claims for itself in the repository: small plain data, so that rules across a thousand clusters need no more
 * memory than their addresses.
 */
export interface ClusterClaims {
  readonly cluster: string;
  readonly tier: string;
  readonly release: string;
  readonly addresses: readonly AddressClaim[];
  readonly hostNames: readonly { readonly name: string; readonly path: Path }[];
  readonly routerIds: readonly RouterIdClaim[];
  /** What the document sets aside, since a rule across clusters can be waived in each of them. */
  readonly waivers: readonly Waiver[];
}

export function claimsOf(cluster: Cluster): ClusterClaims {
  return {
    cluster: cluster.name,
    tier: cluster.spec.tier,
    release: cluster.spec.release,
    waivers: cluster.spec.waivers,
    hostNames: cluster.machines.map(({ name, path }) => ({ name, path })),
    addresses: addressClaims(cluster),
    routerIds: heldAddresses(cluster).flatMap(({ routerId, holders, path }) =>
      routerId === undefined ? [] : [{ routerId, segment: segmentOf(cluster, holders[0]?.network), path }],
    ),
  };
}
