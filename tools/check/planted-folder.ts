import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { repository } from "./tool.ts";

const CONFIGURATION = ["biome.json", "floors.cjs", "tsconfig.base.json", "tsconfig.check.json"];
const ROOMS = ["core-model", "hostconfig", "cdk8s-addons", "synth"];
const INSTALLED = ["@types", "cdk8s", "constructs", "undici-types", "vitest", "yaml", "zod"];

/**
 * A small copy of the house, with its real configuration, that holds what a test planted in it. It is gone when
 * the test ends.
 * @param files path to text; packages that are planted can be imported by name
 * @returns the path of the folder
 */
export async function plantFolder(files: Readonly<Record<string, string>>): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "groundplan-check-"));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  for (const name of CONFIGURATION) await cp(join(repository, name), join(path, name));
  await cp(join(repository, "tools/check/deterministic.grit"), join(path, "tools/check/deterministic.grit"));
  await cp(join(repository, "package.json"), join(path, "package.json"));

  await mkdir(join(path, "node_modules/@groundplan"), { recursive: true });
  for (const name of INSTALLED) await symlink(join(repository, "node_modules", name), join(path, "node_modules", name));
  for (const room of ROOMS) {
    await cp(join(repository, "packages", room, "package.json"), join(path, "packages", room, "package.json"));
    await symlink(join(path, "packages", room), join(path, "node_modules/@groundplan", room));
  }
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), text);
  }
  return path;
}
