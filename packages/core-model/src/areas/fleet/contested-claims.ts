import type { ClusterClaims } from "../../claims.ts";
import { compareText, type Path } from "../../problem.ts";

/** A claim of one cluster that others make as well. */
export interface ContestedClaim<Claim> {
  readonly cluster: string;
  /** The first of its place. */
  readonly claim: Claim;
  /** `; 3 more likewise`, when the same place of the document is contested more often; else empty. */
  readonly more: string;
  /** The other clusters in words: `a`, or `a (and 2 more)`. */
  readonly others: string;
}

/**
 * What several clusters claim, told to each of them once for every place of its document. A claim that is made twice in one
 * cluster is that cluster's own affair. The time grows with the number of claims, not with its square.
 */
export function contestedClaims<Claim extends { readonly path: Path }>(
  fleet: readonly ClusterClaims[],
  claimsOf: (cluster: ClusterClaims) => readonly Claim[],
  keyOf: (claim: Claim) => string,
): readonly ContestedClaim<Claim>[] {
  const claimants = new Map<string, Set<string>>();
  for (const claims of fleet) {
    for (const claim of claimsOf(claims)) {
      const known = claimants.get(keyOf(claim));
      if (known) known.add(claims.cluster);
      else claimants.set(keyOf(claim), new Set([claims.cluster]));
    }
  }
  const words = new Map<Set<string>, readonly string[]>();
  return fleet.flatMap((claims) => {
    const places = new Map<string, { readonly claim: Claim; readonly others: string; count: number }>();
    for (const claim of claimsOf(claims)) {
      const clusters = claimants.get(keyOf(claim));
      if (!clusters || clusters.size < 2) continue;
      const sorted = words.get(clusters) ?? [...clusters].sort(compareText);
      words.set(clusters, sorted);
      const place = JSON.stringify(claim.path);
      const known = places.get(place) ?? { claim, others: othersThan(claims.cluster, sorted), count: 0 };
      known.count++;
      places.set(place, known);
    }
    return [...places.values()].map(({ claim, others, count }) => ({
      cluster: claims.cluster,
      claim,
      others,
      more: count === 1 ? "" : `; ${count - 1} more likewise`,
    }));
  });
}

function othersThan(cluster: string, sorted: readonly string[]): string {
  const first = sorted[0] === cluster ? sorted[1] : sorted[0];
  const more = sorted.length - 2;
  return more === 0 ? `${first}` : `${first} (and ${more} more)`;
}
