import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { runTool } from "../check/tool.ts";
import { addonFiles } from "./addon.ts";
import { hostComponentFiles } from "./host-component.ts";
import { type Name, parseName } from "./name.ts";
import { withRegistryLine } from "./registry.ts";

/** A kind of component: where it lives, who lists it, what holds it to the contract. */
interface Kind {
  readonly shelf: string;
  readonly registry: string;
  readonly importedFrom: string;
  readonly houseCheck: string;
  readonly files: (name: Name) => Readonly<Record<string, string>>;
}

export const kinds: Readonly<Record<string, Kind>> = {
  addon: {
    shelf: "packages/cdk8s-addons/src/addons",
    registry: "packages/cdk8s-addons/src/addons/registry.ts",
    importedFrom: ".",
    houseCheck: "packages/cdk8s-addons/src/house-check.test.ts",
    files: addonFiles,
  },
  "host-component": {
    shelf: "packages/hostconfig/src/components",
    registry: "packages/hostconfig/src/registry.ts",
    importedFrom: "./components",
    houseCheck: "packages/hostconfig/src/house-check.test.ts",
    files: hostComponentFiles,
  },
};

/** What was made. Paths are relative to the repository. */
export interface NewComponent {
  readonly files: readonly string[];
  readonly registry: string;
}

/**
 * Writes a small component that works and its line in the registry. Its golden files are drawn by the house check, so what
 * it gives can be read at once.
 * @throws Error when the kind or the name is none, when the folder is there already, or when the house check fails
 */
export async function newComponent(root: string, kindName: string, kebab: string): Promise<NewComponent> {
  const kind = kinds[kindName];
  if (kind === undefined)
    throw new Error(`"${kindName}" is no kind of component. There are: ${Object.keys(kinds).join(", ")}.`);
  const name = parseName(kebab);
  const folder = `${kind.shelf}/${name.kebab}`;
  if (existsSync(join(root, folder))) throw new Error(`${folder} is there already.`);

  const files = Object.entries(kind.files(name)).map(([file, text]) => [`${folder}/${file}`, text] as const);
  for (const [path, text] of files) await write(join(root, path), text);
  const registry = join(root, kind.registry);
  await write(registry, withRegistryLine(await readFile(registry, "utf8"), name, kind.importedFrom));
  await mustSucceed(root, "biome", ["check", "--write", "--colors=off", folder, kind.registry]);
  const tests = [kind.houseCheck, folder, "-t", name.kebab];
  // The first run draws what a reviewer will read, the second judges it.
  await runTool("vitest", ["run", "--update=new", ...tests], root);
  await mustSucceed(root, "vitest", ["run", "--update=none", ...tests]);
  return { files: files.map(([path]) => path), registry: kind.registry };
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

async function mustSucceed(root: string, tool: string, args: readonly string[]): Promise<void> {
  const said = await runTool(tool, args, root);
  if (said.code !== 0) throw new Error(`${tool} is not content with the new component:\n${said.stdout}${said.stderr}`);
}
