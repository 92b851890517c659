import type { OperatingSystem } from "../areas/site/schema.ts";
import type { Artifacts, Binary, Image } from "./artifacts.ts";
import type { Release, ReleaseComponent } from "./schema.ts";

/** The component of that name, when the release has it. Kubernetes itself stands in `release.kubernetes`. */
export function tryFindReleaseComponent(release: Release, name: string): ReleaseComponent | undefined {
  return Object.hasOwn(release.components, name) ? release.components[name] : undefined;
}

/** @throws Error when the release has no component of that name. */
export function findReleaseComponent(release: Release, name: string): ReleaseComponent {
  const component = tryFindReleaseComponent(release, name);
  if (!component) throw new Error(`release ${release.version} has no component ${name}`);
  return component;
}

/** The version that the release pins, of Kubernetes too; none for what it does not know or leaves to the operating system. */
export function tryPinnedVersion(release: Release, name: string): string | undefined {
  if (name === "kubernetes") return release.kubernetes.version;
  const component = tryFindReleaseComponent(release, name);
  return component && "version" in component ? component.version : undefined;
}

/** @throws Error when the release does not pin it. */
export function pinnedVersion(release: Release, name: string): string {
  const version = tryPinnedVersion(release, name);
  if (version === undefined) throw new Error(`release ${release.version} pins no version of ${name}`);
  return version;
}

type ReleaseOperatingSystem = Release["operatingSystems"][number];

/** The operating system as the release knows it, when it supports that version. */
export function tryFindOperatingSystem(release: Release, os: OperatingSystem): ReleaseOperatingSystem | undefined {
  return release.operatingSystems.find(
    (known) => known.distribution === os.distribution && known.version === os.version,
  );
}

/** Version of a package on a machine's operating system; none where the release does not know the system or the package. */
export function packagedVersion(release: Release, os: OperatingSystem, name: string): string | undefined {
  const packages = tryFindOperatingSystem(release, os)?.packages ?? {};
  return Object.hasOwn(packages, name) ? packages[name] : undefined;
}

/** @throws Error when the release does not have the image: `imageOf(release, "calico", "node")`. */
export function imageOf(release: Release, component: string, name: string): Image {
  const image = artifactsOf(release, component).images?.find((candidate) => candidate.name === name);
  if (!image) throw new Error(`release ${release.version} has no image ${name} of ${component}`);
  return image;
}

export type Architecture = "amd64" | "arm64";

/** A published file for one processor architecture. */
export interface PublishedFile {
  readonly name: string;
  readonly url: string;
  /** SHA-256 in hexadecimal, where it is known. */
  readonly sha256?: string;
}

/** @throws Error when the release does not have the binary: `binaryOf(release, "kubernetes", "kubelet", "amd64")`. */
export function binaryOf(release: Release, component: string, name: string, architecture: Architecture): PublishedFile {
  const binary = artifactsOf(release, component).binaries?.find((candidate) => candidate.name === name);
  if (!binary) throw new Error(`release ${release.version} has no binary ${name} of ${component}`);
  return publishedFile(binary, architecture);
}

function publishedFile(binary: Binary, architecture: Architecture): PublishedFile {
  const url = binary.url.replaceAll("ARCH", architecture);
  return binary.sha256 ? { name: binary.name, url, sha256: binary.sha256[architecture] } : { name: binary.name, url };
}

function artifactsOf(release: Release, component: string): Artifacts {
  return component === "kubernetes" ? release.kubernetes : findReleaseComponent(release, component);
}
