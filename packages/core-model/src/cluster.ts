import type { z } from "zod";
import type { Machine } from "./areas/machines/machine.ts";
import type { Component, ComponentInUse } from "./component.ts";
import type { ClusterDocument, ClusterSpec } from "./document/cluster-document.ts";
import type { PriceBook } from "./price-books/schema.ts";
import type { Release } from "./releases/schema.ts";

/**
 * The whole cluster as data: parsed, defaults filled in, release resolved, machines counted out. Never changed after that.
 * Derived facts are asked by name from the `facts.ts` of their area.
 */
export interface Cluster {
  readonly name: string;
  /** Version of the document, three numbers. */
  readonly version: string;
  readonly metadata: ClusterDocument["metadata"];
  readonly spec: ClusterSpec;
  readonly release: Release;
  readonly priceBooks: readonly PriceBook[];
  /** Sorted by name. */
  readonly machines: readonly Machine[];
  /** Components that the document names or the model implies, sorted by name. */
  readonly components: readonly ComponentInUse[];
}

/** A component of that kind and name, when this cluster uses it. */
export function tryFindComponent(cluster: Cluster, kind: Component["kind"], name: string): ComponentInUse | undefined {
  return cluster.components.find((entry) => entry.component.kind === kind && entry.component.name === name);
}

/** The options of a component that this cluster uses. @throws Error when it does not: ask {@link tryFindComponent} first. */
export function optionsFor<Schema extends z.ZodType>(cluster: Cluster, component: Component<Schema>): z.output<Schema> {
  const inUse = tryFindComponent(cluster, component.kind, component.name);
  if (!inUse) throw new Error(`cluster ${cluster.name} does not use ${component.name}`);
  return inUse.options as z.output<Schema>;
}

/** The machines that a host component runs on; none when the cluster does not use it. */
export function machinesRunning(cluster: Cluster, name: string): readonly Machine[] {
  const inUse = tryFindComponent(cluster, "host-component", name);
  return inUse?.component.declare?.(cluster, inUse.options).machines ?? [];
}
