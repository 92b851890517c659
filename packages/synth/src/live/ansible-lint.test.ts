import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { caseFile, caseNames, caseText } from "../../../../tools/cases/case-files.ts";
import { temporaryFolder, writeFiles } from "../../../../tools/sandbox/folders.ts";
import { hasPrograms, runProgram } from "../../../../tools/sandbox/programs.ts";
import { renderText } from "../cases/render-text.ts";

const asked = process.env.GROUNDPLAN_LIVE === "1";

describe.skipIf(!(asked && hasPrograms("ansible-lint")))("ansible-lint", { timeout: 60_000 }, () => {
  test.each(caseNames)("has nothing to say about %s, by its strictest profile", async (name) => {
    const folder = temporaryFolder();
    writeFiles(folder, (await renderText(caseText(name), caseFile(name))).tree.values());

    const { status, output } = runProgram("ansible-lint", ["--offline", "--nocolor", "--profile", "production"], {
      cwd: join(folder, "ansible"),
    });

    expect(output).toMatch(/^Passed with production profile: 0 failure\(s\), 0 warning\(s\) on \d{2} files\.$/m);
    expect(status).toBe(0);
  });
});
