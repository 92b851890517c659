import { distance } from "fastest-levenshtein";
import type { z } from "zod";
import { compareText, formatPath, maxProblems, type Path, type Problem } from "../problem.ts";
import type { YamlSource } from "../yaml/read-yaml.ts";
import { keysAt } from "./schema-walk.ts";
import { describe, looksSecret, show, subject } from "./shown-value.ts";

type Issue = z.core.$ZodIssue;

/** What was judged: the schema, the data, and the text it came from. */
interface Judged {
  readonly schema: z.core.$ZodType;
  readonly data: unknown;
  readonly source?: YamlSource | undefined;
}

/** What the schema refused, as problems: the words of the file, both sides of the conflict, and the way out. */
export function schemaProblems(issues: readonly Issue[], judged: Judged): Problem[] {
  const problems: Problem[] = [];
  for (const issue of issues) {
    if (problems.length >= maxProblems) break;
    problems.push(...toProblems(issue, [], judged));
  }
  return problems.slice(0, maxProblems);
}

function toProblems(issue: Issue, base: Path, judged: Judged): Problem[] {
  const path: Path = [...base, ...issue.path.map((step) => (typeof step === "symbol" ? String(step) : step))];
  const value = valueAt(judged.data, path);
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.slice(0, maxProblems).map((key) => unknownKey(key, path, keysAt(judged.schema, path)));
    case "invalid_type":
      return [wrongType(issue.expected, path, value, judged)];
    case "invalid_value":
      return [notListed(issue.values.map(String), path, value)];
    case "invalid_union":
      return unionProblems(issue, path, judged);
    case "invalid_key":
      return issue.issues.map((inner) =>
        make("document-value", path, `the name ${show(path.at(-1))} ${inner.message}`, "Choose another name"),
      );
    case "too_big":
      return [outOfBounds(value, `at most ${issue.maximum}`, issue.origin, path)];
    case "too_small":
      return [outOfBounds(value, `at least ${issue.minimum}`, issue.origin, path)];
    default:
      return [make("document-value", path, `${subject(value)}${issue.message}`, explainHint(path), value)];
  }
}

function outOfBounds(value: unknown, bound: string, origin: string, path: Path): Problem {
  const counted: Record<string, string> = { array: " items", string: " characters", set: " items" };
  return make(
    "document-value",
    path,
    `${show(value)} is out of bounds: ${bound}${counted[origin] ?? ""}`,
    explainHint(path),
    value,
  );
}

function explainHint(path: Path): string {
  return `\`platform explain ${formatPath(path.map((step) => (typeof step === "number" ? "*" : step)))}\` tells what may stand here`;
}

function unknownKey(key: string, path: Path, known: readonly string[]): Problem {
  if (known.includes(key)) {
    // One form of a union has it, and the document has written another.
    const message = `${show(key)} does not go with what else stands here`;
    return make(
      "document-unknown-key",
      [...path, key],
      message,
      `Take it out, or what excludes it; ${explainHint(path)}`,
    );
  }
  const nearest = nearestOf(key, known);
  const remedy = nearest
    ? `Did you mean ${nearest}?`
    : known.length > 0
      ? `Known here: ${[...known].sort(compareText).join(", ")}`
      : "Remove it";
  const kind =
    path.at(-1) === "addons" && path.length === 2
      ? "addon"
      : path.at(-1) === "hostServices" && path.length === 2
        ? "host service"
        : "key";
  return make("document-unknown-key", [...path, key], `unknown ${kind} ${show(key)}`, remedy);
}

