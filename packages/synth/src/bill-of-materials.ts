import {
  type Cluster,
  compareText,
  type FileTree,
  type Image,
  imageReference,
  pullReference,
  type Release,
  tryFindReleaseComponent,
  tryPinnedVersion,
  writeOrderedYaml,
} from "@groundplan/core-model";

/**
 * `bom.yaml`: every version, image and binary that this tree uses, and nothing else: what a site without internet must mirror.
 * Images of manifests are read from the tree itself, so that the list cannot differ from it.
 */
export function billOfMaterials(cluster: Cluster, tree: FileTree): string {
  const { release } = cluster;
  const names = componentNames(cluster);
  const binaries = ["kubernetes", ...names].flatMap((name) => binariesOf(release, name));
  const bill = {
    release: { version: release.version, title: release.title, lifecycle: release.lifecycle.state },
    kubernetes: release.kubernetes.version,
    components: names.map((name) => componentEntry(release, name)),
    images: imageEntries(cluster, tree),
    binaries: binaries.sort((a, b) => compareText(a.url, b.url)),
  };
  return writeOrderedYaml(bill, [
    "Groundplan: synth. Generated from cluster.yaml; edit that instead.",
    "Every version, image and binary that this tree uses.",
  ]);
}

/** The images that manifests name, as they stand in the tree. */
export function imagesIn(tree: FileTree): readonly string[] {
  const images = new Set<string>();
  for (const { content } of tree.values()) {
    for (const [, image] of content.matchAll(/^[ -]*image: "?([^"\s]+)"?$/gm))
      if (image !== undefined) images.add(image);
  }
  return [...images].sort(compareText);
}

/** Every image as nodes pull it; where a registry of the site stands in between, also where it comes from: the list to mirror by. */
function imageEntries(cluster: Cluster, tree: FileTree) {
  const upstream = new Map(
    releaseImages(cluster.release).map((image) => [pullReference(cluster, image), imageReference(image)]),
  );
  const pulled = new Set([...nodeImages(cluster), ...imagesIn(tree)]);
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

function binariesOf(release: Release, name: string) {
  const artifacts = name === "kubernetes" ? release.kubernetes : tryFindReleaseComponent(release, name);
  return (artifacts?.binaries ?? []).map((binary) => ({
    name: binary.name,
    url: binary.url,
    ...(binary.sha256 ? { sha256: binary.sha256 } : {}),
  }));
}
