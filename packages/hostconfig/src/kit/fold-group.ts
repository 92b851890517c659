import {
  type Cluster,
  compareText,
  type File,
  type FileTree,
  file,
  fileTree,
  type Machine,
  writeOrderedYaml,
} from "@groundplan/core-model";
import { header } from "./header.ts";
import {
  type Contents,
  type EnteredFile,
  type MachineContents,
  type MachineManifest,
  machineContents,
} from "./machine-manifest.ts";

/** A machine group as it stands on disk: what is the same on its machines once, and what a machine has of its own. */
export interface DividedGroup {
  /** Paths as on a machine. */
  readonly common: FileTree;
  /** By host name; paths as on a machine. A file here wins over the common one. Machines without files of their own are left out. */
  readonly own: ReadonlyMap<string, FileTree>;
  readonly manifest: MachineManifest;
}

/**
 * The folder of a machine group, `machines/<group>/` of the rendered tree: `files.yaml`, `common/...` and `<host>/...`.
 * @param machines every machine of one group
 * @throws Error for no machine, for a machine named `common`, and as {@link machineContents}
 */
export function foldGroup(cluster: Cluster, machines: readonly Machine[]): FileTree {
  const { common, own, manifest } = divideGroup(cluster, machines);
  const content = writeOrderedYaml(manifest, header("hostconfig"));
  const files: File[] = [file({ path: "files.yaml", content, component: "hostconfig" })];
  for (const entry of common.values()) files.push({ ...entry, path: `common/${entry.path}` });
  for (const [host, tree] of own) {
    for (const entry of tree.values()) files.push({ ...entry, path: `${host}/${entry.path}` });
  }
  return fileTree(files);
}

/**
 * Divides what the machines of a group hold into what they share and what is a machine's own. Something is common when every
 * machine has it and more than half have it alike: a machine that differs then stands out, and nobody else moves.
 * @throws Error as {@link foldGroup}
 */
export function divideGroup(cluster: Cluster, machines: readonly Machine[]): DividedGroup {
  const group = machines[0]?.group;
  if (group === undefined) throw new Error("a group has at least one machine");
  const checksums = new Map<string, string>();
  const contents = new Map<string, MachineContents>();
  for (const machine of machines) contents.set(hostFolder(machine), machineContents(cluster, machine, checksums));

  // An entry carries the checksum of its content: entries that are alike mean files that are alike.
  const files = divide(
    [...contents.values()].map((each) => each.files),
    ({ entry }) => JSON.stringify(entry),
  );
  const components = divide(
    [...contents.values()].map((each) => each.components),
    (entry) => JSON.stringify(entry),
  );
  const own = new Map<string, FileTree>();
  const entries: Record<string, Contents> = {};
  for (const [position, host] of [...contents.keys()].entries()) {
    const ownFiles = files.own[position] ?? [];
    if (ownFiles.length > 0) own.set(host, fileTree(ownFiles.map((each) => each.file)));
    const entry = manifestContents(components.own[position] ?? [], ownFiles);
    if (Object.keys(entry).length > 0) entries[host] = entry;
  }
  return {
    common: fileTree(files.common.map((each) => each.file)),
    own,
    manifest: { group, common: manifestContents(components.common, files.common), machines: entries },
  };
}

/** The folder of the shared files stands beside those of the machines. */
function hostFolder({ name }: Machine): string {
  if (name === "common")
    throw new Error("a machine may not be named common: the files that all machines share stand there");
  return name;
}

function manifestContents(components: Contents["components"] & {}, files: readonly EnteredFile[]): Contents {
  return {
    ...(components.length === 0 ? {} : { components }),
    ...(files.length === 0 ? {} : { files: files.map((each) => each.entry) }),
  };
}

interface Divided<T> {
  readonly common: readonly T[];
  /** In the order of the machines. */
  readonly own: readonly (readonly T[])[];
}

function divide<T extends object>(
  machines: readonly ReadonlyMap<string, T>[],
  wordsOf: (value: T) => string,
): Divided<T> {
  const identityOf = remembered(wordsOf);
  const common = new Map<string, T>();
  const identities = new Map<string, string>();
  for (const name of machines[0]?.keys() ?? []) {
    const usual = mostUsual(
      machines.map((machine) => machine.get(name)),
      identityOf,
    );
    if (usual === undefined) continue;
    common.set(name, usual);
    identities.set(name, identityOf(usual));
  }
  const own = machines.map((machine) =>
    sorted([...machine].filter(([name, value]) => identities.get(name) !== identityOf(value))),
  );
  return { common: sorted([...common]), own };
}

/** Each value is put in words once, however often it is compared. */
function remembered<T extends object>(wordsOf: (value: T) => string): (value: T) => string {
  const known = new Map<T, string>();
  return (value) => {
    const words = known.get(value) ?? wordsOf(value);
    known.set(value, words);
    return words;
  };
}

/** What more than half of the values say, when all are there. */
function mostUsual<T>(values: readonly (T | undefined)[], identityOf: (value: T) => string): T | undefined {
  const alike = new Map<string, { readonly first: T; count: number }>();
  for (const value of values) {
    if (value === undefined) return undefined;
    const identity = identityOf(value);
    const others = alike.get(identity);
    if (others) others.count++;
    else alike.set(identity, { first: value, count: 1 });
  }
  for (const { first, count } of alike.values()) {
    if (count * 2 > values.length) return first;
  }
  return undefined;
}

function sorted<T>(pairs: readonly (readonly [string, T])[]): readonly T[] {
  return [...pairs].sort(([a], [b]) => compareText(a, b)).map(([, value]) => value);
}
