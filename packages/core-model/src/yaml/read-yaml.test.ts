import { describe, expect, test } from "vitest";
import { formatProblem } from "../problem.ts";
import { readYaml } from "./read-yaml.ts";

/** What is wrong with a text, one line a problem, without the name of the file. */
function wrongWith(text: string): string[] {
  const result = readYaml(text, "c.yaml");
  return result.ok ? [] : result.problems.map((problem) => formatProblem(problem).replace("c.yaml:", ""));
}

function dataOf(text: string): unknown {
  const result = readYaml(text, "c.yaml");
  return result.ok ? result.source.data : result.problems;
}

describe("what is refused, with code, place and remedy", () => {
  const start = "Start with apiVersion and kind, or run `platform schema` for the whole language. [yaml-empty]";
  const unseen = "Delete it: what a reviewer cannot see must not count. [yaml-hidden-character]";
  const deep = "A cluster document needs about ten levels; remove the others. [yaml-nesting]";
  const laughs = [
    "a: &a [x, x, x, x, x, x, x, x, x]",
    "b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]",
    "c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]",
    "d: [*c, *c, *c, *c, *c, *c, *c, *c, *c]",
  ].join("\n");
  const aliases = `a: &a x\nb: [${"*a, ".repeat(51)}]`;

  test.each([
    ["nothing", "", `1:1 document: the document is empty. ${start}`],
    ["only a comment", "# later\n", `1:1 document: the document is empty. ${start}`],
    ["only null", "---\n~\n", `1:1 document: the document is empty. ${start}`],
    [
      "two documents",
      "kind: a\n---\nkind: b\n",
      "2:1 document: expected 1 document, found 2. Give each cluster a folder of its own. [yaml-many-documents]",
    ],
    [
      "a duplicate key",
      "kind: a\nname: b\nkind: c\n",
      "3:1 document: the key kind stands twice, first at line 1. Keep one of the two. [yaml-duplicate-key]",
    ],
    [
      "a duplicate key deep inside",
      "a:\n  - { b: 1, b: 2 }\n",
      "2:13 document: the key b stands twice, first at line 2. Keep one of the two. [yaml-duplicate-key]",
    ],
    ["400 KB of brackets", "[".repeat(400_000), `1:65 document: nesting deeper than 64 brackets. ${deep}`],
    [
      "brackets that close before they open",
      `${"]".repeat(1000)}${"[".repeat(65)}`,
      `1:1065 document: nesting deeper than 64 brackets. ${deep}`,
    ],
    ["5,000 dashes", `${"- ".repeat(5000)}x`, `1:129 document: nesting deeper than 128 columns. ${deep}`],
    [
      "indentation without end",
      Array.from({ length: 200 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n"),
      `130:129 document: nesting deeper than 128 columns. ${deep}`,
    ],
    [
      "more than 1 MiB",
      `# ${"é".repeat(524_288)}`,
      "1:1 document: the document has 1048578 bytes, the limit is 1048576. Split it: one cluster a document. [yaml-too-large]",
    ],
    [
      "a million commas",
      `[${",".repeat(1_000_000)}]`,
      "1:500000 document: more than 500000 words and signs. Split it: one cluster a document. [yaml-too-large]",
    ],
    [
      "a billion laughs",
      laughs,
      "1:1 document: the aliases stand for too many values. Write the values out. [yaml-aliases]",
    ],
    ["51 aliases", aliases, "2:205 document: more than 50 aliases. Write the values out. [yaml-aliases]"],
    [
      "an alias without an anchor",
      "a: *b\n",
      "1:4 document: *b refers to nothing above. Write the value out. [yaml-alias-unknown]",
    ],
    [
      "an alias of what it stands in",
      "a: &a [*a]\n",
      "1:8 document: *a refers to what it stands in. Write the value out. [yaml-alias-unknown]",
    ],
    [
      "a tag of Ansible's",
      "a: !vault x\n",
      "1:4 document: Unresolved tag: !vault. Remove the tag: the document is plain data. [yaml-foreign-tag]",
    ],
    [
      "a tag that some readers know",
      "a: !!binary aGVsbG8=\n",
      "1:4 document: Unresolved tag: tag:yaml.org,2002:binary. Remove the tag: the document is plain data. [yaml-foreign-tag]",
    ],
    [
      "a directive that makes the rest YAML 1.1",
      "%YAML 1.1\n---\na: NO\n",
      "1:1 document: a directive changes how the rest is read. Remove the line. [yaml-directive]",
    ],
    ["tabs", "a:\n\tb: 1\n", "2:1 document: Tabs are not allowed as indentation. Indent with spaces. [yaml-syntax]"],
    ["a direction mark", "a: x\u202ey\n", `1:5 document: hidden character U+202E. ${unseen}`],
    ["a zero-width space", "a: 1\nb: x\u200by\n", `2:5 document: hidden character U+200B. ${unseen}`],
    ["a line separator", "a: x\u2028y\n", `1:5 document: hidden character U+2028. ${unseen}`],
    ["an escape sequence", "a: \u001b[31mred\n", `1:4 document: hidden character U+001B. ${unseen}`],
    ["half a character", "a: \ud800\n", `1:4 document: hidden character U+D800. ${unseen}`],
    [
      "a direction mark by its number",
      'a: "x\\u202ey"\n',
      "1:4 document: hidden character U+202E. Delete it. [yaml-hidden-character]",
    ],
    [
      "a line break in a key",
      '"a\\nb": 1\n',
      "1:1 document: hidden character U+000A. Delete it. [yaml-hidden-character]",
    ],
    ["a number as key", "1: x\n", "1:1 document: the key 1 is not a string. Put the key in quotes. [yaml-key-type]"],
    ["no key", "? \n: x\n", "1:3 document: the key null is not a string. Put the key in quotes. [yaml-key-type]"],
    ["a list as key", "? [a]\n: x\n", "1:3 document: a key must be a string. Put the key in quotes. [yaml-key-type]"],
    [
      "a number that loses digits",
      "a: 12345678901234567890\n",
      "1:4 document: the integer 12345678901234567890 loses digits when it is read. Put it in quotes where a string is wanted, or use a smaller number. [yaml-number-precision]",
    ],
    ["infinity", "a: .inf\n", "1:4 document: .inf is not a finite number. Give a number. [yaml-number-precision]"],
    [
      "a quote that never ends",
      'a: "x\n',
      '2:1 document: Missing closing "quote. Correct the YAML here; an editor with a YAML mode shows where it breaks. [yaml-syntax]',
    ],
  ])("%s", (_, text, told) => {
    expect(wrongWith(text)).toEqual([told]);
  });
});

test("all faults are told at once, but not more than a hundred", () => {
  expect(wrongWith("1: a\n2: b\n3: c\n")).toHaveLength(3);
  expect(wrongWith("1: a\n".repeat(5000))).toHaveLength(100);
});

test("words that YAML 1.1 takes for something else stay strings", () => {
  const words = ["NO", "no", "on", "off", "yes", "y", "n", "1:30", "0b1", "1_000", "2026-11-21", "=", "<<"];

  expect(dataOf(words.map((word) => `- ${word}\n`).join(""))).toEqual(words);
});

test("names that look like numbers are strings in quotes", () => {
  expect(dataOf('["1e3", "0x10", "007", "1.30", "true", "null"]')).toEqual([
    "1e3",
    "0x10",
    "007",
    "1.30",
    "true",
    "null",
  ]);
});

test("a merge key is a key like any other", () => {
  expect(dataOf("a: &a { x: 1 }\nb: { <<: *a }\n")).toEqual({ a: { x: 1 }, b: { "<<": { x: 1 } } });
});

test("a byte order mark, Windows line ends and tabs between words do no harm", () => {
  expect(dataOf("\ufeffa: 1\r\nb: x\t# why\r\n")).toEqual({ a: 1, b: "x" });
});

test("a text of several lines may have them", () => {
  expect(dataOf("a: |\n  one\n  two\n")).toEqual({ a: "one\ntwo\n" });
});

describe("where things stand", () => {
  const text = "a:\n  - x: 1\n    y: &y { z: 1.30 }\n  - x: *y\nb: 2\n";
  const read = readYaml(text, "c.yaml");
  if (!read.ok) throw new Error("the text is right");
  const { source } = read;

  test.each([
    ["a key", ["b"], 5, 1],
    ["an item of a list", ["a", 1], 4, 5],
    ["a key of an item", ["a", 0, "y", "z"], 3, 13],
    ["a key behind an alias", ["a", 1, "x", "z"], 3, 13],
    ["what does not exist: the nearest above", ["a", 0, "nothing", "at all"], 2, 5],
    ["nothing at all: the document", [], 1, 1],
  ])("%s", (_, path, line, column) => {
    expect(source.placeOf(path)).toEqual({ file: "c.yaml", line, column });
  });

  test("a scalar is known as it was written", () => {
    expect(source.writtenAt(["a", 0, "y", "z"])).toBe("1.30");
    expect(source.writtenAt(["a"])).toBeUndefined();
  });
});
