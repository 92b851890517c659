import { z } from "zod";
import type { Cluster } from "../cluster.ts";
import type { Component, Declaration } from "../component.ts";
import { type ExampleDocument, exampleDocument, requireCluster } from "../example.ts";
import { builtinReleases } from "../releases/builtin-releases.ts";
import type { Release } from "../releases/schema.ts";

/** What differs from the example document: where (`spec.machines.masters.ranges.0.last`) and what. `undefined` takes it out. */
export type Given = Readonly<Record<string, unknown>>;

/** The example document with some of it changed. */
export function exampleWith(given: Given): ExampleDocument {
  const document = exampleDocument();
  for (const [path, value] of Object.entries(given)) {
    const steps = path.split(".");
    const last = steps.pop() ?? path;
    let place = document as unknown as Record<string, unknown>;
    for (const step of steps) {
      place[step] ??= {};
      place = place[step] as Record<string, unknown>;
    }
    if (value === undefined) delete place[last];
    else place[last] = structuredClone(value);
  }
  return document;
}

/**
 * The cluster of the changed example, with the balancer's component and the given ones.
 * @param release what differs from release 2026.11.0
 */
export function exampleCluster(
  given: Given,
  cards: readonly Component[] = [],
  release: Partial<Release> = {},
): Cluster {
  const releases = builtinReleases.map((known) => (known.version === "2026.11.0" ? { ...known, ...release } : known));
  const components = [balancer, ...cards];
  const catalogue = { components, releases, priceBooks: [], deliveries: ["ansible", "cloud-init"] };
  return requireCluster(exampleWith(given), catalogue);
}

const nothing: Declaration = { machines: [], ports: [] };

/** A card that says little of itself. */
export function card(given: Pick<Component, "name"> & Partial<Component>): Component {
  const options = z.looseObject({});
  const docs = "https://example.com/";
  return { kind: "host-component", title: given.name, docs, options, declare: () => nothing, ...given };
}

const balancer = card({
  name: "balancer",
  provides: ["load-balancer:haproxy-keepalived"],
  impliedBy: (spec) => spec.loadBalancer.kind === "haproxy-keepalived",
});
