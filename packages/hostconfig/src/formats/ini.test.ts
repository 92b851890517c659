import fc from "fast-check";
import { expect, test } from "vitest";
import { writeIni } from "./ini.ts";

test("writes sections with a setting a line", () => {
  const text = writeIni(
    ["who wrote it"],
    [{ name: "keyfile", lines: ["why", ["unmanaged-devices", "interface-name:cali*"]] }],
  );

  expect(text).toBe("# who wrote it\n\n[keyfile]\n# why\nunmanaged-devices=interface-name:cali*\n");
});

test("whatever a value holds, it stays in its line, or is refused", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (value) => {
      let text: string;
      try {
        text = writeIni(
          ["who"],
          [
            {
              name: "kubernetes",
              lines: [
                ["baseurl", value],
                ["enabled", 1],
              ],
            },
          ],
        );
      } catch {
        expect(value === value.trim() && !/\p{Cc}/u.test(value)).toBe(false);
        return;
      }
      expect(text).toBe(`# who\n\n[kubernetes]\nbaseurl=${value}\nenabled=1\n`);
    }),
  );
});

test.each([
  ["a section that closes itself", "a]\n[b", "key"],
  ["a setting with a line break", "a", "key\nother"],
  ["a setting with an equals sign", "a", "key=x"],
])("refuses %s", (_what, name, key) => {
  expect(() => writeIni([], [{ name, lines: [[key, "v"]] }])).toThrow();
});
