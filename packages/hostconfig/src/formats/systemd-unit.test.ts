import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { hasPrograms, runProgram } from "../../../../tools/sandbox/programs.ts";
import { writeUnit } from "./systemd-unit.ts";

test("writes sections of settings; a list is a command line", () => {
  const text = writeUnit(
    ["who wrote it"],
    [{ name: "Service", lines: ["why", ["Type", "notify"], ["ExecStart", ["/bin/echo", "a b", "$HOME", "50%"]]] }],
  );

  expect(text).toBe('# who wrote it\n\n[Service]\n# why\nType=notify\nExecStart=/bin/echo "a b" "$$HOME" "50%%"\n');
});

test.each(["a\nExecStart=/bin/sh", "a\\", " a", "a\0"])("refuses the text %j", (hostile) => {
  expect(() => writeUnit([], [{ name: "Unit", lines: [["Description", hostile]] }])).toThrow(/cannot carry/);
});

test("a comment stays one comment", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (comment) => {
      const text = writeUnit([comment], [{ name: "Unit", lines: [comment, ["Description", "a"]] }]);

      expect(text.split("\n").filter((line) => line !== "" && !/^#.*[^\\]$/.test(line))).toEqual([
        "[Unit]",
        "Description=a",
      ]);
    }),
  );
});

test.skipIf(!hasPrograms("systemd-analyze"))("systemd accepts words of every kind", () => {
  const folder = mkdtempSync(join(tmpdir(), "unit-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const hostile = ["a b", '"', "\\", "'", "$HOME", `\${HOME}`, "%n", ";", "#", "ä", "-x", "a;b"];
  const unit = writeUnit([], [{ name: "Service", lines: [["ExecStart", ["/bin/echo", ...hostile]]] }]);
  writeFileSync(join(folder, "words.service"), unit);

  const { status, output } = runProgram("systemd-analyze", ["verify", "--man=no", join(folder, "words.service")]);

  expect({ status, output }).toEqual({ status: 0, output: "" });
});
