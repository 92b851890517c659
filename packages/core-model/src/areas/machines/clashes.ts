import type { Path } from "../../problem.ts";

/** Two places of a document that claim the same thing. */
export interface Clash<Claim> {
  /** The later claim; the first of its place. */
  readonly claim: Claim;
  /** Who had it first. */
  readonly first: Claim;
  /** `; 3 more likewise`, when the same two places clash about more; else empty. */
  readonly more: string;
}

/** What is claimed more than once, each pair of places once: two ranges of two hundred machines clash once, not two hundred times. */
export function clashesOf<Claim extends { readonly path: Path }>(
  claims: Iterable<Claim>,
  keyOf: (claim: Claim) => string,
): readonly Clash<Claim>[] {
  const firstOf = new Map<string, Claim>();
  const pairs = new Map<string, { readonly claim: Claim; readonly first: Claim; count: number }>();
  for (const claim of claims) {
    const first = firstOf.get(keyOf(claim));
    if (!first) {
      firstOf.set(keyOf(claim), claim);
      continue;
    }
    const places = JSON.stringify([claim.path, first.path]);
    const pair = pairs.get(places) ?? { claim, first, count: 0 };
    pair.count++;
    pairs.set(places, pair);
  }
  return [...pairs.values()].map(({ claim, first, count }) => ({
    claim,
    first,
    more: count === 1 ? "" : `; ${count - 1} more likewise`,
  }));
}
