import { type Addon, addons } from "@groundplan/cdk8s-addons";
import {
  builtinPriceBooks,
  builtinReleases,
  type Catalogue,
  type Component,
  type PriceBook,
  type Release,
} from "@groundplan/core-model";
import { type Delivery, deliveries, type HostComponent, hostComponents } from "@groundplan/hostconfig";

/** Everything that a document may name. A user's own components, releases and price books join the house's here. */
export interface Registry {
  readonly hostComponents: readonly HostComponent[];
  readonly addons: readonly Addon[];
  readonly deliveries: readonly Delivery[];
  readonly releases: readonly Release[];
  readonly priceBooks: readonly PriceBook[];
}

/** What the house brings: `{ ...builtin, addons: [...builtin.addons, mine] }` adds to it. */
export const builtin = {
  hostComponents,
  addons,
  deliveries,
  releases: builtinReleases,
  priceBooks: builtinPriceBooks,
} as const satisfies Registry;

// A catalogue is the identity under which the composed schema is remembered: one registry, one catalogue.
const catalogues = new WeakMap<Registry, Catalogue>();

/** The registry as the core sees it: components, not which. */
export function catalogueOf(registry: Registry): Catalogue {
  const known = catalogues.get(registry);
  if (known) return known;
  const components: readonly Component[] = [...registry.hostComponents, ...registry.addons];
  const fresh: Catalogue = {
    components,
    releases: registry.releases,
    priceBooks: registry.priceBooks,
    deliveries: registry.deliveries.map((delivery) => delivery.name),
  };
  catalogues.set(registry, fresh);
  return fresh;
}
