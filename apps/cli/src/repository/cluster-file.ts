import { lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Problem, Result } from "@groundplan/core-model";
import { type LoadedCluster, loadCluster, type Registry } from "@groundplan/synth";
import { errorCode, onDisk } from "../disk/disk-error.ts";
import { clustersFolder } from "./repository.ts";

/** A document as it stands on the disk. */
export interface DocumentText {
  /** Relative to the repository, with `/`. */
  readonly file: string;
  readonly text: string;
}

export const clusterFile = (name: string) => `${clustersFolder}/${name}/cluster.yaml`;

// The loader has the same limit; here it keeps a file that is no document out of the memory.
const maxBytes = 1024 * 1024;

/** @throws DiskError when the disk refuses; what is wrong with the file itself is a problem */
export function readDocumentText(repository: string, file: string): Result<DocumentText> {
  const path = join(repository, file);
  const stat = onDisk("look at", file, () => lstatSync(path));
  if (!stat.isFile())
    return refused(
      file,
      "document-file-kind",
      "it is not a plain file",
      "Put the document itself there; links are not followed",
    );
  if (stat.size > maxBytes) {
    return refused(
      file,
      "yaml-too-large",
      `the document has ${stat.size} bytes, the limit is ${maxBytes}`,
      "Split it: one cluster a document",
    );
  }
  const bytes = onDisk("read", file, () => readFileSync(path));
  try {
    return { ok: true, value: { file, text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) }, problems: [] };
  } catch {
    return refused(file, "yaml-encoding", "the document is not UTF-8", "Save it as UTF-8");
  }
}

/** The document of a cluster. @throws DiskError */
export function readClusterText(repository: string, name: string): Result<DocumentText> {
  const file = clusterFile(name);
  const folder = `${clustersFolder}/${name}`;
  if (!onDisk("look at", folder, () => lstatSync(join(repository, folder))).isDirectory()) {
    const link = problem(
      file,
      "cluster-folder-kind",
      `${folder} is not a folder of its own`,
      "Put the folder itself there; links are not followed",
    );
    return { ok: false, problems: [{ ...link, cluster: name }] };
  }
  try {
    const read = readDocumentText(repository, file);
    return read.ok ? read : { ok: false, problems: read.problems.map((problem) => ({ ...problem, cluster: name })) };
  } catch (error) {
    const cause = error instanceof Error ? errorCode(error.cause) : undefined;
    if (cause !== "ENOENT" && cause !== "ENOTDIR") throw error;
    const missing = problem(
      file,
      "cluster-file-missing",
      `${folder} has no cluster.yaml`,
      "Write one, or remove the folder",
    );
    return { ok: false, problems: [{ ...missing, cluster: name }] };
  }
}

/** A cluster from its text. The folder must bear its name: a finding about one must lead to the other. */
export function loadClusterText({ file, text }: DocumentText, name: string, registry: Registry): Result<LoadedCluster> {
  const loaded = loadCluster(text, file, registry);
  if (!loaded.ok) return { ok: false, problems: loaded.problems.map((problem) => ({ cluster: name, ...problem })) };
  const named = loaded.value.cluster.name;
  if (named === name) return loaded;
  const path = ["metadata", "name"];
  const misnamed: Problem = {
    code: "cluster-folder-name",
    severity: "error",
    cluster: named,
    path,
    value: named,
    message: `the cluster is named ${named}, its folder ${name}`,
    remedy: `Rename one of the two: the folder of ${named} is ${clustersFolder}/${named}`,
    ...(loaded.value.source ? { place: loaded.value.source.placeOf(path) } : {}),
  };
  return { ...loaded, problems: [...loaded.problems, misnamed] };
}

function refused(file: string, code: string, message: string, remedy: string): Result<never> {
  return { ok: false, problems: [problem(file, code, message, remedy)] };
}

function problem(file: string, code: string, message: string, remedy: string): Problem {
  return { code, severity: "error", path: [], message, remedy, place: { file, line: 1, column: 1 } };
}
