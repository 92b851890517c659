import { mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { repository, runTool } from "../check/tool.ts";
import { closingLine } from "./closing-line.ts";

test("the line counts what a real run reported, with files that never reached a test", async () => {
  const folder = await mkdtemp(join(tmpdir(), "groundplan-ci-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await symlink(join(repository, "node_modules"), join(folder, "node_modules"));
  const header = 'import { expect, test } from "vitest";\n';
  await writeFile(join(folder, "good.test.ts"), `${header}test("a", () => {});\ntest("b", () => {});\n`);
  await writeFile(join(folder, "bad.test.ts"), `${header}test("c", () => expect(1).toBe(2));\n`);
  await writeFile(join(folder, "absent.test.ts"), `${header}test.skipIf(true)("d", () => {});\n`);
  await writeFile(join(folder, "torn.test.ts"), 'import "./nowhere.ts";\n');

  const said = await runTool("vitest", ["run", "--reporter=json", "--outputFile.json=report.json"], folder);

  expect(said.code).toBe(1);
  expect(closingLine(JSON.parse(await readFile(join(folder, "report.json"), "utf8")))).toBe(
    "2 passed, 2 failed, 1 skipped",
  );
});
