import { binaryOf, type Cluster, type Rule, tryFindReleaseComponent } from "@groundplan/core-model";
import { etcdOptions } from "./schema.ts";

const optionsPath = ["spec", "hostServices", "etcd"] as const;

const archiveUnreachable: Rule = {
  id: "etcd-archive",
  why: "Without the internet, the archive of etcd comes from inside the site or not at all.",
  severity: "advice",
  reference: "https://etcd.io/docs/v3.6/install/",
  *check(cluster) {
    const { archive, architecture } = etcdOptions(cluster);
    if (cluster.spec.site.internet !== "none" || archive !== undefined || !pinsArchive(cluster)) return;
    yield {
      path: ["spec", "site"],
      message: `site.internet is none, and etcd comes from ${binaryOf(cluster.release, "etcd", "etcd", architecture).url}`,
      remedy:
        "Name a mirror inside the site under hostServices.etcd.archive.url, or a file in the cluster's folder under .file",
    };
  },
};

const archiveMissing: Rule = {
  id: "etcd-release",
  why: "Members on machines of their own are installed from the archive that the release pins.",
  severity: "error",
  reference: "https://etcd.io/docs/v3.6/install/",
  *check(cluster) {
    if (cluster.spec.kubernetes.etcd.kind !== "external" || pinsArchive(cluster)) return;
    yield {
      path: ["spec", "release"],
      value: cluster.release.version,
      message: `kubernetes.etcd is external, and release ${cluster.release.version} pins no archive of etcd`,
      remedy: "Add a binary named etcd to the release's component etcd, or use a stacked etcd",
    };
  },
};

const optionsUnused: Rule = {
  id: "etcd-options-unused",
  why: "Settings for something that the cluster does not have mislead whoever reads them.",
  severity: "warning",
  reference: "https://etcd.io/docs/v3.6/op-guide/configuration/",
  *check(cluster) {
    if (cluster.spec.kubernetes.etcd.kind === "external") return;
    yield {
      path: optionsPath,
      message: "there are options for etcd on machines of its own, and kubernetes.etcd.kind is stacked",
      remedy: "Take the options out, or use kubernetes.etcd.kind: external",
    };
  },
};

function pinsArchive({ release }: Cluster): boolean {
  const binaries = tryFindReleaseComponent(release, "etcd")?.binaries ?? [];
  return binaries.some(({ name }) => name === "etcd");
}

export const etcdRules: readonly Rule[] = [archiveMissing, archiveUnreachable, optionsUnused];
