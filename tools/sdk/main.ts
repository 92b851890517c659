import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeProject } from "./project.ts";
import { run } from "./run.ts";

// `npm run test:sdk`: a strict project outside the workspace compiles and runs against the packed packages, and wrong programs do not compile.

const folder = mkdtempSync(join(tmpdir(), "groundplan-sdk-"));
const results: { name: string; fault: string }[] = [];
const judge = (name: string, fault: string) => results.push({ name, fault });

try {
  await makeProject(folder);
  const compiled = await run("npx", ["tsc", "--project", "."], folder);
  judge("the example compiles under strict", compiled.code === 0 ? "" : compiled.stdout);
  judge("the example has at most 40 lines", lines("platform.ts") <= 40 ? "" : `${lines("platform.ts")} lines`);
  const ran = await run(process.execPath, ["platform.ts"], folder);
  const written = ran.stdout.split("\n");
  for (const path of ["OVERVIEW.md", "manifests/addons/motd/configmap-motd.yaml", "machines/one/files.yaml"]) {
    judge(`the example gives ${path}`, written.includes(path) ? "" : ran.stdout + ran.stderr);
  }
  await judgeWrongPrograms();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

for (const { name, fault } of results)
  console.log(`${fault === "" ? "  ok    " : "  FAILED"} ${name}${fault === "" ? "" : `\n${fault}`}`);
const failed = results.filter(({ fault }) => fault !== "").length;
console.log(`\n${results.length - failed} passed, ${failed} failed`);
if (failed > 0) process.exitCode = 1;

/** Each program under wrong/ must be refused for what it does, and not because something cannot be found. */
async function judgeWrongPrograms(): Promise<void> {
  const programs = readdirSync(join(folder, "wrong")).filter((name) => name.endsWith(".ts"));
  const options = [
    "--noEmit",
    "--strict",
    "--target",
    "es2024",
    "--module",
    "nodenext",
    "--allowImportingTsExtensions",
    "--pretty",
    "false",
  ];
  const { stdout } = await run(
    "npx",
    ["tsc", "--ignoreConfig", ...options, ...programs.map((name) => `wrong/${name}`)],
    folder,
  );
  for (const name of programs) {
    const errors = stdout.split("\n").filter((line) => line.startsWith(`wrong/${name}(`));
    const missing = errors.filter((line) => /TS(2307|2305|2724|1192)\b/.test(line));
    if (name === "base.ts") judge("the right base of the wrong programs compiles", errors.join("\n"));
    else judge(`refused: ${title(name)}`, errors.length === 0 ? "it compiles" : missing.join("\n"));
  }
}

function title(name: string): string {
  return (
    readFileSync(join(folder, "wrong", name), "utf8")
      .split("\n")[0]
      ?.replace("// Refused: ", "") ?? name
  );
}

function lines(name: string): number {
  return readFileSync(join(folder, name), "utf8").trimEnd().split("\n").length;
}
