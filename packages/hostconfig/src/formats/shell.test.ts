import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { hasPrograms } from "../../../../tools/sandbox/programs.ts";
import { shellWord } from "./shell.ts";

test("leaves plain words as they are, and quotes the others", () => {
  expect(shellWord("/healthz")).toBe("/healthz");
  expect(shellWord("it's $(id)")).toBe(`'it'\\''s $(id)'`);
});

test("refuses NUL, which no argument can carry", () => {
  expect(() => shellWord("a\0b")).toThrow(/NUL/);
});

test.skipIf(!hasPrograms("bash"))("a real shell reads back each word as it was", () => {
  const words = fc.array(
    fc.string({ unit: "grapheme" }).filter((text) => !text.includes("\0")),
    { maxLength: 200 },
  );
  fc.assert(
    fc.property(words, (given) => {
      const script = `printf '%s\\0' ${given.map(shellWord).join(" ")}`;

      const read = execFileSync("bash", ["-c", script], { encoding: "utf8" }).split("\0").slice(0, -1);
      expect(read).toEqual(given.length === 0 ? [""] : given);
    }),
    { numRuns: 25 },
  );
});
