import {
  type Cluster,
  compareText,
  type FileTree,
  type Image,
  imageReference,
  packagedVersion,
  pullReference,
  type Release,
  tryFindReleaseComponent,
  tryPinnedVersion,
  writeOrderedYaml,
} from "@groundplan/core-model";
import { machineSoftware } from "@groundplan/hostconfig";

/**
 * `bom.yaml`: every version, image, package and file that this tree uses, and nothing else: what a site without internet must
 * mirror. Images are read from the files that name them (manifests, and static pods on machines), packages and files are asked of
 * the components that install them, so that the list cannot differ from what machines and nodes fetch.
 * @param trees the machines' files and the manifests
 */
export function billOfMaterials(cluster: Cluster, trees: readonly FileTree[]): string {
  const { release } = cluster;
  const names = componentNames(cluster);
  const bill = {
    release: { version: release.version, title: release.title, lifecycle: release.lifecycle.state },
    kubernetes: release.kubernetes.version,
    components: names.map((name) => componentEntry(release, name)),
    images: imageEntries(cluster, trees),
    packages: packageEntries(cluster),
    downloads: downloadEntries(cluster),
  };
  return writeOrderedYaml(bill, [
    "Groundplan: synth. Generated from cluster.yaml; edit that instead.",
    "Every version, image, package and file that this tree uses.",
  ]);
}

/** The images that pods name, as they stand in a tree. */
export function imagesIn(tree: FileTree): readonly string[] {
  const images = new Set<string>();
  for (const { content } of tree.values()) {
    for (const [, image] of content.matchAll(/^[ -]*image: "?([^"\s]+)"?$/gm))
      if (image !== undefined) images.add(image);
  }
  return [...images].sort(compareText);
}

/** Every image as nodes pull it; where a registry of the site stands in between, also where it comes from: the list to mirror by. */
function imageEntries(cluster: Cluster, trees: readonly FileTree[]) {
  const upstream = new Map(
    releaseImages(cluster.release).map((image) => [pullReference(cluster, image), imageReference(image)]),
  );
  const pulled = new Set([...nodeImages(cluster), ...trees.flatMap(imagesIn)]);
  return [...pulled].sort(compareText).map((image) => {
    const from = upstream.get(image);
    return from === undefined || from === image ? { image } : { image, from };
  });
}

/** What kubeadm itself runs on every cluster. External etcd is no container. */
function nodeImages(cluster: Cluster): readonly string[] {
  const { release, spec } = cluster;
  const parts = ["coredns", "pause", ...(spec.kubernetes.etcd.kind === "stacked" ? ["etcd"] : [])];
  const images = [release.kubernetes, ...parts.map((name) => tryFindReleaseComponent(release, name))];
  return images.flatMap((part) => part?.images ?? []).map((image) => pullReference(cluster, image));
}

function releaseImages(release: Release): readonly Image[] {
  return [release.kubernetes, ...Object.values(release.components)].flatMap((part) => part.images ?? []);
}

/** Components in use, and what comes with Kubernetes. */
function componentNames(cluster: Cluster): readonly string[] {
  const used = cluster.components.map(({ component }) => component.name);
  return [...new Set([...used, "coredns", "etcd", "pause"])]
    .filter((name) => tryFindReleaseComponent(cluster.release, name))
    .sort(compareText);
}

function componentEntry(release: Release, name: string) {
  const component = tryFindReleaseComponent(release, name);
  return {
    name,
    version: tryPinnedVersion(release, name) ?? "of the operating system",
    lifecycle: component?.lifecycle.state,
    ...(component?.licence === undefined ? {} : { licence: component.licence }),
  };
}

/** Packages of each operating system, with what they bring where the release knows it. */
function packageEntries(cluster: Cluster) {
  const systems = new Map<string, Map<string, string | undefined>>();
  for (const machine of cluster.machines) {
    const system = `${machine.os.distribution} ${machine.os.version}`;
    const packages = systems.get(system) ?? new Map();
    systems.set(system, packages);
    for (const name of machineSoftware(cluster, machine).packages)
      packages.set(name, packagedVersion(cluster.release, machine.os, name));
  }
  return [...systems].sort(byName).map(([system, packages]) => ({
    system,
    packages: [...packages].sort(byName).map(([name, version]) => ({ name, ...(version ? { version } : {}) })),
  }));
}

/** Files that machines fetch; where a mirror of the site stands in between, also where upstream publishes them. */
function downloadEntries(cluster: Cluster) {
  const urls = new Map<string, Published | undefined>();
  const published = publishedFiles(cluster);
  for (const machine of cluster.machines) {
    for (const { path, from } of machineSoftware(cluster, machine).supplies ?? [])
      if ("url" in from) urls.set(from.url, published.get(fileName(path)));
  }
  return [...urls].sort(byName).map(([url, upstream]) => ({
    url,
    ...(upstream === undefined || upstream.url === url ? {} : { from: upstream.url }),
    ...(upstream?.sha256 === undefined ? {} : { sha256: upstream.sha256 }),
  }));
}

interface Published {
  readonly url: string;
  readonly sha256?: string;
}

/** What upstream publishes of the components in use, by the name of the file. */
function publishedFiles({ release, components }: Cluster): ReadonlyMap<string, Published> {
  const files = new Map<string, Published>();
  for (const { component } of components) {
    for (const { url, sha256 } of tryFindReleaseComponent(release, component.name)?.binaries ?? []) {
      for (const architecture of ["amd64", "arm64"] as const) {
        const file = { url: url.replaceAll("ARCH", architecture), ...(sha256 ? { sha256: sha256[architecture] } : {}) };
        files.set(fileName(file.url), file);
      }
    }
  }
  return files;
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return compareText(a, b);
}
