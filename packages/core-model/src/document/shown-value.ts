import { secretLikeness } from "../areas/secrets/patterns.ts";
import { visibleText } from "../yaml/hidden-characters.ts";

/** True for a text that could open a door, and must not be shown. */
export function looksSecret(value: unknown): boolean {
  return typeof value === "string" && secretLikeness(value) !== undefined;
}

/** The value at the beginning of a sentence; nothing where it is too large to be shown. */
export function subject(value: unknown): string {
  return typeof value === "object" ? "" : `${show(value)} `;
}

/** A value as people can see it, and as nobody can misuse it: on one line, short, and never a secret. */
export function show(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "object") return "a mapping";
  if (looksSecret(value)) return "a value that looks like a secret";
  const text = visibleText(String(value));
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** A value as what it is: "the string x", "a list of 3". */
export function describe(value: unknown): string {
  return typeof value === "object" ? show(value) : `the ${typeof value} ${show(value)}`;
}
