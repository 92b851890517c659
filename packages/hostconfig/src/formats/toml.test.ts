import fc from "fast-check";
import { parse } from "smol-toml";
import { expect, test } from "vitest";
import { writeToml } from "./toml.ts";

test("writes tables by their full names", () => {
  const text = writeToml(["who wrote it"], {
    version: 3,
    plugins: { "io.containerd.cri.v1.images": { sandbox: "pause" } },
  });

  expect(text).toBe('# who wrote it\nversion = 3\n\n[plugins."io.containerd.cri.v1.images"]\nsandbox = "pause"\n');
});

test("whatever keys and strings hold, they are read back as they were", () => {
  const text = fc.string({ unit: "grapheme" });
  fc.assert(
    fc.property(text, text, text, (key, value, comment) => {
      fc.pre(key !== "__proto__");
      const data = { table: { [key]: value, list: [value] } };

      expect(parse(writeToml([comment], data))).toEqual({ table: { ...data.table } });
    }),
  );
});
