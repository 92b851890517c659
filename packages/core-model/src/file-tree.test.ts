import { describe, expect, test } from "vitest";
import { file, fileTree, mergeTrees, under } from "./file-tree.ts";

const hosts = file({ path: "etc/hosts", content: "", component: "machine-base" });
const config = file({ path: "etc/haproxy/haproxy.cfg", content: "", component: "haproxy", mode: 0o600 });

test("a file has the usual mode and owner, and nothing happens when it changes", () => {
  expect(hosts).toEqual({
    path: "etc/hosts",
    content: "",
    component: "machine-base",
    mode: 0o644,
    owner: "root:root",
    effects: [],
    secrets: [],
  });
  expect(config.mode).toBe(0o600);
});

test("a tree is sorted by path, in whatever order its files came", () => {
  expect([...fileTree([hosts, config]).keys()]).toEqual(["etc/haproxy/haproxy.cfg", "etc/hosts"]);
  expect(fileTree([hosts, config])).toEqual(fileTree([config, hosts]));
});

test("two components cannot write one path", () => {
  const other = file({ path: "etc/hosts", content: "x", component: "other" });

  expect(() => fileTree([hosts, other])).toThrow("etc/hosts is written by both machine-base and other");
  expect(() => mergeTrees([fileTree([hosts]), fileTree([other])])).toThrow("written by both");
});

test("trees are laid into one, and below a folder", () => {
  const merged = mergeTrees([fileTree([hosts]), fileTree([config])]);

  expect([...under("machines/lb", merged).keys()]).toEqual([
    "machines/lb/etc/haproxy/haproxy.cfg",
    "machines/lb/etc/hosts",
  ]);
  expect(under("machines/lb", merged).get("machines/lb/etc/hosts")?.path).toBe("machines/lb/etc/hosts");
});

describe("a path that could leave its root is refused", () => {
  test.each([
    "",
    "/etc/passwd",
    "../x",
    "a/../b",
    "a/..",
    ".",
    "./a",
    "a/./b",
    "a//b",
    "a/",
    "a\\b",
    "a\nb",
    "a\u0000",
    "a\u007f",
  ])("%j", (path) => {
    expect(() => file({ path, content: "", component: "x" })).toThrow("not a safe relative path");
  });

  test.each(["a", "..a", "a..b/c...", ".gitignore", "a b", "etc/systemd/system/x@.service"])(
    "%j is a good path",
    (path) => {
      expect(file({ path, content: "", component: "x" }).path).toBe(path);
    },
  );

  test("of a folder too", () => {
    expect(() => under("..", fileTree([hosts]))).toThrow("not a safe relative path");
  });
});
