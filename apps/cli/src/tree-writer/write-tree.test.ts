import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type FileTree, file, fileTree } from "@groundplan/core-model";
import { afterEach, beforeEach, expect, test } from "vitest";
import { filesBelow } from "./folder-files.ts";
import { ownershipFile } from "./ownership.ts";
import type { Writer } from "./replace-folder.ts";
import { wantedFiles } from "./wanted-files.ts";
import { checkTree, writeTree } from "./write-tree.ts";

let repository: string;
const path = "clusters/one/rendered";
const writer: Writer = { processId: process.pid, isRunning: () => false, signal: new AbortController().signal };

beforeEach(() => {
  repository = realpathSync(mkdtempSync(join(tmpdir(), "groundplan-writer-")));
  mkdirSync(join(repository, "clusters/one"), { recursive: true });
});
afterEach(() => rmSync(repository, { recursive: true, force: true }));

const write = (tree: FileTree) => writeTree({ repository, path }, wantedFiles(tree), writer);
const check = (tree: FileTree) => checkTree({ repository, path }, wantedFiles(tree));
const at = (...steps: string[]) => join(repository, path, ...steps);

function treeOf(contents: Record<string, string>): FileTree {
  return fileTree(Object.entries(contents).map(([path, content]) => file({ path, content, component: "test" })));
}

function put(relative: string, text: string): void {
  mkdirSync(dirname(join(repository, relative)), { recursive: true });
  writeFileSync(join(repository, relative), text);
}

/** Path -> content of what stands there, without the record. */
function contents(): Record<string, string> {
  const found = filesBelow(at()).filter((entry) => entry.path !== ownershipFile);
  return Object.fromEntries(found.map((entry) => [entry.path, readFileSync(at(entry.path), "utf8")]));
}

const one = { "OVERVIEW.md": "one\n", "machines/lb/common/etc/haproxy.cfg": "a\n", "machines/lb/files.yaml": "x: 1\n" };
const two = { "OVERVIEW.md": "two\n", "machines/lb/files.yaml": "x: 1\n", "manifests/network/calico.yaml": "k\n" };

test("writes a tree where there was none, and replaces it by the next", async () => {
  expect((await write(treeOf(one))).kind).toBe("written");
  expect(contents()).toEqual(one);

  const second = await write(treeOf(two));

  expect(contents()).toEqual(two);
  expect(second).toMatchObject({
    comparison: {
      added: ["manifests/network/calico.yaml"],
      changed: [ownershipFile, "OVERVIEW.md"],
      removed: ["machines/lb/common/etc/haproxy.cfg"],
    },
  });
  expect(readdirSync(join(repository, "clusters/one"))).toEqual(["rendered"]);
});

test("a tree that is there already is not touched", async () => {
  await write(treeOf(one));
  const before = statSync(at());

  expect((await write(treeOf(one))).kind).toBe("unchanged");

  expect(statSync(at()).ino).toBe(before.ino);
  expect(statSync(at("OVERVIEW.md")).mtimeMs).toBeLessThanOrEqual(before.mtimeMs);
});

test("files that stay the same keep their time when others change", async () => {
  await write(treeOf(one));
  const before = statSync(at("machines/lb/files.yaml"));

  await write(treeOf(two));

  expect(statSync(at("machines/lb/files.yaml")).mtimeMs).toBe(before.mtimeMs);
});

test("an edit of a setting does not touch the record of ownership", async () => {
  await write(treeOf(one));

  const outcome = await write(treeOf({ ...one, "OVERVIEW.md": "three\n" }));

  expect(outcome).toMatchObject({ kind: "written", comparison: { changed: ["OVERVIEW.md"], added: [], removed: [] } });
});

test("every file is 0644, whatever the umask", async () => {
  const umask = process.umask(0o077);
  try {
    await write(treeOf(one));
  } finally {
    process.umask(umask);
  }

  expect(statSync(at("OVERVIEW.md")).mode & 0o777).toBe(0o644);
});

test("a hand-edited file is reported, and overwritten", async () => {
  await write(treeOf(one));
  writeFileSync(at("OVERVIEW.md"), "by hand\n");

  expect(check(treeOf(one))).toMatchObject({ changed: ["OVERVIEW.md"], foreign: [] });
  await write(treeOf(one));

  expect(contents()).toEqual(one);
});

test("a file made executable is a change, as it is for Git; other modes are not", async () => {
  await write(treeOf(one));
  chmodSync(at("OVERVIEW.md"), 0o664);
  chmodSync(at("machines/lb/files.yaml"), 0o755);

  expect(check(treeOf(one)).changed).toEqual(["machines/lb/files.yaml"]);
});

