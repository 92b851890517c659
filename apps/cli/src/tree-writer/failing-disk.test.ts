import { execFileSync, spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { type FileTree, file, fileTree } from "@groundplan/core-model";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { filesBelow } from "./folder-files.ts";
import type { Writer } from "./replace-folder.ts";
import { wantedFiles } from "./wanted-files.ts";
import { writeTree } from "./write-tree.ts";

interface Size {
  readonly files: number;
  readonly bytes: number;
}

/** A tree that is recognised from any of its files. */
const treeOf = (letter: string, { files, bytes }: Size): FileTree =>
  fileTree(
    Array.from({ length: files }, (_, number) =>
      file({ path: `${letter}/${number % 7}/${number}`, content: letter.repeat(bytes), component: "test" }),
    ),
  );

const path = "clusters/one/rendered";
const writer: Writer = { processId: process.pid, isRunning, signal: new AbortController().signal };

function isRunning(processId: number): boolean {
  try {
    return process.kill(processId, 0);
  } catch {
    return false;
  }
}

// Forty short-lived programs load the same sources.
const compiled = mkdtempSync(join(tmpdir(), "groundplan-compiled-"));
afterAll(() => rmSync(compiled, { recursive: true, force: true }));

let repository: string;
const cluster = () => join(repository, "clusters/one");
beforeEach(() => {
  repository = realpathSync(mkdtempSync(join(tmpdir(), "groundplan-disk-")));
  chmodSync(repository, 0o755);
  mkdirSync(cluster(), { recursive: true });
});
afterEach(() => rmSync(repository, { recursive: true, force: true }));

const write = (letter: string, size: Size) =>
  writeTree({ repository, path }, wantedFiles(treeOf(letter, size)), writer);

/** The letter of the tree that stands in a folder. Fails when it is not whole, byte for byte. */
function whole(folder: string, { files, bytes }: Size): string {
  const found = filesBelow(folder).filter((entry) => entry.path !== ".groundplan");
  const letter = found[0]?.path[0] ?? "";
  expect(found).toHaveLength(files);
  for (const entry of found) {
    expect(entry.path[0]).toBe(letter);
    expect(readFileSync(join(folder, entry.path), "utf8")).toBe(letter.repeat(bytes));
  }
  return letter;
}

/** The tree that stands in its place, or the one that a killed run has set aside between its two renames. */
function wholeOrAside(size: Size): string {
  const names = readdirSync(cluster());
  if (names.includes("rendered")) return whole(join(cluster(), "rendered"), size);
  const scratch = names.find((name) => name.startsWith(".rendered-"));
  return whole(join(cluster(), scratch ?? "", "old"), size);
}

// A program of its own, so that it can be killed or run as somebody else. It replaces tree "a" by "b", and on by "a" when asked.
const program = `
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
const { repository, path, size, dieAt, user, rounds, writer, wanted, model } = JSON.parse(process.argv[1]);

let acts = 0;
for (const act of ["mkdtempSync", "mkdirSync", "openSync", "linkSync", "fsync", "renameSync", "rmSync"]) {
  const real = fs[act];
  fs[act] = (...given) => {
    const isReading = act === "openSync" && given[1] !== "wx";
    if (!isReading && ++acts === dieAt) process.kill(process.pid, "SIGKILL");
    return real(...given);
  };
}
syncBuiltinESMExports();

const { file, fileTree } = await import(model);
const { writeTree } = await import(writer);
const { wantedFiles } = await import(wanted);
const treeOf = (letter) => fileTree(Array.from({ length: size.files }, (_, number) =>
  file({ path: letter + "/" + (number % 7) + "/" + number, content: letter.repeat(size.bytes), component: "test" })));
if (user > 0) process.setuid(user);
acts = 0;
const isRunning = (id) => { try { return process.kill(id, 0); } catch { return false; } };
console.log("ready");
for (let round = 0; round < rounds; round++) {
  const signal = new AbortController().signal;
  const tree = treeOf(round % 2 === 0 ? "b" : "a");
  await writeTree({ repository, path }, wantedFiles(tree), { processId: process.pid, isRunning, signal }).catch((error) => console.log(error.message));
}
console.log("done");
`;

function start(given: { size: Size; dieAt?: number; user?: number; rounds?: number }) {
  const all = {
    dieAt: 0,
    user: 0,
    rounds: 1,
    ...given,
    repository,
    path,
    writer: new URL("./write-tree.ts", import.meta.url),
    wanted: new URL("./wanted-files.ts", import.meta.url),
    model: import.meta.resolve("@groundplan/core-model"),
  };
  const child = spawn(
    process.execPath,
    ["--conditions=@groundplan/source", "--input-type=module", "-e", program, JSON.stringify(all)],
    {
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, NODE_COMPILE_CACHE: compiled },
    },
  );
  let said = "";
  child.stdout.on("data", (data) => {
    said += data;
  });
  const ready = new Promise((resolve) => child.stdout.once("data", resolve));
  const ended = new Promise<string>((resolve) => child.once("close", (_, signal) => resolve(signal ?? said.trim())));
  return { child, ready, ended };
}

