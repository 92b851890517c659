import { expect, test } from "vitest";
import { daysBetween } from "./days.ts";

test.each([
  ["2026-11-21", "2026-11-21", 0],
  ["2026-11-21", "2026-11-28", 7],
  ["2026-11-21", "2026-11-20", -1],
  ["2028-02-28", "2028-03-01", 2],
  ["2027-02-28", "2027-03-01", 1],
  ["2026-03-28", "2026-03-30", 2],
])("from %s to %s are %i days", (from, to, days) => {
  expect(daysBetween(from, to)).toBe(days);
});
