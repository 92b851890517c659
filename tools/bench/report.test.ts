import { expect, test } from "vitest";
import { type Aim, isBroken, isMet } from "./aims.ts";
import { aimsText, chapterText } from "./report.ts";

test("a table lines up, with thousands apart", () => {
  const lines = [
    { name: "empty", samples: [{ wallMs: 20.4, cpuMs: 17, peakMiB: 42 }] },
    { name: "a long name", samples: [{ wallMs: 12_345.6, cpuMs: 9, peakMiB: 130 }] },
  ];

  expect(chapterText({ title: "Start-up", lines, aims: [] })).toBe(
    [
      "Start-up",
      "",
      "|             | wall ms | CPU ms | peak MiB |",
      "|-------------|--------:|-------:|---------:|",
      "| empty       |      20 |     17 |       42 |",
      "| a long name |  12,346 |      9 |      130 |",
    ].join("\n"),
  );
});

const aim = (ratio: number, cpuRatio: number): Aim => ({ sentence: "fast enough", limit: 2, ratio, cpuRatio });

test.each([
  [aim(1.9, 2.1), "  met      fast enough: 1.90 (of CPU time 2.10)", true, false],
  [aim(2.2, 1.5), "  not met  fast enough: 2.20 (of CPU time 1.50)", false, false],
  [aim(3.5, 2.4), "  not met  fast enough: 3.50 (of CPU time 2.40)", false, false],
  [aim(2.6, 2.7), "  BROKEN   fast enough: 2.60 (of CPU time 2.70)", false, true],
])("an aim is met or not, and fails a run only beyond doubt: %j", (given, text, met, broken) => {
  expect(aimsText([given])).toBe(text);
  expect(isMet(given)).toBe(met);
  expect(isBroken(given)).toBe(broken);
});
