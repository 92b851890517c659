import fc from "fast-check";
import { expect, test } from "vitest";
import { writeKeepalived } from "./keepalived.ts";

test("writes blocks within blocks, and quotes what has blanks", () => {
  const text = writeKeepalived(
    ["who wrote it"],
    [
      {
        heading: ["vrrp_instance", "a"],
        body: ["why", ["priority", 100], { heading: ["track_script"], body: [["check it"]] }],
      },
    ],
  );

  expect(text).toBe(
    '# who wrote it\n\nvrrp_instance a {\n    # why\n    priority 100\n    track_script {\n        "check it"\n    }\n}\n',
  );
});

test("a word is written as one word, or refused", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (word) => {
      const text = written(word);

      if (text === undefined) expect(word).toMatch(/^$|[^A-Za-z0-9_./:,;=+*?%&()[\]<> -]/u);
      else expect([`    router_id ${word}`, `    router_id "${word}"`]).toContain(text.split("\n")[1]);
      expect(text?.split("\n") ?? []).toHaveLength(text === undefined ? 0 : 4);
    }),
  );
});

test.each(["", "a\n notify_master /bin/sh", 'a" }', "$VAR", "~SEQ(1,9)", "@main", "}", "a!b", "a#b", "a\\", "\0"])(
  "refuses %j",
  (hostile) => {
    expect(() => writeKeepalived([], [{ heading: ["global_defs"], body: [["router_id", hostile]] }])).toThrow(
      /cannot carry/,
    );
  },
);

test("a comment stays one comment", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (comment) => {
      const text = writeKeepalived([comment], [{ heading: ["global_defs"], body: [comment] }]);

      expect(text.split("\n").filter((line) => /\S/.test(line) && !/^\s*# ?[^@~{}$!]*$/.test(line))).toEqual([
        "global_defs {",
        "}",
      ]);
    }),
  );
});

function written(word: string): string | undefined {
  try {
    return writeKeepalived([], [{ heading: ["global_defs"], body: [["router_id", word]] }]).trimStart();
  } catch {
    return undefined;
  }
}
