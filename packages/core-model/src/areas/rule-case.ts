import { z } from "zod";
import { claimsOf } from "../claims.ts";
import type { Cluster } from "../cluster.ts";
import type { Component, Declaration } from "../component.ts";
import { type ExampleDocument, exampleDocument, requireCluster } from "../example.ts";
import { judge, judgeFleet } from "../judge.ts";
import { formatPath, type Problem } from "../problem.ts";
import { builtinReleases } from "../releases/builtin-releases.ts";
import type { Release } from "../releases/schema.ts";

/** What differs from the example document: where (`spec.machines.masters.ranges.0.last`) and what. `undefined` takes it out. */
export type Given = Readonly<Record<string, unknown>>;

/** A cluster, or several, that a rule is asked about. */
export interface RuleCase {
  readonly name: string;
  readonly given?: Given;
  /** Several clusters, for a rule across them. */
  readonly fleet?: readonly Given[];
  /** Components beside the balancer's. */
  readonly cards?: readonly Component[];
  /** What differs from release 2026.11.0. */
  readonly release?: Partial<Release>;
  /** @default "2026-11-21" */
  readonly asOf?: string;
}

/**
 * A case with everything that the rule finds in it: `error kubernetes.etcd: 2 members cannot lose any. Use 3 or 5`. Where it
 * ends in ` ...`, the rest comes from the data of a release.
 */
export interface BreakingCase extends RuleCase {
  readonly finds: readonly string[];
}

/** By the id of the rule: what breaks it, one case for each message, and what keeps it, as near to breaking it as can be. */
export type RuleCases = Readonly<
  Record<string, { readonly breaks: readonly BreakingCase[]; readonly keeps: readonly RuleCase[] }>
>;

/** What the rule of that id finds, as a case writes it. */
export function findingsOf(id: string, { given = {}, fleet, asOf = "2026-11-21", ...others }: RuleCase): string[] {
  const problems = fleet
    ? judgeFleet(
        fleet.map((one) => claimsOf(clusterOf(one, others))),
        asOf,
      )
    : judge(clusterOf(given, others), asOf);
  return problems
    .filter((problem) => problem.code === id)
    .map((problem) => (fleet ? `${problem.cluster}: ${findingText(problem)}` : findingText(problem)));
}

function findingText({ severity, path, message, remedy }: Problem): string {
  return `${severity} ${formatPath(path)}: ${message}. ${remedy}`;
}

function clusterOf(given: Given, { cards = [], release = {} }: Pick<RuleCase, "cards" | "release">): Cluster {
  const releases = builtinReleases.map((known) => (known.version === "2026.11.0" ? { ...known, ...release } : known));
  const components = [balancer, ...cards];
  const catalogue = { components, releases, priceBooks: [], deliveries: ["ansible", "cloud-init"] };
  return requireCluster(exampleWith(given), catalogue);
}

/** The example document with some of it changed. */
export function exampleWith(given: Given): ExampleDocument {
  const document = exampleDocument();
  for (const [path, value] of Object.entries(given)) {
    const steps = path.split(".");
    const last = steps.pop() ?? path;
    let place: Record<string, unknown> = document as unknown as Record<string, unknown>;
    for (const step of steps) {
      place[step] ??= {};
      place = place[step] as Record<string, unknown>;
    }
    if (value === undefined) delete place[last];
    else place[last] = structuredClone(value);
  }
  return document;
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
