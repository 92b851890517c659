import { expect, test } from "vitest";
import { parseOwnership, renderOwnership } from "./ownership.ts";

test("names one path a line, sorted, and reads itself back", () => {
  const text = renderOwnership(["machines/b/x", "OVERVIEW.md", "#odd"]);

  expect(text.split("\n").slice(2)).toEqual(["./#odd", "OVERVIEW.md", "machines/b/x", ""]);
  expect(parseOwnership(text)).toEqual(new Set(["#odd", "OVERVIEW.md", "machines/b/x"]));
});

test("an unresolved merge counts both sides", () => {
  const merged = "a\n<<<<<<< ours\nb\n=======\nc\n>>>>>>> theirs\n";

  expect([...parseOwnership(merged)]).toEqual(expect.arrayContaining(["a", "b", "c"]));
});
