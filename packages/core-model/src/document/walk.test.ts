import { expect, test } from "vitest";
import { valuesIn } from "./walk.ts";

test("every value is met once, from the top down, with its path", () => {
  const met = [...valuesIn({ a: [{ b: null }, 1], c: "x" })];

  expect(met.map(({ path }) => path.join("."))).toEqual(["", "a", "a.0", "a.0.b", "a.1", "c"]);
  expect(met.map(({ value }) => value).slice(3)).toEqual([null, 1, "x"]);
  expect(met[2]?.path).toEqual(["a", 0]);
});
