import { readdirSync } from "node:fs";
import { join } from "node:path";
import {
  compareText,
  locate,
  type PriceBook,
  type Problem,
  parsePriceBook,
  parseRelease,
  type Release,
  type Result,
  readYaml,
} from "@groundplan/core-model";
import { builtin, type Registry } from "@groundplan/synth";
import { onDisk } from "../disk/disk-error.ts";
import { tryLstat } from "../disk/real-folders.ts";
import { type DocumentText, readDocumentText } from "./cluster-file.ts";

/** A kind of data that a repository may bring beside what the house brings. */
interface Shelf<T> {
  /** Folder at the root of the repository. */
  readonly folder: string;
  readonly noun: string;
  parse(data: unknown): Result<T>;
  nameOf(entry: T): string;
  readonly builtin: readonly T[];
}

const releases: Shelf<Release> = {
  folder: "releases",
  noun: "release",
  parse: parseRelease,
  nameOf: (release) => release.version,
  builtin: builtin.releases,
};

const priceBooks: Shelf<PriceBook> = {
  folder: "price-books",
  noun: "price book",
  parse: parsePriceBook,
  nameOf: (book) => book.name,
  builtin: builtin.priceBooks,
};

/** The texts of a repository's own releases and price books, sorted by file name. What they say decides what is rendered. */
export function readRegistryTexts(repository: string): Result<readonly DocumentText[]> {
  const texts: DocumentText[] = [];
  const problems: Problem[] = [];
  for (const { folder } of [releases, priceBooks]) {
    for (const file of yamlFiles(repository, folder)) {
      const read = readDocumentText(repository, file);
      if (read.ok) texts.push(read.value);
      else problems.push(...read.problems);
    }
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: texts, problems };
}

/** The house's registry with the releases and price books of a repository added. */
export function parseRegistry(texts: readonly DocumentText[]): Result<Registry> {
  if (texts.length === 0) return { ok: true, value: builtin, problems: [] };
  const problems: Problem[] = [];
  const registry: Registry = {
    ...builtin,
    releases: [...builtin.releases, ...parseShelf(releases, texts, problems)],
    priceBooks: [...builtin.priceBooks, ...parseShelf(priceBooks, texts, problems)],
  };
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: registry, problems };
}

function yamlFiles(repository: string, folder: string): readonly string[] {
  const path = join(repository, folder);
  if (!tryLstat(path)?.isDirectory()) return [];
  const names = onDisk("read", folder, () => readdirSync(path)).filter((name) => name.endsWith(".yaml"));
  return names.sort(compareText).map((name) => `${folder}/${name}`);
}

function parseShelf<T>(shelf: Shelf<T>, texts: readonly DocumentText[], problems: Problem[]): readonly T[] {
  const found: T[] = [];
  const origin = new Map(shelf.builtin.map((entry) => [shelf.nameOf(entry), "Groundplan itself"]));
  for (const { file, text } of texts.filter((candidate) => candidate.file.startsWith(`${shelf.folder}/`))) {
    const parsed = parseText(shelf, file, text);
    if (!parsed.ok) {
      problems.push(...parsed.problems);
      continue;
    }
    const name = shelf.nameOf(parsed.value);
    const other = origin.get(name);
    if (other !== undefined) problems.push(duplicate(shelf.noun, name, other, file));
    origin.set(name, file);
    found.push(parsed.value);
  }
  return found;
}

function parseText<T>(shelf: Shelf<T>, file: string, text: string): Result<T> {
  const yaml = readYaml(text, file);
  if (!yaml.ok) return yaml;
  const parsed = shelf.parse(yaml.source.data);
  return parsed.ok ? parsed : { ok: false, problems: parsed.problems.map((problem) => locate(problem, yaml.source)) };
}

function duplicate(noun: string, name: string, other: string, file: string): Problem {
  return {
    code: `${noun.replace(" ", "-")}-duplicate`,
    severity: "error",
    path: [],
    value: name,
    message: `the ${noun} ${name} is given by ${other} already`,
    remedy: "Give it a name of its own",
    place: { file, line: 1, column: 1 },
  };
}
