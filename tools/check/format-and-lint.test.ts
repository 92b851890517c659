import { expect, test } from "vitest";
import { findFormatFaults } from "./checks.ts";
import { plantFolder } from "./planted-folder.ts";

const header = "packages/core-model/src";

test("a tidy file has no faults", async () => {
  const folder = await plantFolder({ [`${header}/tidy.ts`]: "export const tidy = 1;\n" });

  expect(await findFormatFaults(folder)).toBe("");
});

const planted: readonly (readonly [rule: string, path: string, text: string])[] = [
  ["format", "loose.ts", "export const loose   = 1\n"],
  [
    "organizeImports",
    "sorted.ts",
    'import { z } from "zod";\nimport { parse } from "yaml";\n\nexport const both = [z, parse];\n',
  ],
  ["noExplicitAny", "any.ts", "export const open = (value: any): unknown => value;\n"],
  ["useImportType", "typed.ts", 'import { ZodType } from "zod";\n\nexport type Schema = ZodType;\n'],
  ["noUndeclaredDependencies", "undeclared.ts", 'export { App } from "cdk8s";\n'],
  ["noDefaultExport", "default.ts", "const one = 1;\nexport default one;\n"],
  ["noEnum", "enum.ts", "export enum Mode {\n  Tcp = 1,\n}\n"],
  ["noTsIgnore", "ignored.ts", "// @ts-ignore\nexport const wrong: string = 1;\n"],
  ["noNonNullAssertion", "sure.ts", "export const sure = (value?: string): string => value!;\n"],
  ["noFocusedTests", "one.test.ts", 'import { test } from "vitest";\n\ntest.only("one", () => {});\n'],
  ["noSkippedTests", "none.test.ts", 'import { test } from "vitest";\n\ntest.skip("none", () => {});\n'],
  ["noFloatingPromises", "loose-promise.ts", "const later = async (): Promise<void> => {};\nlater();\n"],
  ["noRestrictedGlobals", "world.ts", "export const folder = process.cwd();\n"],
  ["noProcessEnv", "environment.ts", "export const home = process.env;\n"],
  ["knows no clock", "clock.ts", "export const now = new Date();\n"],
  ["knows no chance", "chance.ts", "export const dice = Math.random();\n"],
  ["depend on the locale", "locale.ts", 'export const order = "a".localeCompare("b");\n'],
];

test("every breach of form is named, at its file", async () => {
  const folder = await plantFolder(Object.fromEntries(planted.map(([, path, text]) => [`${header}/${path}`, text])));

  const report = await findFormatFaults(folder);

  for (const [rule, path] of planted) expect(faultsOf(report, path), `${rule} in ${path}`).toContain(rule);
});

test("generated trees, goldens and builds are not ours to format", async () => {
  const folder = await plantFolder({
    "clusters/one/rendered/bad.json": "{ 'not json'\n",
    "packages/core-model/src/golden/bad.ts": "const   x = 1\n",
    "packages/core-model/dist/bad.js": "var   x = 1\n",
  });

  expect(await findFormatFaults(folder)).toBe("");
});

/** The headings and messages of the report that belong to one file. */
function faultsOf(report: string, path: string): string {
  const parts = report.split(/^(?=\S+\.ts(?::\d+:\d+)? )/m);
  return parts.filter((part) => part.startsWith(`${header}/${path}`)).join("");
}
