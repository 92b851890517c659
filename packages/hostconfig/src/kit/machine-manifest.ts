import { createHash } from "node:crypto";
import type { Cluster, Effect, File, Machine, SecretSlot } from "@groundplan/core-model";
import type { Supply } from "../host-component.ts";
import { componentsOn, type PlacedComponent } from "../machine-plan.ts";
import type { Phase } from "../phases.ts";

/** `files.yaml` of a machine group: what its machines hold, for whoever carries it there. */
export interface MachineManifest {
  readonly group: string;
  /** The same on every machine of the group that does not say otherwise. */
  readonly common: Contents;
  /** By host name, what a machine has of its own; an entry of the same path or name in `common` is set aside. Machines without any are left out. */
  readonly machines: Readonly<Record<string, Contents>>;
}

export interface Contents {
  /** Sorted by name. */
  readonly components?: readonly ComponentEntry[];
  /** Sorted by path. */
  readonly files?: readonly FileEntry[];
}

/** Software of one host component, and the phase in which a machine gets it and its files. */
export interface ComponentEntry {
  readonly name: string;
  readonly phase: Phase;
  readonly packages: readonly string[];
  /** systemd units; `.service` is left out. */
  readonly services: readonly string[];
  readonly supplies?: readonly SupplyEntry[];
  /** Command that succeeds when the machine does this component's work. */
  readonly probe?: readonly string[];
}

/** A file that the tree does not hold: fetched from an address, or carried from the cluster's folder. */
export type SupplyEntry = { readonly path: string; readonly mode: string } & Supply["from"];

export interface FileEntry {
  /** Absolute path on the machine. */
  readonly path: string;
  readonly component: string;
  /** Of the text as it stands in the tree, placeholders included. Hexadecimal. */
  readonly sha256: string;
  /** Four octal digits: "0644". */
  readonly mode: string;
  readonly owner: string;
  readonly group: string;
  /** What a change makes necessary, as words: "reload haproxy", "daemon-reload", "report: why". Left out when nothing is. */
  readonly effects?: readonly string[];
  /** Command that judges the file before it is put in place; `%s` stands for it. */
  readonly validate?: string;
  /** Places that are filled in from the secret store. */
  readonly secrets?: readonly SecretSlot[];
  /** Places that are filled in with what is minted at the moment of use: the file is on the machine for that moment only. */
  readonly minted?: readonly SecretSlot[];
}

/** Content -> checksum, so that what many machines share is worked out once. */
export type Checksums = Map<string, string>;

/** One file with the line that `files.yaml` has for it. */
export interface EnteredFile {
  readonly file: File;
  readonly entry: FileEntry;
}

/** Everything of one machine: its components by name, its files by path. */
export interface MachineContents {
  readonly components: ReadonlyMap<string, ComponentEntry>;
  readonly files: ReadonlyMap<string, EnteredFile>;
}

/** @throws Error when two components write one path, or when a word of the manifest could be read as a template. */
export function machineContents(cluster: Cluster, machine: Machine, checksums: Checksums): MachineContents {
  const components = new Map<string, ComponentEntry>();
  const files = new Map<string, EnteredFile>();
  for (const placed of componentsOn(cluster, machine)) {
    const { component, options } = placed;
    components.set(component.name, componentEntry(cluster, machine, placed));
    const checks = component.checks?.(cluster, machine) ?? {};
    for (const file of component.files(cluster, machine, options)) {
      const other = files.get(file.path);
      if (other) throw new Error(`${file.path} is written by both ${other.file.component} and ${file.component}`);
      files.set(file.path, { file, entry: fileEntry(file, checks[file.path], checksums) });
    }
  }
  return { components, files };
}

function componentEntry(cluster: Cluster, machine: Machine, { component, options }: PlacedComponent): ComponentEntry {
  const software = component.software(cluster, machine, options);
  const supplies = (software.supplies ?? []).map(supplyEntry);
  const probe = component.probe?.(cluster, machine);
  return {
    name: component.name,
    phase: component.phase(cluster, machine),
    packages: [...software.packages].sort().map(plain),
    services: [...software.services].sort().map(plain),
    ...(supplies.length === 0 ? {} : { supplies }),
    ...(probe ? { probe: probe.map(plain) } : {}),
  };
}

function supplyEntry({ path, mode, from }: Supply): SupplyEntry {
  const place = { path: plain(path), mode: octal(mode) };
  return "url" in from ? { ...place, url: plain(from.url) } : { ...place, clusterFile: plain(from.clusterFile) };
}

function fileEntry(file: File, validate: string | undefined, checksums: Checksums): FileEntry {
  const [owner = "", group = ""] = file.owner.split(":");
  const effects = file.effects.flatMap(effectWords);
  const secrets = file.secrets.filter((slot) => !isMinted(slot));
  const minted = file.secrets.filter(isMinted);
  return {
    path: plain(`/${file.path}`),
    component: file.component,
    sha256: checksumOf(file.content, checksums),
    mode: octal(file.mode),
    owner: plain(owner),
    group: plain(group),
    ...(effects.length === 0 ? {} : { effects }),
    ...(validate === undefined ? {} : { validate: plain(validate) }),
    ...(secrets.length === 0 ? {} : { secrets }),
    ...(minted.length === 0 ? {} : { minted }),
  };
}

function isMinted({ secret }: SecretSlot): boolean {
  return secret.startsWith("run/");
}

function octal(mode: number): string {
  return mode.toString(8).padStart(4, "0");
}

function effectWords(effect: Effect): readonly string[] {
  switch (effect.action) {
    case "reload":
    case "restart":
      return [plain(`${effect.action} ${effect.unit}`)];
    case "report":
      return [plain(`report: ${effect.why}`)];
    case "none":
      return [];
    default:
      return [effect.action];
  }
}

/** Ansible would carry out what stands between such braces, wherever it stands. */
function plain(text: string): string {
  if (/\{[{%#]/.test(text)) throw new Error(`could be read as a template: ${JSON.stringify(text)}`);
  return text;
}

function checksumOf(content: string, checksums: Checksums): string {
  const known = checksums.get(content);
  if (known !== undefined) return known;
  const fresh = createHash("sha256").update(content).digest("hex");
  checksums.set(content, fresh);
  return fresh;
}
