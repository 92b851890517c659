import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { type Judge, judges } from "./judges.ts";
import { type ModuleFile, moduleFile } from "./module-file.ts";

const run = promisify(execFile);

/** Builds one judge in a folder that is thrown away, and leaves the binary in `target`. */
async function build(judge: Judge, target: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "judge-"));
  const go = (...args: string[]) =>
    run("go", args, {
      cwd: folder,
      maxBuffer: 64 * 1024 * 1024,
      env: { ...process.env, CGO_ENABLED: "0", GOFLAGS: "-mod=mod" },
    });
  try {
    const download = JSON.parse((await go("mod", "download", "-json", `${judge.module}@${judge.version}`)).stdout) as {
      GoMod: string;
    };
    await writeFile(join(folder, "upstream.mod"), await readFile(download.GoMod));
    const upstream = JSON.parse((await go("mod", "edit", "-json", "upstream.mod")).stdout) as ModuleFile;
    await writeFile(join(folder, "go.mod"), moduleFile(judge, upstream));
    const variables = Object.entries(judge.variables).map(([name, value]) => `-X ${name}=${value}`);
    const output = join(target, judge.name);
    await go(
      "build",
      "-trimpath",
      "-ldflags",
      ["-s", "-w", ...variables].join(" "),
      "-o",
      output,
      judge.program === "" ? judge.module : `${judge.module}/${judge.program}`,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function main(): Promise<void> {
  const [folder, ...names] = process.argv.slice(2);
  if (folder === undefined) {
    console.error("usage: node tools/judges/build.ts FOLDER [NAME...]");
    process.exitCode = 64;
    return;
  }
  try {
    await run("go", ["version"]);
  } catch {
    console.error("Go is not installed: the judges are left out, and tests that need them are skipped.");
    return;
  }
  const target = resolve(folder);
  await mkdir(target, { recursive: true });
  for (const judge of judges.filter((candidate) => names.length === 0 || names.includes(candidate.name))) {
    console.error(`building ${judge.name} from ${judge.module} ${judge.version}`);
    await build(judge, target);
  }
  console.log(`GROUNDPLAN_JUDGES=${target}`);
}

await main();