test("killed before any of its acts, a run leaves a whole tree, and the next run needs no help", async () => {
  const size = { files: 3, bytes: 10 };
  const survivors = new Set<string>();

  let dieAt = 0;
  for (let ended = "SIGKILL"; ended === "SIGKILL"; ) {
    await write("a", size);
    ended = await start({ size, dieAt: ++dieAt }).ended;
    survivors.add(wholeOrAside(size));
    await write("a", size);
    expect(whole(join(cluster(), "rendered"), size)).toBe("a");
    expect(readdirSync(cluster())).toEqual(["rendered"]);
  }

  expect(dieAt).toBeGreaterThan(15);
  expect([...survivors].sort()).toEqual(["a", "b"]);
}, 120_000);

test.each(["SIGKILL", "SIGTERM"] as const)(
  "%s at any time leaves a whole tree",
  async (signal) => {
    const size = { files: 600, bytes: 300 };
    await write("a", size);

    for (const milliseconds of [0, 15, 40, 80, 130, 210]) {
      const { child, ready, ended } = start({ size, rounds: 1_000_000 });
      await ready;
      await setTimeout(milliseconds);
      child.kill(signal);

      expect(await ended).toBe(signal);
      wholeOrAside(size);
    }

    await write("a", size);
    expect(readdirSync(cluster())).toEqual(["rendered"]);
  },
  60_000,
);

test("two runs at once leave a whole tree: one of them wins, the other says so", async () => {
  const size = { files: 40, bytes: 20 };
  await write("a", size);
  const runs = [start({ size, rounds: 60 }), start({ size, rounds: 61 })];

  for (const said of await Promise.all(runs.map(({ ended }) => ended))) {
    for (const line of said.split("\n")) expect(line).toMatch(/^ready$|^done$|^cannot /);
  }

  expect(whole(join(cluster(), "rendered"), size)).toMatch(/^[ab]$/);
  expect(readdirSync(cluster())).toEqual(["rendered"]);
}, 60_000);

// Permissions do not hold for root: the program becomes somebody else.
const nobody = process.getuid?.() === 0 ? 65534 : 0;

test("a cluster's folder that may not be written leaves the old tree", async () => {
  const size = { files: 3, bytes: 10 };
  await write("a", size);
  chmodSync(cluster(), 0o555);

  const said = await start({ size, user: nobody }).ended;
  chmodSync(cluster(), 0o755);

  expect(said).toMatch(/ready\ncannot make a folder beside .*rendered: permission denied \(EACCES\)/);
  expect(whole(join(cluster(), "rendered"), size)).toBe("a");
  expect(readdirSync(cluster())).toEqual(["rendered"]);
});

test.runIf(nobody > 0)("a tree that belongs to somebody else stays, when its folder is ours", async () => {
  const size = { files: 3, bytes: 10 };
  await write("a", size);
  chmodSync(cluster(), 0o777);

  const said = await start({ size, user: nobody }).ended;

  expect(said).toMatch(/ready\ncannot set aside .*rendered: permission denied \(EACCES\)/);
  expect(whole(join(cluster(), "rendered"), size)).toBe("a");
  expect(readdirSync(cluster())).toEqual(["rendered"]);
});

/** A file system of a few pages, where this machine lets us mount one. */
function mountTiny(): string | undefined {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "groundplan-tiny-")));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "groundplan-tiny", folder], { stdio: "ignore" });
    return folder;
  } catch {
    rmSync(folder, { recursive: true });
    return undefined;
  }
}

function unmount(folder: string): void {
  execFileSync("umount", [folder]);
  rmSync(folder, { recursive: true });
}

const tiny = mountTiny();
if (tiny) unmount(tiny);

test.skipIf(tiny === undefined)("a full disk leaves the old tree, and nothing half-written", async () => {
  const disk = mountTiny() ?? "";
  const size = { files: 150, bytes: 4096 };
  const place = { repository: disk, path };
  mkdirSync(join(disk, "clusters/one"), { recursive: true });
  try {
    await writeTree(place, wantedFiles(treeOf("a", size)), writer);

    await expect(writeTree(place, wantedFiles(treeOf("b", size)), writer)).rejects.toThrow(
      "no space left on the disk (ENOSPC)",
    );

    expect(whole(join(disk, path), size)).toBe("a");
    expect(readdirSync(join(disk, "clusters/one"))).toEqual(["rendered"]);
  } finally {
    unmount(disk);
  }
});
