import { expect, test } from "vitest";
import { findTypeFaults } from "./checks.ts";
import { plantFolder } from "./planted-folder.ts";

test("types are checked in sources and tests, across packages, and only erasable syntax passes", async () => {
  const folder = await plantFolder({
    "packages/core-model/src/index.ts": "export const seconds: number = 1;\n",
    "packages/core-model/src/wrong.ts": 'export const wrong: number = "one";\n',
    "packages/core-model/src/wrong.test.ts": "export const alsoWrong: string = 1;\n",
    "packages/core-model/src/unchecked.ts": "export const first = (list: string[]): string => list[0];\n",
    "packages/core-model/src/emitted.ts": "export class Box {\n  constructor(readonly size: number) {}\n}\n",
    "packages/hostconfig/src/index.ts":
      'import { seconds } from "@groundplan/core-model";\nexport const text: string = seconds;\n',
  });

  const faults = (await findTypeFaults(folder)).match(/^\S+: error TS\d+/gm) ?? [];

  expect(faults.toSorted()).toEqual([
    "packages/core-model/src/emitted.ts(2,15): error TS1294",
    "packages/core-model/src/unchecked.ts(1,50): error TS2322",
    "packages/core-model/src/wrong.test.ts(1,14): error TS2322",
    "packages/core-model/src/wrong.ts(1,14): error TS2322",
    "packages/hostconfig/src/index.ts(2,14): error TS2322",
  ]);
});
