import fc from "fast-check";
import { expect, test } from "vitest";
import { writeSysctl } from "./sysctl.ts";

test("writes one setting a line, with the reasons between", () => {
  const text = writeSysctl(["who wrote it"], ["why", ["net.ipv4.ip_forward", 1]]);

  expect(text).toBe("# who wrote it\n# why\nnet.ipv4.ip_forward = 1\n");
});

test("whatever a value or a comment holds, the lines are as many as were given", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "binary" }), (value, comment) => {
      fc.pre(!/\p{Cc}/u.test(value));
      const text = writeSysctl([comment], [comment, ["kernel.core_pattern", value]]);

      expect(text.split("\n").filter((line) => line !== "" && !line.startsWith("#"))).toEqual([
        `kernel.core_pattern = ${value}`,
      ]);
    }),
  );
});

test.each([
  ["a key with a blank", "a b", "1"],
  ["a key that is a comment", "# a", "1"],
  ["a value with a line break", "kernel.panic", "1\nkernel.sysrq = 1"],
])("refuses %s", (_what, key, value) => {
  expect(() => writeSysctl([], [[key, value]])).toThrow();
});
