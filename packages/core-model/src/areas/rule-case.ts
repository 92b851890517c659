import { claimsOf } from "../claims.ts";
import type { Component } from "../component.ts";
import { judge, judgeFleet } from "../judge.ts";
import { formatPath, type Problem } from "../problem.ts";
import type { Release } from "../releases/schema.ts";
import { exampleCluster, type Given } from "./changed-example.ts";

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
export function findingsOf(id: string, { given = {}, fleet, cards, release, asOf = "2026-11-21" }: RuleCase): string[] {
  const problems = fleet
    ? judgeFleet(
        fleet.map((one) => claimsOf(exampleCluster(one, cards, release))),
        asOf,
      )
    : judge(exampleCluster(given, cards, release), asOf);
  return problems
    .filter((problem) => problem.code === id)
    .map((problem) => (fleet ? `${problem.cluster}: ${findingText(problem)}` : findingText(problem)));
}

function findingText({ severity, path, message, remedy }: Problem): string {
  return `${severity} ${formatPath(path)}: ${message}. ${remedy}`;
}
