import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, mkdtempSync, openSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, afterEach, expect, test } from "vitest";
import { documentOf, removeTestRepositories, type TestRepository, testRepository } from "./testing/test-repository.ts";

afterEach(removeTestRepositories);

// The program itself, as a process of its own. Many runs load the same sources.
const compiled = mkdtempSync(join(tmpdir(), "groundplan-compiled-"));
afterAll(() => rmSync(compiled, { recursive: true, force: true }));
const main = new URL("./main.ts", import.meta.url).pathname;

function start(folder: string, given: readonly string[], environment: Record<string, string> = {}): ChildProcess {
  const { NO_COLOR: _, FORCE_COLOR: __, ...inherited } = process.env;
  return spawn(process.execPath, ["--conditions=@groundplan/source", main, ...given], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...inherited, NODE_COMPILE_CACHE: compiled, ...environment },
  });
}

async function end(child: ChildProcess) {
  const exited = new Promise<number | null>((resolve) => child.once("close", resolve));
  const [stdout = "", stderr = ""] = await Promise.all(
    [child.stdout, child.stderr].map((stream) => (stream ? text(stream) : "")),
  );
  return { code: await exited, stdout, stderr };
}

const run = (folder: string, ...given: string[]) => end(start(folder, given));

/** Resolves when a stream has said something. */
function hears(child: ChildProcess, word: string): Promise<void> {
  return new Promise((resolve) => {
    let heard = "";
    child.stderr?.on("data", (data) => {
      heard += data;
      if (heard.includes(word)) resolve();
    });
  });
}

function many(count: number): TestRepository {
  return testRepository(
    Object.fromEntries(Array.from({ length: count }, (_, number) => [`c${number}`, documentOf(`c${number}`, number)])),
  );
}

test("writes, checks, and judges as of today", async () => {
  const { folder } = many(1);

  expect(await run(folder, "synth")).toMatchObject({ code: 0, stderr: "" });
  expect(await run(folder, "synth", "--check")).toMatchObject({ code: 0 });
  const today = new Date().toISOString().slice(0, 10);
  expect((await run(folder, "validate")).stdout).toContain(`1 cluster as of ${today}`);
});

test.each([
  ["SIGTERM", 143, "terminated"],
  ["SIGINT", 130, "interrupted"],
] as const)(
  "%s stops between two files, ends with %i, and leaves every tree whole",
  async (signal, code, word) => {
    const repository = many(30);
    const child = start(repository.folder, ["synth", "--verbose"]);
    const ended = end(child);
    await hears(child, "synthesizing 3/30");
    child.kill(signal);

    const { code: actual, stderr } = await ended;

    expect(actual).toBe(code);
    expect(stderr).toContain(`platform: ${word}. Every tree is whole.\n`);
    const written = readdirSync(join(repository.folder, "clusters")).filter((name) =>
      existsSync(join(repository.folder, "clusters", name, "rendered")),
    );
    expect(written.length).toBeLessThan(30);
    expect(written.length).toBeGreaterThan(0);
    for (const name of written)
      expect(readdirSync(join(repository.folder, "clusters", name))).toEqual(["cluster.yaml", "rendered"]);
    expect(await repository.platform("synth", "--check", ...written)).toMatchObject({ code: 0 });
  },
  30_000,
);

test("a reader that has enough is no failure, and the work goes on", async () => {
  const repository = many(3);
  const child = start(repository.folder, ["synth"]);
  child.stdout?.destroy();
  const stderr = child.stderr ? text(child.stderr) : "";

  const [code] = await once(child, "close");

  expect({ code, stderr: await stderr }).toEqual({ code: 0, stderr: "" });
  expect((await repository.platform("synth", "--check")).code).toBe(0);
});

test.skipIf(!existsSync("/dev/full"))("output that finds no room ends with 4", async () => {
  const full = openSync("/dev/full", "w");
  const child = spawn(process.execPath, ["--conditions=@groundplan/source", main, "--help"], {
    stdio: ["ignore", full, "pipe"],
  });
  const stderr = child.stderr ? text(child.stderr) : "";

  const [code] = await once(child, "close");
  closeSync(full);

  expect({ code, stderr: await stderr }).toEqual({ code: 4, stderr: "platform: cannot write the output: ENOSPC.\n" });
});

test("colour follows the environment, and is off in a pipe", async () => {
  const { folder } = testRepository({ one: "x: 1\n" });

  expect((await run(folder, "validate")).stdout).not.toContain("\u001b");
  expect((await end(start(folder, ["validate"], { FORCE_COLOR: "1" }))).stdout).toContain("\u001b[31m");
  expect((await end(start(folder, ["validate"], { FORCE_COLOR: "1", NO_COLOR: "1" }))).stdout).not.toContain("\u001b");
});

test("what the disk refuses ends with 4, and says what, where and why", async () => {
  const repository = many(1);
  repository.put("clusters/c0/rendered", "a file");

  const { code, stdout, stderr } = await run(repository.folder, "synth");

  expect({ code, stdout }).toEqual({ code: 4, stdout: "" });
  expect(stderr).toBe("platform: cannot use clusters/c0/rendered: it is not a folder.\n");
});

/** Node tells every module that it loads. */
async function loaded(...given: string[]): Promise<string> {
  const document = documentOf("one", 1);
  document.spec.kubernetes.podNetwork.kind = "calico";
  const { folder } = testRepository({ one: document });
  const { code, stderr } = await end(start(folder, given, { NODE_DEBUG: "esm,module" }));
  expect(code).toBe(0);
  return stderr;
}

test.each([
  [["--help"], ["commander"], ["zod", "yaml", "cdk8s", "cli-table3", "picocolors"]],
  [["--version"], ["commander"], ["zod", "yaml", "cdk8s", "cli-table3", "picocolors"]],
  [["validate"], ["zod", "yaml"], ["cdk8s", "cdk8s-plus-27", "constructs", "cli-table3", "mdast-util-to-markdown"]],
  [["inventory"], ["cli-table3"], ["cdk8s", "cdk8s-plus-27", "constructs"]],
  [["synth"], ["cdk8s"], ["cli-table3"]],
])(
  "%j loads %j, and not %j",
  async (given, wanted, strangers) => {
    const modules = await loaded(...given);

    for (const name of wanted) expect(modules).toContain(`node_modules/${name}/`);
    for (const name of strangers) expect(modules).not.toContain(`node_modules/${name}/`);
  },
  30_000,
);
