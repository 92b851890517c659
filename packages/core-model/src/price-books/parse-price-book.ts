import { dataProblems } from "../document/data-problems.ts";
import type { Result } from "../problem.ts";
import { PriceBook } from "./schema.ts";

/** A price book of one's own, from data (YAML that was read, or an object): held to the same schema as those of the house. */
export function parsePriceBook(data: unknown): Result<PriceBook> {
  const parsed = PriceBook.safeParse(data);
  if (parsed.success) return { ok: true, value: parsed.data, problems: [] };
  return { ok: false, problems: dataProblems(parsed.error, "price book") };
}
