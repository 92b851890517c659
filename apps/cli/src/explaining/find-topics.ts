import { type AnyRule, compareText, type DocumentedKey, nearestOf } from "@groundplan/core-model";

/** Everything that can be explained. */
export interface Topics {
  readonly rules: readonly AnyRule[];
  readonly keys: readonly DocumentedKey[];
}

/** True for what stands in brackets behind a finding of the parser, which is no rule. */
export function isReadingCode(topic: string): boolean {
  return /^(?:yaml|document)-[a-z-]+$/.test(topic);
}

/** The rule of that id, and the keys of that path: written as in a finding, with or without `spec.`. */
export function findTopics({ rules, keys }: Topics, topic: string): Topics {
  const steps = stepsOf(topic);
  const matching = keys.filter((key) => matches(stepsOf(key.path), steps));
  // `networks.nodes` may be any network; a key that is meant by name is meant before one that stands for all names.
  const exact = matching.filter((key) => stepsOf(key.path).join() === steps.join());
  return { rules: rules.filter((rule) => rule.id === topic), keys: exact.length > 0 ? exact : matching };
}

/** The keys directly below a key. */
export function keysBelow(keys: readonly DocumentedKey[], key: DocumentedKey): readonly DocumentedKey[] {
  const isDirect = (rest: string) => /^(?:\.\*)*\.[^.*]+$/.test(rest);
  return keys.filter(({ path }) => path.startsWith(key.path) && isDirect(path.slice(key.path.length)));
}

/** Up to three topics that were probably meant. */
export function nearestTopics({ rules, keys }: Topics, topic: string): readonly string[] {
  const steps = stepsOf(topic);
  const paths = keys.map((key) => stepsOf(key.path).join("."));
  const last = steps.at(-1) ?? "";
  const elsewhere = paths.filter((path) => path.split(".").at(-1) === last);
  const candidates = [
    nearestOf(
      topic,
      rules.map((rule) => rule.id),
    ),
    nearestOf(steps.join("."), paths),
    ...elsewhere.sort(shortestFirst),
  ];
  return [...new Set(candidates.filter((candidate) => candidate !== undefined))].slice(0, 3);
}

function shortestFirst(a: string, b: string): number {
  return a.split(".").length - b.split(".").length || compareText(a, b);
}

function stepsOf(path: string): readonly string[] {
  const steps = path.replaceAll(/\[(?:\d+|\*)\]/g, ".*").split(".");
  return steps[0] === "spec" && steps.length > 1 ? steps.slice(1) : steps;
}

function matches(pattern: readonly string[], steps: readonly string[]): boolean {
  return pattern.length === steps.length && pattern.every((step, position) => step === "*" || step === steps[position]);
}
