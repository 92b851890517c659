import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { FileTree } from "@groundplan/core-model";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { caseFile, caseNames, caseText } from "../../../tools/cases/case-files.ts";
import { temporaryFolder } from "../../../tools/sandbox/folders.ts";
import { hasPrograms } from "../../../tools/sandbox/programs.ts";
import { renderText } from "./cases/render-text.ts";

const repository = resolve(import.meta.dirname, "../../..");
const program = join(repository, "tools/cases/print-trees.ts");

/** What the program prints: where it ran, and a checksum of every file by case and path. */
interface Printed {
  readonly whereabouts: Readonly<Record<"folder" | "home" | "locale" | "timeZone", string>>;
  readonly trees: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

describe("another process gives the same bytes", () => {
  let here: Printed;

  beforeAll(() => {
    here = run({ folder: repository, files: caseNames.map(caseFile) });
    expect(Object.keys(here.trees)).toEqual(caseNames);
  });

  test("a second time", () => {
    expect(run({ folder: repository, files: caseNames.map(caseFile) }).trees).toEqual(here.trees);
  });

  test("in another time zone, locale, folder and home", () => {
    const folder = temporaryFolder();
    for (const name of caseNames) {
      mkdirSync(join(folder, "clusters", name), { recursive: true });
      writeFileSync(join(folder, caseFile(name)), caseText(name));
    }
    const environment = { TZ: "Pacific/Kiritimati", LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8", HOME: folder };

    const there = run({ folder, files: caseNames.map(caseFile), environment });

    // The process was really elsewhere: with these settings, it sorts and upper-cases by other rules.
    expect(there.whereabouts).toEqual({ folder, home: folder, locale: "tr-TR", timeZone: "Pacific/Kiritimati" });
    expect(there.whereabouts).not.toEqual(here.whereabouts);
    expect(there.trees).toEqual(here.trees);
  });

  test.skipIf(process.getuid?.() !== 0 || !hasPrograms("unshare", "hostname"))("on a machine of another name", () => {
    const files = caseNames.filter((name) => name !== "bgp-large").map(caseFile);
    const command = [
      "unshare",
      "--uts",
      "sh",
      "-ec",
      'hostname elsewhere; test "$(uname -n)" = elsewhere; exec "$@"',
      "sh",
    ];

    const there = run({ folder: repository, files, command });

    const { "bgp-large": _large, ...others } = here.trees;
    expect(there.trees).toEqual(others);
  });
});

describe("the order of keys changes nothing", () => {
  test.each([
    ["ha-prod", 8],
    ["kubesphere-prod", 8],
    ["fleet-production", 4],
    ["edge-pair", 4],
    ["bgp-large", 1],
  ])("%s", async (name, times) => {
    const text = caseText(name);
    const { tree } = await renderText(text, caseFile(name));

    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.nat()), async (numbers) => {
        const shuffled = stringify(shuffle(parse(text), numbers));
        fc.pre(shuffled !== stringify(parse(text)));

        const other = await renderText(shuffled, caseFile(name));

        expect(differences(other.tree, tree)).toEqual([]);
      }),
      { numRuns: times },
    );
  });
});

describe("the order of lists that stand for sets changes nothing", () => {
  test.each(["ha-prod", "fleet-production", "edge-pair"])("%s", async (name) => {
    const { tree } = await renderText(caseText(name), caseFile(name));
    const reversed = stringify(parse(caseText(name), reverseSets));
    expect(reversed).not.toBe(stringify(parse(caseText(name))));

    const other = await renderText(reversed, caseFile(name));

    expect(differences(other.tree, tree)).toEqual([]);
  });
});

/** Disks, ranges and pools of workers in the other order. Zones are dealt out in theirs. */
function reverseSets(key: unknown, value: unknown): unknown {
  return ["disks", "ranges", "workers"].includes(String(key)) && Array.isArray(value) ? value.toReversed() : value;
}

interface Run {
  readonly folder: string;
  readonly files: readonly string[];
  readonly environment?: NodeJS.ProcessEnv;
  /** Words before the program. */
  readonly command?: readonly string[];
}

function run({ folder, files, environment = {}, command = [] }: Run): Printed {
  const [first = "", ...others] = [...command, process.execPath, "--conditions=@groundplan/source", program, ...files];
  const output = execFileSync(first, others, {
    cwd: folder,
    env: { ...process.env, ...environment },
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(output);
}

/** The same data with the keys of every mapping in another order: networks, groups and hosts among them. */
function shuffle(value: unknown, numbers: Iterator<number>): unknown {
  if (Array.isArray(value)) return value.map((item) => shuffle(item, numbers));
  if (typeof value !== "object" || value === null) return value;
  const ranked = Object.entries(value).map(([key, child]) => ({ key, child, rank: numbers.next().value }));
  ranked.sort((a, b) => a.rank - b.rank);
  return Object.fromEntries(ranked.map(({ key, child }) => [key, shuffle(child, numbers)]));
}

function differences(a: FileTree, b: FileTree): string[] {
  const paths = new Set([...a.keys(), ...b.keys()]);
  return [...paths].filter((path) => JSON.stringify(a.get(path)) !== JSON.stringify(b.get(path)));
}
