import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { writeOrderedYaml, writeYaml, writeYamlDocuments } from "./write-yaml.ts";

test("keys are sorted, and the order of input makes no difference", () => {
  const text = writeYaml({ b: 1, a: { d: [2, 1], c: 3 } });

  expect(text).toBe("a:\n  c: 3\n  d:\n    - 2\n    - 1\nb: 1\n");
  expect(writeYaml({ a: { c: 3, d: [2, 1] }, b: 1 })).toBe(text);
});

test("ordered output keeps the order of its keys", () => {
  expect(writeOrderedYaml({ kind: "Cluster", apiVersion: "v1" })).toBe("kind: Cluster\napiVersion: v1\n");
});

test("several documents are divided, and a text cannot divide them further", () => {
  expect(writeYamlDocuments([{ a: 1 }, { b: "x\n---\ny" }], ["made"])).toBe(
    "# made\na: 1\n---\nb: |-\n  x\n  ---\n  y\n",
  );
});

test("a header stays a comment, whatever is in it", () => {
  expect(writeYaml({ a: 1 }, ["one\ntwo: 2", "\u2028three: 3\u0085four: 4"])).toBe(
    "# one two: 2\n#  three: 3 four: 4\na: 1\n",
  );
});

test.each([
  "NO",
  "on",
  "y",
  "~",
  "null",
  "",
  "1e3",
  "007",
  "0x10",
  "0o14",
  "1_000",
  "1:30",
  "1.30",
  "2026-11-21",
  ".inf",
  "=",
  "<<",
  "a\tb",
  "{{ x }}",
])("%j is quoted, since some reader would take it for something else", (text) => {
  expect(writeYaml({ a: text })).toMatch(/^a: ".*"\n$/);
  expect(parse(writeYaml({ a: text }), { version: "1.1" })).toEqual({ a: text });
});

test("characters that some readers refuse are written by their number", () => {
  expect(writeYaml({ a: "\u0085\u2028\u2029\u007f\ufeff" })).toBe('a: "\\u0085\\u2028\\u2029\\u007f\\ufeff"\n');
});

test("long lines are never folded, and equal objects are written out", () => {
  const long = "word ".repeat(100).trim();
  const shared = { x: 1 };

  expect(writeYaml({ a: long })).toBe(`a: ${long}\n`);
  expect(writeYaml({ a: shared, b: shared })).toBe("a:\n  x: 1\nb:\n  x: 1\n");
});

const texts = fc.string({
  unit: fc.oneof(
    fc.constantFrom(...":-#'\"\\{}[],&*!|>%@`=<?~._+0129exyno \n\t\r\u0085\u2028\u00a0"),
    fc.string({ unit: "binary", maxLength: 1, minLength: 1 }),
  ),
  maxLength: 12,
});

test("every text is read as it was, in YAML 1.2 and 1.1", () => {
  fc.assert(
    fc.property(texts, (text) => {
      const written = writeYaml({ value: text, list: [text], nested: { [text]: 1 } });

      expect(parse(written)).toEqual({ value: text, list: [text], nested: { [text]: 1 } });
      expect(parse(written, { version: "1.1", merge: false })).toEqual({
        value: text,
        list: [text],
        nested: { [text]: 1 },
      });
    }),
    { numRuns: 2000 },
  );
});

const hasPyYaml = spawnSync("python3", ["-c", "import yaml"]).status === 0;

test.skipIf(!hasPyYaml)("Ansible's reader reads every text as it was", () => {
  // Half of a surrogate pair is no character: Python does not take it from anybody.
  const wellFormed = fc.sample(texts, { numRuns: 3000, seed: 11 }).filter((text) => text.isWellFormed());
  const documents = wellFormed.map((text) => writeYaml({ value: text, nested: { [text]: 1 } }));
  const script = "import json, sys, yaml; print(json.dumps([yaml.safe_load(text) for text in json.load(sys.stdin)]))";

  const said = spawnSync("python3", ["-c", script], { input: JSON.stringify(documents), encoding: "utf8" });

  expect(said.stderr).toBe("");
  expect(JSON.parse(said.stdout)).toEqual(wellFormed.map((text) => ({ value: text, nested: { [text]: 1 } })));
});
