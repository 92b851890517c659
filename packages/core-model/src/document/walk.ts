import type { Path } from "../problem.ts";

/** A value and where it stands. */
export interface PlacedValue {
  readonly path: Path;
  readonly value: unknown;
}

/** Every value of a document from the top down: a mapping or list comes before what is in it. */
export function* valuesIn(value: unknown, path: Path = []): Generator<PlacedValue> {
  yield { path, value };
  if (typeof value !== "object" || value === null) return;
  const isList = Array.isArray(value);
  for (const [key, child] of Object.entries(value)) yield* valuesIn(child, [...path, isList ? Number(key) : key]);
}
