import { readdir } from "node:fs/promises";

// Folders that are not ours to name: installed, built, or images of a machine's own paths.
const FOREIGN = new Set([
  ".git",
  ".groundplan",
  ".nx",
  "node_modules",
  "dist",
  "coverage",
  "rendered",
  "golden",
  "fixtures",
]);

// Names that a reader or a tool looks for as they are.
const GIVEN = /^(?:[A-Z]+\.md|LICENSE|NOTICE|CODEOWNERS|\.[a-z]+|\.git[a-z]+)$/;
const KEBAB = /^[a-z0-9]+(?:[-.][a-z0-9]+)*$/;
const KINDS = new Set(["cjs", "grit", "js", "json", "md", "sh", "svg", "ts", "yaml"]);

// A name that fits everything says nothing.
const EMPTY_NAMES = /^(?:common|helpers?|misc|shared|stuff|utils?|utilities)$/;

// Sources elsewhere in a room would escape the checks of types and floors.
const IN_A_ROOM = /^(?:packages|apps)\/[^/]+\/([^/]+\/?)/;
const ROOM_HOLDS = ["src/", "bin/", "package.json", "tsconfig.json", "README.md", "LICENSE"];

const SHELF = /^packages\/(?:hostconfig\/src\/components|cdk8s-addons\/src\/addons)\/([^/]+)\/([^/]+)$/;
const OLD_IDEAS: Readonly<Record<string, string>> = {
  "card.ts": "index.ts",
  "component.ts": "index.ts",
  "options.ts": "schema.ts",
  "types.ts": "schema.ts",
  "construct.ts": "chart.ts",
  "manifests.ts": "chart.ts",
  "templates.ts": "files.ts",
  "checks.ts": "rules.ts",
  "validate.ts": "rules.ts",
};

/** Names that a reader could not guess: not kebab-case, saying nothing, or new words for an old idea. */
export async function findFileNameFaults(folder: string): Promise<string> {
  const faults: string[] = [];
  for await (const path of walk(folder, "")) faults.push(...nameFaults(path));
  return faults.sort().join("\n");
}

async function* walk(root: string, folder: string): AsyncGenerator<string> {
  for (const entry of await readdir(`${root}/${folder}`, { withFileTypes: true })) {
    if (FOREIGN.has(entry.name)) continue;
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    yield entry.isDirectory() ? `${path}/` : path;
    if (entry.isDirectory()) yield* walk(root, path);
  }
}

/** @param path relative to the repository; a folder ends with a slash. */
export function nameFaults(path: string): string[] {
  const isFolder = path.endsWith("/");
  const name = path.replace(/\/$/, "").split("/").at(-1) ?? path;
  const inRoom = IN_A_ROOM.exec(path)?.[1];
  if (inRoom !== undefined && !ROOM_HOLDS.includes(inRoom)) return [`${path}: a room holds ${ROOM_HOLDS.join(", ")}`];
  if (GIVEN.test(name)) return [];
  const faults: string[] = [];

  if (!KEBAB.test(name)) faults.push(`${path}: names are kebab-case`);
  const stem = isFolder ? name : name.replace(/\..*$/, "");
  if (EMPTY_NAMES.test(stem)) faults.push(`${path}: "${stem}" fits everything; give it the noun of what it holds`);
  if (isFolder) return faults;

  const kind = name.split(".").at(-1) ?? "";
  if (!name.includes(".") && path.startsWith(".ci/")) return faults;
  if (!KINDS.has(kind)) faults.push(`${path}: no files of this kind; we keep text as ${[...KINDS].join(", ")}`);
  return [...faults, ...shelfFaults(path)];
}

function shelfFaults(path: string): string[] {
  const [, component, name] = SHELF.exec(path) ?? [];
  if (component === undefined || name === undefined) return [];
  const expected = name === `${component}.ts` ? "index.ts" : OLD_IDEAS[name];
  return expected === undefined ? [] : [`${path}: every component calls this ${expected}`];
}
