import { cp, mkdir, mkdtemp, readdir, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { onTestFinished } from "vitest";
import { repository } from "../check/tool.ts";

const COPIED = ["packages", "tools", "biome.json", "floors.cjs", "package.json", "vitest.config.ts"];
const CONFIGURATION = ["tsconfig.base.json", "tsconfig.check.json"];
const LEFT_BEHIND = new Set(["node_modules", "dist"]);

/** The whole house in a folder of its own, which is gone when the test ends. What is installed is shared. */
export async function copyHouse(): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), "groundplan-new-"));
  onTestFinished(() => rm(copy, { recursive: true, force: true }));
  for (const name of [...COPIED, ...CONFIGURATION]) {
    await cp(join(repository, name), join(copy, name), {
      recursive: true,
      filter: (path) => !LEFT_BEHIND.has(basename(path)),
    });
  }
  await mkdir(join(copy, "node_modules/@groundplan"), { recursive: true });
  for (const name of await readdir(join(repository, "node_modules"))) {
    if (name === "@groundplan") continue;
    await symlink(join(repository, "node_modules", name), join(copy, "node_modules", name));
  }
  for (const room of await readdir(join(copy, "packages"))) {
    await symlink(join(copy, "packages", room), join(copy, "node_modules/@groundplan", room));
  }
  return copy;
}
