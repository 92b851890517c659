import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { repository } from "../check/tool.ts";
import type { Ingredients } from "./ingredients.ts";
import type { Contestant } from "./measure.ts";

const bareProgram = fileURLToPath(new URL("bare.js", import.meta.url));

const builtSdk = new URL("../../packages/synth/dist/index.js", import.meta.url).href;

export const emptyProcess: Contestant = { name: "empty Node process", command: ["--eval", "0"], folder: repository };

/** What no synthesis can do without: the code itself. */
export const loadingOnly: Contestant = {
  name: "loading the SDK, and no more",
  command: ["--input-type=module", "--eval", `import "${builtSdk}"; import "cdk8s"; import "cdk8s-plus-27";`],
  folder: repository,
};

/** The CLI as users have it: the built files, started by `bin/platform.js`. */
export function platform(words: string, folder: string, before?: () => void): Contestant {
  const command = [join(repository, "apps/cli/bin/platform.js"), ...words.split(" ")];
  return { name: `platform ${words}`, command, folder, ...(before ? { before } : {}) };
}

/** What is written by {@link bare}: the objects by cdk8s, the other files, or all. */
export type BarePart = "objects" | "files" | "all";

const bareNames: Record<BarePart, string> = {
  objects: "bare cdk8s: the objects",
  files: "bare serializing and writing: the rest",
  all: "bare: both in one process",
};

/** The least program that makes such a tree, so many times, into a folder that is emptied before. */
export function bare(scratch: string, ingredients: Ingredients, part: BarePart, times = 1): Contestant {
  mkdirSync(scratch, { recursive: true });
  const file = join(scratch, "ingredients.json");
  const target = join(scratch, "bare");
  writeFileSync(file, JSON.stringify(ingredients));
  return {
    name: `${bareNames[part]}${times === 1 ? "" : `, ${times} times`}`,
    command: [bareProgram, file, target, String(times), part],
    folder: scratch,
    before: () => rmSync(target, { recursive: true, force: true }),
  };
}