test("checking writes nothing", () => {
  expect(check(treeOf(one)).added).toHaveLength(4);

  expect(existsSync(at())).toBe(false);
});

test.each(["notes.txt", "machines/lb/common/etc/own.cfg"])(
  "a foreign file is named, and nothing is written: %s",
  async (foreign) => {
    await write(treeOf(one));
    writeFileSync(at(foreign.includes("/") ? "machines/lb/common/etc/own.cfg" : foreign), "mine\n");

    const outcome = await write(treeOf(two));

    expect(outcome).toEqual({ kind: "foreign", foreign: [foreign] });
    expect(contents()).toEqual({ ...one, [foreign]: "mine\n" });
  },
);

test("a foreign file that stands where a new one belongs is foreign too", async () => {
  await write(treeOf(one));
  put(`${path}/manifests/network/calico.yaml`, "mine\n");

  expect(await write(treeOf(two))).toEqual({ kind: "foreign", foreign: ["manifests/network/calico.yaml"] });
});

test("without a record, only files that are exactly ours are ours", async () => {
  await write(treeOf(one));
  rmSync(at(ownershipFile));

  expect(check(treeOf(two)).foreign).toEqual(["OVERVIEW.md", "machines/lb/common/etc/haproxy.cfg"]);
  expect((await write(treeOf(one))).kind).toBe("written");
});

test("a symbolic link inside the tree is foreign, even at a path of ours", async () => {
  await write(treeOf(one));
  rmSync(at("OVERVIEW.md"));
  symlinkSync("/etc/hostname", at("OVERVIEW.md"));

  expect(await write(treeOf(one))).toEqual({ kind: "foreign", foreign: ["OVERVIEW.md"] });
});

test.each(["clusters", "clusters/one", "clusters/one/rendered"])("refuses when %s is a symbolic link", async (link) => {
  const outside = mkdtempSync(join(tmpdir(), "groundplan-outside-"));
  mkdirSync(join(outside, "one"));
  rmSync(join(repository, link), { recursive: true, force: true });
  symlinkSync(outside, join(repository, link));

  await expect(write(treeOf(one))).rejects.toThrow(`cannot use ${link}: it is a symbolic link`);

  expect(filesBelow(outside)).toEqual([]);
  rmSync(outside, { recursive: true });
});

test("no component may write the record", () => {
  expect(() => wantedFiles(treeOf({ [ownershipFile]: "x" }))).toThrow("record of ownership");
});

test("a signal before the swap leaves the old tree and no scratch folder", async () => {
  await write(treeOf(one));
  const reason = new Error("stopped");

  await expect(
    writeTree({ repository, path }, wantedFiles(treeOf(two)), { ...writer, signal: AbortSignal.abort(reason) }),
  ).rejects.toBe(reason);

  expect(contents()).toEqual(one);
  expect(readdirSync(join(repository, "clusters/one"))).toEqual(["rendered"]);
});

test("a tree that another run puts there meanwhile is not mixed with what was compared", async () => {
  await write(treeOf(one));

  const slower = write(treeOf({ ...one, "OVERVIEW.md": "three\n" })); // it has compared, and waits before it builds
  renameSync(at(), join(repository, "aside"));
  put(`${path}/machines/lb/files.yaml`, "of the other run\n");

  await expect(slower).rejects.toThrow("it was changed while this ran");
  expect(contents()).toEqual({ "machines/lb/files.yaml": "of the other run\n" });
  expect(readdirSync(join(repository, "clusters/one"))).toEqual(["rendered"]);
});

test("what a killed run left is cleared, and the tree that it had set aside comes back", async () => {
  put("clusters/one/.rendered-77-abc/old/OVERVIEW.md", "old\n");
  put("clusters/one/.rendered-77-abc/new/OVERVIEW.md", "half");

  await expect(write(treeOf(one))).resolves.toEqual({ kind: "foreign", foreign: ["OVERVIEW.md"] });

  expect(contents()).toEqual({ "OVERVIEW.md": "old\n" });
  expect(readdirSync(join(repository, "clusters/one"))).toEqual(["rendered"]);
});

test("the scratch folder of a run that lives is left alone", async () => {
  put("clusters/one/.rendered-77-abc/new/OVERVIEW.md", "half");

  await writeTree({ repository, path }, wantedFiles(treeOf(one)), { ...writer, isRunning: (id) => id === 77 });

  expect(readdirSync(join(repository, "clusters/one")).sort()).toEqual([".rendered-77-abc", "rendered"]);
});
