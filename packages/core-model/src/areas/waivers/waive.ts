import { formatPath, type Problem } from "../../problem.ts";
import type { Waiver } from "./schema.ts";

/** Marks the problems that the document sets aside. A waiver whose day has passed counts no more, when a day is given. */
export function waive(problems: readonly Problem[], waivers: readonly Waiver[], asOf?: string): Problem[] {
  const current = waivers.filter((waiver) => isCurrent(waiver, asOf));
  return problems.map((problem) => {
    const waiver = current.find((candidate) => covers(candidate, problem));
    return waiver ? { ...problem, waived: { reason: waiver.reason, until: waiver.until } } : problem;
  });
}

/** Whether the waiver still counts. Without a day every waiver does. */
export function isCurrent(waiver: Waiver, asOf: string | undefined): boolean {
  return asOf === undefined || waiver.until >= asOf;
}

/** Whether the waiver speaks of this problem: its rule, at its place or below. */
export function covers(waiver: Waiver, problem: Problem): boolean {
  if (problem.final || waiver.rule !== problem.code) return false;
  return waiver.at === undefined || isBelow(formatPath(problem.path), waiver.at);
}

function isBelow(path: string, above: string): boolean {
  return path === above || path.startsWith(`${above}.`) || path.startsWith(`${above}[`);
}
