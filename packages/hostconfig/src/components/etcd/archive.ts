import { binaryOf, type Cluster, type PublishedFile, pinnedVersion } from "@groundplan/core-model";
import type { Supply } from "../../host-component.ts";
import { type EtcdOptions, etcdOptions } from "./schema.ts";

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

/** The programs that are taken out of the archive, and where to. */
export const programs = ["etcd", "etcdctl", "etcdutl"] as const;
export const programFolder = "/usr/local/bin";

export function etcdArchive(cluster: Cluster): EtcdArchive {
  const options = etcdOptions(cluster);
  const version = pinnedVersion(cluster.release, "etcd");
  const folder = `etcd-v${version}-linux-${options.architecture}`;
  const path = `/usr/local/src/${folder}.tar.gz`;
  const published = publishedArchive(cluster, options);
  return {
    version,
    path,
    folder,
    ...(published.sha256 === undefined ? {} : { sha256: published.sha256 }),
    supply: { path, mode: 0o644, from: source(options, published) },
  };
}

function publishedArchive(cluster: Cluster, { architecture }: EtcdOptions): PublishedFile {
  return binaryOf(cluster.release, "etcd", "etcd", architecture);
}

function source({ archive }: EtcdOptions, published: PublishedFile): Supply["from"] {
  if (archive === undefined) return { url: published.url };
  return "url" in archive ? { url: archive.url } : { clusterFile: archive.file };
}
