import { compareMachineNames } from "./areas/machines/facts.ts";
import { type Machine, machinesOfGroup } from "./areas/machines/machine.ts";
import type { Cluster } from "./cluster.ts";
import type { Component, ComponentInUse } from "./component.ts";
import type { ClusterDocument, ClusterSpec } from "./document/cluster-document.ts";
import { danglingReferences, unknownName } from "./document/references.ts";
import type { PriceBook } from "./price-books/schema.ts";
import { compareText, type Problem, type Result } from "./problem.ts";
import type { Release } from "./releases/schema.ts";

/** Everything that a document may name, beside what it says itself. */
export interface Catalogue {
  readonly components: readonly Component[];
  readonly releases: readonly Release[];
  readonly priceBooks: readonly PriceBook[];
  /** Names of the ways in which files reach machines. */
  readonly deliveries: readonly string[];
}

/** Machines that one document may describe: past it, a mistyped range is likelier than a plan. Kubernetes itself is tested to 5,000 nodes. */
const maxMachines = 6000;

/** Resolves what a document names: its release, price books and components; and counts its machines out. */
export function resolveCluster(document: ClusterDocument, catalogue: Catalogue): Result<Cluster> {
  const { metadata, spec } = document;
  const problems: Problem[] = [];
  const release = catalogue.releases.find((candidate) => candidate.version === spec.release);
  if (!release)
    problems.push(
      unknownName(
        "release",
        ["spec", "release"],
        spec.release,
        catalogue.releases.map((candidate) => candidate.version),
      ),
    );
  const priceBooks = spec.cost.priceBooks.flatMap((name, position) => {
    const book = catalogue.priceBooks.find((candidate) => candidate.name === name);
    if (!book)
      problems.push(
        unknownName(
          "price book",
          ["spec", "cost", "priceBooks", position],
          name,
          catalogue.priceBooks.map((candidate) => candidate.name),
        ),
      );
    return book ? [book] : [];
  });
  for (const [position, name] of spec.delivery.machines.entries()) {
    if (!catalogue.deliveries.includes(name))
      problems.push(unknownName("delivery", ["spec", "delivery", "machines", position], name, catalogue.deliveries));
  }
  const pods = spec.kubernetes.podNetwork.kind;
  const podNetworks = catalogue.components
    .filter((candidate) => candidate.provides?.includes(`pod-network:${candidate.name}`))
    .map((candidate) => candidate.name);
  if (pods !== "none" && !podNetworks.includes(pods))
    problems.push(
      unknownName("pod network", ["spec", "kubernetes", "podNetwork", "kind"], pods, [...podNetworks, "none"]),
    );
  const count = countMachines(spec);
  if (count > maxMachines) {
    problems.push({
      code: "machines-too-many",
      severity: "error",
      path: ["spec", "machines"],
      message: `${count} machines; one document describes at most ${maxMachines}`,
      remedy: "Check the ranges, or divide the plan into clusters",
    });
  }
  const machines = count > maxMachines ? [] : allMachines(spec);
  if (count <= maxMachines) problems.push(...danglingReferences(spec, machines));
  if (!release || problems.length > 0) return { ok: false, problems };
  const cluster: Cluster = {
    name: metadata.name,
    version: metadata.version,
    metadata,
    spec,
    release,
    priceBooks,
    machines,
    components: componentsInUse(spec, catalogue.components),
  };
  return { ok: true, value: cluster, problems: [] };
}

function countMachines(spec: ClusterSpec): number {
  let count = 0;
  for (const group of Object.values(spec.machines)) {
    count += Object.keys(group.hosts ?? {}).length;
    for (const range of group.ranges ?? []) count += Math.max(0, range.last - range.first + 1);
  }
  return count;
}

function allMachines(spec: ClusterSpec): readonly Machine[] {
  const site = { os: spec.os, zones: spec.site.zones };
  const machines = Object.entries(spec.machines).flatMap(([name, group]) => machinesOfGroup(name, group, site));
  return machines.sort((a, b) => compareMachineNames(a.name, b.name));
}

function componentsInUse(spec: ClusterSpec, components: readonly Component[]): readonly ComponentInUse[] {
  const inUse: ComponentInUse[] = [];
  for (const component of components) {
    const key = component.kind === "addon" ? "addons" : "hostServices";
    const written = spec[key][component.name];
    if (written !== undefined) inUse.push({ component, options: written, path: ["spec", key, component.name] });
    else if (component.impliedBy?.(spec))
      inUse.push({ component, options: component.options.parse({}), path: ["spec"] });
  }
  return inUse.sort(
    (a, b) => compareText(a.component.name, b.component.name) || compareText(a.component.kind, b.component.kind),
  );
}
