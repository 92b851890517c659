import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type ExampleDocument, exampleDocument, writeYaml } from "@groundplan/core-model";
import { run } from "../run.ts";
import { filesBelow } from "../tree-writer/folder-files.ts";
import type { World } from "../world.ts";

/** A sound cluster that shares no address, name or router id with one of another number. */
export function documentOf(name: string, number: number): ExampleDocument {
  const text = JSON.stringify(exampleDocument()).replaceAll("10.0.0.", `10.0.${number}.`);
  const document: ExampleDocument = JSON.parse(text);
  document.metadata.name = name;
  document.spec.kubernetes.apiServer.name = `api.${name}.example.com`;
  for (const group of Object.values(document.spec.machines)) {
    for (const range of group.ranges ?? []) range.name = `${name}-${range.name}`;
  }
  return document;
}

/** What a command line gave. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A repository in a temporary folder, and `platform` run in it. */
export interface TestRepository {
  readonly folder: string;
  /** Writes a file; data is written as YAML. */
  put(path: string, content: string | object): void;
  read(path: string): string;
  /** Path -> content of everything below a folder. */
  contents(path: string): Readonly<Record<string, string>>;
  platform(...given: string[]): Promise<Ended>;
}

const folders: string[] = [];

/** For `afterEach`. */
export function removeTestRepositories(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

export function testRepository(clusters: Readonly<Record<string, string | object>> = {}): TestRepository {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "groundplan-repository-")));
  folders.push(folder);
  const at = (path: string) => join(folder, path);
  const repository: TestRepository = {
    folder,
    put: (path, content) => {
      mkdirSync(dirname(at(path)), { recursive: true });
      writeFileSync(at(path), typeof content === "string" ? content : writeYaml(content));
    },
    read: (path) => readFileSync(at(path), "utf8"),
    contents: (path) => {
      const files = filesBelow(at(path))
        .map((file) => file.path)
        .sort();
      return Object.fromEntries(files.map((file) => [file, readFileSync(at(`${path}/${file}`), "utf8")]));
    },
    platform: (...given) => platform(folder, given),
  };
  mkdirSync(at("clusters"));
  for (const [name, document] of Object.entries(clusters)) repository.put(`clusters/${name}/cluster.yaml`, document);
  return repository;
}

/** What is said to a terminal of 80 columns, in colour, when `onTerminal`. */
export async function platform(workingFolder: string, given: readonly string[], onTerminal = false): Promise<Ended> {
  const said = { stdout: "", stderr: "" };
  const output = (name: "stdout" | "stderr") => ({
    write: (text: string) => {
      said[name] += text;
    },
    isTerminal: onTerminal,
    hasColour: onTerminal,
    columns: onTerminal ? 80 : undefined,
  });
  let clock = 0;
  const world: World = {
    workingFolder,
    stdout: output("stdout"),
    stderr: output("stderr"),
    today: () => "2026-12-01",
    now: () => {
      clock += 1000;
      return clock;
    },
    processId: process.pid,
    isRunning: () => false,
    interruption: () => new AbortController().signal,
  };
  return { code: await run(given, world), ...said };
}
