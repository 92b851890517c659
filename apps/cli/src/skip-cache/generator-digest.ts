import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { findPackageJSON } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { compareText } from "@groundplan/core-model";

const ours = ["@groundplan/core-model", "@groundplan/hostconfig", "@groundplan/cdk8s-addons", "@groundplan/synth"];

/**
 * What renders: the code of our own packages, byte for byte, and the versions of the packages that they name. Whoever builds
 * Groundplan anew, or installs another version of one of its parts, has another generator.
 */
export function generatorDigest(): string {
  const hash = createHash("sha256");
  const folders = [new URL("..", import.meta.url), ...ours.map((name) => new URL(".", import.meta.resolve(name)))].map(
    (url) => fileURLToPath(url),
  );
  for (const folder of folders) {
    for (const line of versionLines(folder)) hash.update(line);
    for (const path of codeFiles(folder)) hash.update(path.slice(folder.length)).update(readFileSync(path));
  }
  return hash.digest("hex");
}

function versionLines(folder: string): readonly string[] {
  const manifest = findPackageJSON(pathToFileURL(folder));
  if (manifest === undefined) return [];
  const { name, version, dependencies } = readManifest(manifest);
  const others = Object.keys(dependencies ?? {}).filter((dependency) => !ours.includes(dependency));
  return [`${name} ${version}\n`, ...others.sort(compareText).map((dependency) => versionLine(dependency, manifest))];
}

function versionLine(dependency: string, from: string): string {
  const manifest = findPackageJSON(dependency, from);
  return `${dependency} ${manifest === undefined ? "absent" : readManifest(manifest).version}\n`;
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

function readManifest(path: string): Manifest {
  return JSON.parse(readFileSync(path, "utf8"));
}

function codeFiles(folder: string): readonly string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const code = entries.filter((entry) => entry.isFile() && /(?<!\.d|\.test)\.(?:js|json|ts)$/.test(entry.name));
  return code.map((entry) => join(entry.parentPath, entry.name)).sort(compareText);
}
