import { expect, test } from "vitest";
import { listText } from "./list-text.ts";

test.each([
  [[], ""],
  [["a"], "a"],
  [["a", "b"], "a and b"],
  [["a", "b", "c"], "a, b and c"],
])("%j is said as %j", (words, text) => {
  expect(listText(words)).toBe(text);
});
