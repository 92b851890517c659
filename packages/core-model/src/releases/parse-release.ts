import { dataProblems } from "../document/data-problems.ts";
import type { Result } from "../problem.ts";
import { Release } from "./schema.ts";

/** A release of one's own, from data (YAML that was read, or an object): held to the same schema as those of the house. */
export function parseRelease(data: unknown): Result<Release> {
  const parsed = Release.safeParse(data);
  if (parsed.success) return { ok: true, value: parsed.data, problems: [] };
  return { ok: false, problems: dataProblems(parsed.error, "release") };
}
