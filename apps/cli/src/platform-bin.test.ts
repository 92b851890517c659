import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { exit } from "./exit-codes.ts";

const bin = join(import.meta.dirname, "../bin/platform.js");

/** Runs the program as npx does, under a Node that says it is of another version. */
function runUnder(version: string, program = bin): { status: number | null; stdout: string; stderr: string } {
  const pretend = `Object.defineProperty(process, "versions", { value: { node: "${version}" } })`;
  const asked = ["--import", `data:text/javascript,${encodeURIComponent(pretend)}`, program, "--version"];
  return spawnSync(process.execPath, asked, { encoding: "utf8" });
}

test.each(["14.21.3", "20.20.2", "22.17.1"])("under Node %s it says in one line what it needs", (version) => {
  const { status, stdout, stderr } = runUnder(version);

  expect(stderr).toBe(`platform needs Node 22.18 or newer, this is ${version}.\n`);
  expect({ status, stdout }).toEqual({ status: exit.outside, stdout: "" });
});

test("where nothing was built yet it says how to build", () => {
  const folder = mkdtempSync(join(tmpdir(), "platform-bin-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(bin, join(folder, "bin/platform.mjs"), { recursive: true });

  const { status, stderr } = runUnder("24.0.0", join(folder, "bin/platform.mjs"));

  expect(stderr).toBe("platform is not built yet. Run: npm run build\n");
  expect(status).toBe(exit.outside);
});
