import fc from "fast-check";
import { expect, test } from "vitest";
import { writeHaproxy } from "./haproxy.ts";

const word = fc.string({ unit: "grapheme", minLength: 1 }).filter((text) => !/\p{Cc}/u.test(text));

test("writes one indented line for each setting, and a comment above the section it belongs to", () => {
  const text = writeHaproxy(
    ["who wrote it"],
    [{ heading: ["backend", "masters"], lines: ["why", ["balance", "leastconn"], ["retries", 3]] }],
  );

  expect(text).toBe("# who wrote it\n\nbackend masters\n    # why\n    balance leastconn\n    retries 3\n");
});

test("a word stays one word, whatever it holds", () => {
  fc.assert(
    fc.property(fc.array(word, { minLength: 1 }), (words) => {
      const text = writeHaproxy([], [{ heading: ["backend", "b"], lines: [words] }]);

      const lines = text.split("\n").filter((line) => line !== "");
      expect(lines).toHaveLength(2);
      expect(wordsOf(lines[1] ?? "")).toEqual(words);
    }),
  );
});

test("a comment stays one comment", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (comment) => {
      const text = writeHaproxy([comment], [{ heading: ["backend", "b"], lines: [comment] }]);

      expect(text.split("\n").filter((line) => /\S/.test(line) && !/^\s*#/.test(line))).toEqual(["backend b"]);
    }),
  );
});

test.each(["", "a\nserver evil 203.0.113.9:6443", "a\rb", "a\0b", "a\tb"])("refuses %j", (hostile) => {
  expect(() => writeHaproxy([], [{ heading: ["backend", hostile], lines: [] }])).toThrow(/cannot carry/);
});

/** The manual's section 2.2, read backwards: blanks divide words unless a backslash stands before them. */
function wordsOf(line: string): string[] {
  const words: string[] = [];
  // Only the blank of ASCII divides: others are letters to haproxy.
  for (const [, raw = ""] of line.replace(/^ +/, "").matchAll(/((?:\\.|[^\\ ])+)/gsu)) {
    words.push(raw.replaceAll(/\\(.)/gsu, "$1"));
  }
  return words;
}
