import fc from "fast-check";
import { expect, test } from "vitest";
import { writeDeb822 } from "./deb822.ts";

test("writes a field a line, and a blank line between stanzas", () => {
  const text = writeDeb822(
    ["who wrote it"],
    [
      [
        ["Package", ["kubelet", "kubeadm"]],
        ["Pin-Priority", 1001],
      ],
      [["Package", "kubectl"]],
    ],
  );

  expect(text).toBe("# who wrote it\nPackage: kubelet kubeadm\nPin-Priority: 1001\n\nPackage: kubectl\n");
});

test("whatever a value holds, it stays in its line, or is refused", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (value) => {
      let text: string;
      try {
        text = writeDeb822([], [[["URIs", value]]]);
      } catch {
        expect(value !== "" && value === value.trim() && !/[\p{Cc}#]/u.test(value)).toBe(false);
        return;
      }
      expect(text).toBe(`\nURIs: ${value}\n`);
    }),
  );
});

test.each([
  ["a field with a colon", [["A: b\nTrusted", "yes"]] as const],
  ["a word of a list that is two", [["Package", ["a b"]]] as const],
])("refuses %s", (_what, stanza) => {
  expect(() => writeDeb822([], [stanza])).toThrow();
});
