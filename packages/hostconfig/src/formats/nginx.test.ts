import fc from "fast-check";
import { expect, test } from "vitest";
import { expression, writeNginx } from "./nginx.ts";

const word = fc.string({ unit: "grapheme" }).filter((text) => !/[\p{Cc}$]/u.test(text));

test("writes one line for each directive, and a comment above the block it belongs to", () => {
  const text = writeNginx(
    ["who wrote it"],
    [
      ["worker_processes", "auto"],
      "why",
      { heading: ["http"], body: [["server_tokens", "off"], { heading: ["server"], body: [["listen", 80]] }] },
    ],
  );

  expect(text).toBe(
    "# who wrote it\n\nworker_processes auto;\n\n# why\nhttp {\n    server_tokens off;\n\n    server {\n        listen 80;\n    }\n}\n",
  );
});

test("a word stays one word, whatever it holds", () => {
  fc.assert(
    fc.property(fc.array(word, { minLength: 1 }), (words) => {
      const lines = writeNginx([], [{ heading: ["map"], body: [words] }]).split("\n");

      expect(lines).toHaveLength(5);
      expect(wordsOf(lines[2] ?? "")).toEqual(words);
    }),
  );
});

test("a comment stays one comment", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (comment) => {
      const text = writeNginx([comment], [comment, ["worker_processes", 1]]);

      expect(text.split("\n").filter((line) => /\S/.test(line) && !line.startsWith("#"))).toEqual([
        "worker_processes 1;",
      ]);
    }),
  );
});

test.each(["a;\nserver_name evil", "a\rb", "a\0b", "a\tb", "$request_uri", "a$host"])("refuses %j", (hostile) => {
  expect(() => writeNginx([], [["return", hostile]])).toThrow(/cannot carry/);
});

test("reads variables in a text of ours", () => {
  expect(writeNginx([], [["return", 308, expression("https://$host$request_uri")]])).toContain(
    "return 308 https://$host$request_uri;",
  );
});

/** How nginx takes a line apart: blanks divide words unless they stand in quotes, where a backslash escapes. */
function wordsOf(line: string): string[] {
  const words = [...line.trim().matchAll(/"((?:\\.|[^"\\])*)"|([^\s;"]+)/gu)];
  expect(line.endsWith(";")).toBe(true);
  return words.map(([, quoted, plain = ""]) => quoted?.replaceAll(/\\(.)/gu, "$1") ?? plain);
}