function wrongType(expected: string, path: Path, value: unknown, { schema, source }: Judged): Problem {
  if (value === undefined) return missing(path, `Give ${article(expected)}; ${explainHint(path)}`);
  const isScalar = typeof value !== "object";
  if (isScalar && keysAt(schema, path).includes("secret")) {
    // Whatever it is, it was meant to open something: it is not shown.
    const remedy = "Write { secret: NAME }, and put the value into the secret store";
    return make("secret-in-document", path, "a plain value stands where the name of a secret belongs", remedy);
  }
  const written = source?.writtenAt(path);
  if (expected === "string" && isScalar && written !== undefined) {
    const changed = written === String(value) ? "" : `, read as ${value}`;
    const message = `${written} is a ${typeof value} in YAML${changed}, and a string is wanted`;
    return make(`document-${typeof value}-for-string`, path, message, `Put it in quotes: "${written}"`, value);
  }
  return make(
    "document-type",
    path,
    `wants ${article(expected)}, not ${describe(value)}`,
    `Give ${article(expected)}`,
    value,
  );
}

function missing(path: Path, remedy: string): Problem {
  return make("document-missing-key", path, `${path.at(-1) ?? "document"} is missing`, remedy);
}

function notListed(values: readonly string[], path: Path, value: unknown): Problem {
  if (value === undefined) return missing(path, `Choose one of ${values.join(", ")}`);
  const nearest = typeof value === "string" ? nearestOf(value, values) : undefined;
  const remedy = nearest
    ? `Did you mean ${nearest}?`
    : values.length === 1
      ? `Write ${values[0]}`
      : `Choose one of ${values.join(", ")}`;
  return make("document-value", path, `${show(value)} is not known here`, remedy, value);
}

/**
 * Of a union, the branch that the writer meant is one whose `kind` fits, and of those the one that came furthest; its problems are
 * the ones worth reading.
 */
function unionProblems(issue: Extract<Issue, { code: "invalid_union" }>, path: Path, judged: Judged): Problem[] {
  const branches = issue.errors.filter((branch) => branch.length > 0);
  if (branches.length === 0) {
    const discriminator =
      "discriminator" in issue && typeof issue.discriminator === "string" ? issue.discriminator : "kind";
    const options = "options" in issue && Array.isArray(issue.options) ? issue.options.map(String) : [];
    const named: Path = path.at(-1) === discriminator ? path : [...path, discriminator];
    return [notListed(options, named, valueAt(judged.data, named))];
  }
  const fitting = branches.filter(
    (branch) => !branch.some(({ path: [step, ...rest] }) => step === "kind" && !rest.length),
  );
  const meant = fitting.length > 0 ? fitting : branches;
  const depth = (branch: readonly Issue[]) => Math.max(...branch.map((inner) => inner.path.length));
  const best = meant.reduce((a, b) => (depth(b) > depth(a) || (depth(b) === depth(a) && b.length < a.length) ? b : a));
  return best.flatMap((inner) => toProblems(inner, path, judged));
}

/** The known word that was probably meant: a third of its letters may differ. */
export function nearestOf(word: string, known: readonly string[]): string | undefined {
  const ranked = known.map((candidate) => ({
    candidate,
    steps: distance(word.toLowerCase(), candidate.toLowerCase()),
  }));
  ranked.sort((a, b) => a.steps - b.steps || compareText(a.candidate, b.candidate));
  const best = ranked[0];
  return best && best.steps <= Math.max(1, Math.floor(best.candidate.length / 3)) ? best.candidate : undefined;
}

function valueAt(data: unknown, path: Path): unknown {
  let value = data;
  for (const step of path)
    value = typeof value === "object" && value !== null ? (value as Record<string | number, unknown>)[step] : undefined;
  return value;
}

function make(code: string, path: Path, message: string, remedy: string, value?: unknown): Problem {
  const isShown = value !== undefined && typeof value !== "object" && !looksSecret(value);
  return { code, severity: "error", path, message, remedy, ...(isShown ? { value } : {}) };
}

const words: Record<string, string> = {
  object: "a mapping",
  record: "a mapping",
  array: "a list",
  int: "a whole number",
  nonoptional: "a value",
};

function article(expected: string): string {
  return words[expected] ?? `a ${expected}`;
}
