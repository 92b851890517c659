import {
  binaryOf,
  type Cluster,
  type Component,
  type File,
  file,
  pinnedVersion,
  RelativePath,
  type Rule,
  tryFindReleaseComponent,
} from "@groundplan/core-model";
import { z } from "zod";
import type { UnitLine } from "../formats/systemd-unit.ts";
import type { Supply } from "../host-component.ts";
import { header } from "./header.ts";

const Source = z
  .union([
    z.strictObject({
      url: z
        .string()
        .max(300)
        .regex(/^https?:\/\/[A-Za-z0-9.-]+(:\d{1,5})?\/[A-Za-z0-9._~/-]+\.tar\.gz$/, "must be the address of a .tar.gz")
        .describe("Address of the archive, on a mirror inside the site."),
    }),
    z.strictObject({
      file: RelativePath.describe("The archive in the cluster's folder. It is not a file to commit to Git."),
    }),
  ])
  .optional()
  .describe("Where the published archive of etcd comes from. Default: the address that the release names.");

/** Options of a component that takes programs out of etcd's archive. */
export const etcdArchiveOptions = {
  archive: Source,
  architecture: z.enum(["amd64", "arm64"]).default("amd64").describe("Processors of the members. Default amd64."),
};

interface EtcdArchiveOptions {
  readonly archive?: z.output<typeof Source>;
  readonly architecture: "amd64" | "arm64";
}

/** Distributions package etcd years behind Kubernetes, or not at all: the programs come from the archive that the release pins. */
export interface EtcdArchive {
  readonly version: string;
  /** Absolute path on the machine. */
  readonly path: string;
  /** Name of the folder inside it. */
  readonly folder: string;
  /** Hexadecimal, where the release knows it. */
  readonly sha256?: string;
  readonly supply: Supply;
}

/** Where the programs of the archive are laid. */
export const etcdProgramFolder = "/usr/local/bin";

/** @throws Error when the release pins no archive, which {@link etcdArchiveRules} has refused before */
export function etcdArchive({ release }: Cluster, { archive, architecture }: EtcdArchiveOptions): EtcdArchive {
  const version = pinnedVersion(release, "etcd");
  const folder = `etcd-v${version}-linux-${architecture}`;
  const path = `/usr/local/src/${folder}.tar.gz`;
  const { url, sha256 } = binaryOf(release, "etcd", "etcd", architecture);
  return {
    version,
    path,
    folder,
    ...(sha256 === undefined ? {} : { sha256 }),
    supply: { path, mode: 0o644, from: sourceOf(archive, url) },
  };
}

function sourceOf(archive: EtcdArchiveOptions["archive"], published: string): Supply["from"] {
  if (archive === undefined) return { url: published };
  return "url" in archive ? { url: archive.url } : { clusterFile: archive.file };
}

/** Checksum of the archive, in the form that sha256sum reads. None where the release does not know it. */
export function etcdArchiveSum(component: string, { sha256, path }: EtcdArchive): readonly File[] {
  if (sha256 === undefined) return [];
  const content = [...header(component).map((line) => `# ${line}`), `${sha256}  ${path}`, ""].join("\n");
  return [file({ path: sumPath(component), content, component, effects: [{ action: "none" }] })];
}

function sumPath(component: string): string {
  return `etc/${component}/archive.sha256`;
}

/** Steps of a unit that take programs out of the archive, after comparing its checksum. */
export function etcdUnpackSteps(
  component: string,
  archive: EtcdArchive,
  programs: readonly string[],
): readonly UnitLine[] {
  const check = ["/usr/bin/sha256sum", "--check", "--strict", "--quiet", `/${sumPath(component)}`];
  const unpack = [
    "/usr/bin/tar",
    "--extract",
    "--gzip",
    `--file=${archive.path}`,
    `--directory=${etcdProgramFolder}`,
    "--strip-components=1",
    "--no-same-owner",
    ...programs.map((program) => `${archive.folder}/${program}`),
  ];
  return [...(archive.sha256 === undefined ? [] : [["ExecStart", check] as const]), ["ExecStart", unpack]];
}

/**
 * The rules that there is an archive, and a way to it.
 * @param optionsOf the component's options in a cluster
 * @param wants whether the component installs the archive in that cluster
 */
export function etcdArchiveRules(
  component: Component["name"],
  optionsOf: (cluster: Cluster) => EtcdArchiveOptions,
  wants: (cluster: Cluster) => boolean,
): readonly Rule[] {
  const reference = "https://etcd.io/docs/v3.6/install/";
  return [
    {
      id: `${component}-release`,
      why: "The programs of etcd are installed from the archive that the release pins.",
      severity: "error",
      reference,
      *check(cluster) {
        if (!wants(cluster) || pinsArchive(cluster)) return;
        yield {
          path: ["spec", "release"],
          value: cluster.release.version,
          message: `${component} installs programs of etcd, and release ${cluster.release.version} pins no archive of it`,
          remedy: "Add a binary named etcd to the release's component etcd",
        };
      },
    },
    {
      id: `${component}-archive`,
      why: "Without the internet, the archive of etcd comes from inside the site or not at all.",
      severity: "advice",
      reference,
      *check(cluster) {
        const { archive, architecture } = optionsOf(cluster);
        if (cluster.spec.site.internet !== "none" || archive !== undefined) return;
        if (!wants(cluster) || !pinsArchive(cluster)) return;
        yield {
          path: ["spec", "site"],
          message: `site.internet is none, and etcd comes from ${binaryOf(cluster.release, "etcd", "etcd", architecture).url}`,
          remedy: `Name a mirror inside the site under hostServices.${component}.archive.url, or a file in the cluster's folder under .file`,
        };
      },
    },
  ];
}

function pinsArchive({ release }: Cluster): boolean {
  const binaries = tryFindReleaseComponent(release, "etcd")?.binaries ?? [];
  return binaries.some(({ name }) => name === "etcd");
}
