import fc from "fast-check";
import { expect, test } from "vitest";
import { stringify } from "yaml";
import { tryBlockText } from "./block-text.ts";

function libraryText(data: unknown, sorts = false): string {
  return stringify(data, {
    version: "1.2",
    compat: "yaml-1.1",
    lineWidth: 0,
    aliasDuplicateObjects: false,
    singleQuote: false,
    sortMapEntries: sorts,
  });
}

const words = fc.string({
  unit: fc.oneof(
    fc.constantFrom(..."abyneofETN0123456789./-_:+ #\n\t\"'{}[],&*!|>%@`=<?~$()"),
    fc.string({ minLength: 1, maxLength: 1, unit: "grapheme" }),
  ),
  maxLength: 9,
});
const values = fc.constantFrom(
  "yes",
  "No",
  "null",
  "e5",
  "E-12",
  "1e3",
  "0644",
  "10.0.0.1",
  "10.0.0.0/8",
  "1.2.3.",
  "512Mi",
  "10m",
  "5%",
  "1a2e5",
  "12e5",
  "1e5a",
  "@a",
  "@a b",
  [],
  {},
  "a\n\n  b\n",
  "x".repeat(50),
  null,
  true,
  0,
  -0,
  1.5,
  1e21,
  Number.NaN,
  undefined,
);
const keys = fc.oneof(words, fc.constantFrom("y", "12", "a b", "a: b", "k".repeat(200), "__proto"));
const data = fc.letrec((tie) => ({
  node: fc.oneof(
    { depthSize: "medium" },
    words,
    values,
    fc.array(tie("node"), { maxLength: 4 }),
    fc.dictionary(keys, tie("node"), { maxKeys: 4 }),
  ),
})).node;

test.each([false, true])("everything is written as the library would (keys sorted: %s)", (sorts) => {
  fc.assert(
    fc.property(data, (given) => {
      const text = tryBlockText(given, sorts, libraryText);

      if (text !== undefined) expect(text).toBe(libraryText(given, sorts));
    }),
    { numRuns: 5000 },
  );
});

test("plain data is not left to the library", () => {
  expect(tryBlockText({ a: [{ b: 1, c: [] }, ["/etc/x y", "0644"]], d: undefined }, false, libraryText)).toBe(
    'a:\n  - b: 1\n    c: []\n  - - /etc/x y\n    - "0644"\n',
  );
});

test.each([
  ["a scalar", "text"],
  ["nothing", {}],
  ["a date", { at: new Date(0) }],
  ["a map of JavaScript", { of: new Map([["a", 1]]) }],
  ["a hole", { list: [1, undefined] }],
  ["a key that needs another form", { ["k".repeat(1100)]: 1 }],
])("%s is left to the library", (_, given) => {
  expect(tryBlockText(given, false, libraryText)).toBeUndefined();
});
