/** Where something stands in a document: `["spec", "kubernetes", "etcd"]`. Numbers are list positions. */
export type Path = readonly (string | number)[];

/** `error`: it would break. `warning`: it works but surprises. `advice`: a better way is known. */
export type Severity = "error" | "warning" | "advice";

/** A place in a file. Lines and columns count from 1. */
export interface SourcePlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/**
 * What is wrong, as data first: text, colour and SARIF are made from it later.
 * `message` holds both sides of a conflict, `remedy` the way out.
 */
export interface Problem {
  /** Stable identifier: the id of the rule, or the code of the parser. Never reused for another meaning. */
  readonly code: string;
  readonly severity: Severity;
  /** The cluster it was found in, when one is known. */
  readonly cluster?: string;
  readonly path: Path;
  /** The offending value, when showing it helps and cannot reveal a secret. */
  readonly value?: unknown;
  readonly message: string;
  readonly remedy: string;
  /** The norm or upstream page that the rule stands on. */
  readonly reference?: string;
  readonly place?: SourcePlace;
  /** Set where no waiver counts. */
  readonly final?: true;
  /** Set when the document sets this rule aside: shown, but no longer a failure. */
  readonly waived?: { readonly reason: string; readonly until: string };
}

/** Problems of one document that its readers tell at once: who has more corrects these first. */
export const maxProblems = 100;

/** A value, or the reasons why there is none. A value may come with warnings and advice. */
export type Result<T> =
  | { readonly ok: true; readonly value: T; readonly problems: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** True when the problem stops the work: an error that nobody has waived. */
export function isFailure(problem: Problem): boolean {
  return problem.severity === "error" && problem.waived === undefined;
}

/** A path as people write it: `spec.` is left out, list positions stand in brackets: `kubernetes.workers[1].group`. */
export function formatPath(path: Path): string {
  const steps = path[0] === "spec" && path.length > 1 ? path.slice(1) : path;
  let text = "";
  for (const step of steps) {
    if (typeof step === "number") text += `[${step}]`;
    else text += text === "" ? step : `.${step}`;
  }
  return text === "" ? "document" : text;
}

/** One problem on one line, without colour: `file:31:5 kubernetes.etcd: what. The way out. [code]`. */
export function formatProblem(problem: Problem): string {
  const place = problem.place ? `${problem.place.file}:${problem.place.line}:${problem.place.column} ` : "";
  const subject = problem.place || !problem.cluster ? "" : `${problem.cluster} `;
  const waived = problem.waived ? ` (waived until ${problem.waived.until}: ${problem.waived.reason})` : "";
  return `${place}${subject}${formatPath(problem.path)}: ${sentence(problem.message)} ${sentence(problem.remedy)} [${problem.code}]${waived}`;
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

const severityRank: Record<Severity, number> = { error: 0, warning: 1, advice: 2 };

/** Order for people: errors first, then by cluster, then as the file is read from top to bottom. */
export function compareProblems(a: Problem, b: Problem): number {
  return (
    severityRank[a.severity] - severityRank[b.severity] ||
    compareText(a.cluster ?? "", b.cluster ?? "") ||
    (a.place?.line ?? 0) - (b.place?.line ?? 0) ||
    (a.place?.column ?? 0) - (b.place?.column ?? 0) ||
    compareText(a.code, b.code) ||
    compareText(a.message, b.message)
  );
}

/** Orders by UTF-16 code unit, so that the order is the same under every locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
