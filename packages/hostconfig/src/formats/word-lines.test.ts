import fc from "fast-check";
import { expect, test } from "vitest";
import { writeWordLines } from "./word-lines.ts";

test("writes the words of each line, with comments between", () => {
  const text = writeWordLines(["who wrote it"], [["127.0.0.1", "localhost"], "why", ["makestep", "1.0", 3]]);

  expect(text).toBe("# who wrote it\n127.0.0.1 localhost\n# why\nmakestep 1.0 3\n");
});

test("whatever a word holds, it is one word of one line, or refused", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (word) => {
      let text: string;
      try {
        text = writeWordLines([], [["10.0.0.1", word]]);
      } catch {
        expect(word).toMatch(/^$|^[!;%]|[\s\p{Cc}"'\\#]/u);
        return;
      }
      expect(text.trimEnd().split(/\s/)).toEqual(["10.0.0.1", word]);
    }),
  );
});

test("a comment stays a comment", () => {
  expect(writeWordLines(["a\n10.9.9.9 evil"], [])).toBe("# a 10.9.9.9 evil\n");
});
