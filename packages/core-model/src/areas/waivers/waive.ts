import { formatPath, type Problem } from "../../problem.ts";
import type { Waiver } from "./schema.ts";

/** Marks the problems that the document sets aside. A waiver whose day has passed counts no more, when a day is given. */
export function waive(problems: readonly Problem[], waivers: readonly Waiver[], asOf?: string): Problem[] {
  const current = waivers.filter((waiver) => asOf === undefined || waiver.until >= asOf);
  return problems.map((problem) => {
    const waiver = current.find(
      (candidate) =>
        candidate.rule === problem.code &&
        (candidate.at === undefined || isBelow(formatPath(problem.path), candidate.at)),
    );
    return waiver ? { ...problem, waived: { reason: waiver.reason, until: waiver.until } } : problem;
  });
}

function isBelow(path: string, above: string): boolean {
  return path === above || path.startsWith(`${above}.`) || path.startsWith(`${above}[`);
}
