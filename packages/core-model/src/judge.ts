import { areaRules, fleetRules, waiverRules } from "./areas/rules.ts";
import { waive } from "./areas/waivers/waive.ts";
import type { ClusterClaims } from "./claims.ts";
import type { Cluster } from "./cluster.ts";
import type { Component } from "./component.ts";
import { compareProblems, type Problem } from "./problem.ts";
import type { AnyRule, DatedRule, Finding, Rule } from "./rule.ts";

/** Every rule that may speak of a cluster made with these components: the areas' own, and those of the components. */
export function rulesOf(components: readonly Component[]): readonly (Rule | DatedRule)[] {
  return [...areaRules, ...components.flatMap((component) => component.rules ?? [])];
}

/**
 * Asks every rule, and marks what the document waives. Rules of a component are asked only where it is in use.
 * @param asOf the day to judge by; without it, rules that need a date are not asked and every waiver counts
 */
export function judge(cluster: Cluster, asOf?: string): readonly Problem[] {
  const { waivers } = cluster.spec;
  const rules = rulesOf(cluster.components.map((entry) => entry.component));
  const problems: Problem[] = [];
  for (const rule of rules) {
    for (const finding of findingsOf(rule, cluster, asOf)) problems.push(toProblem(rule, finding, cluster.name));
  }
  const judged = { waivers, rules, fleetRules, asOf, problems: [...problems] };
  for (const rule of waiverRules) {
    for (const finding of rule.checkWaivers(judged)) problems.push(toProblem(rule, finding, cluster.name));
  }
  return waive(problems, waivers, asOf).sort(compareProblems);
}

function findingsOf(rule: Rule | DatedRule, cluster: Cluster, asOf: string | undefined): Iterable<Finding> {
  if ("check" in rule) return rule.check(cluster);
  return asOf === undefined ? [] : rule.checkAsOf(cluster, asOf);
}

/** Asks the rules across all clusters of one repository. */
export function judgeFleet(fleet: readonly ClusterClaims[], asOf?: string): readonly Problem[] {
  const waiversOf = new Map(fleet.map((claims) => [claims.cluster, claims.waivers]));
  const problems = fleetRules.flatMap((rule) =>
    [...rule.checkFleet(fleet)].flatMap((finding) => {
      const problem = toProblem(rule, finding, finding.cluster);
      return waive([problem], waiversOf.get(finding.cluster) ?? [], asOf);
    }),
  );
  return problems.sort(compareProblems);
}

function toProblem(rule: AnyRule, finding: Finding, cluster: string): Problem {
  return {
    code: rule.id,
    severity: finding.severity ?? rule.severity,
    cluster,
    path: finding.path,
    message: finding.message,
    remedy: finding.remedy,
    reference: rule.reference,
    ...(rule.final ? { final: true } : {}),
    ...(finding.value === undefined ? {} : { value: finding.value }),
  };
}
