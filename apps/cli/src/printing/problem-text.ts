import { formatPath, type Problem, type Severity } from "@groundplan/core-model";
import { counted } from "./counted.ts";
import type { Paint } from "./paint.ts";
import { sentence } from "./sentence.ts";
import { visibleText } from "./visible-text.ts";

const widest = "warning".length;

/**
 * A problem in two lines, so that the place can be clicked and the way out is never cut off:
 *
 *     error    clusters/x/cluster.yaml:31:5 kubernetes.etcd: 2 members cannot lose any. [etcd-quorum]
 *              Use 3 or 5.
 */
export function problemText(problem: Problem, paint: Paint): string {
  const { severity, place, waived } = problem;
  const word = waived ? paint.dim("waived".padEnd(widest)) : paint.severity(severity, severity.padEnd(widest));
  const where = place ? `${place.file}:${place.line}:${place.column} ` : "";
  const subject = problem.path.length > 0 ? `${formatPath(problem.path)}: ` : "";
  const first = `${visibleText(`${where}${subject}${sentence(problem.message)}`)} ${paint.dim(`[${visibleText(problem.code)}]`)}`;
  const second = waived ? `Until ${waived.until}: ${sentence(waived.reason)}` : sentence(problem.remedy);
  const indent = " ".repeat(widest + 4);
  return `  ${word}  ${first}\n${indent}${visibleText(second)}\n`;
}

/** How many of each kind; waived ones are counted apart. */
export interface Tally {
  readonly error: number;
  readonly warning: number;
  readonly advice: number;
  readonly waived: number;
}

export function tallyOf(problems: readonly Problem[]): Tally {
  const of = (severity: Severity) =>
    problems.filter((problem) => !problem.waived && problem.severity === severity).length;
  return {
    error: of("error"),
    warning: of("warning"),
    advice: of("advice"),
    waived: problems.filter((problem) => problem.waived).length,
  };
}

export function addTallies(tallies: readonly Tally[]): Tally {
  const sum = { error: 0, warning: 0, advice: 0, waived: 0 };
  for (const tally of tallies)
    for (const kind of ["error", "warning", "advice", "waived"] as const) sum[kind] += tally[kind];
  return sum;
}

/** `2 errors, 1 warning`; what is not there is not mentioned. */
export function tallyText({ error, warning, advice, waived }: Tally): string {
  const parts = [
    ...(error > 0 ? [counted(error, "error")] : []),
    ...(warning > 0 ? [counted(warning, "warning")] : []),
    ...(advice > 0 ? [counted(advice, "piece of advice", "pieces of advice")] : []),
    ...(waived > 0 ? [`${counted(waived, "finding")} waived`] : []),
  ];
  return parts.join(", ") || "nothing to say";
}
