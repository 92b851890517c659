import { type Cluster, nodes, pinnedVersion, type Rule } from "@groundplan/core-model";
import { repositoryReach } from "../../kit/repository-reach.ts";
import { ContainerdOptions } from "./schema.ts";

const upstream = ContainerdOptions.parse({}).packages.url;

/** Docker's repository stopped building for the system with this line. */
const lastLineForCentos7 = "1.6";

const packageMissing: Rule = {
  id: "containerd-centos-7",
  why: "No version of containerd after 1.6 is packaged for CentOS 7, and its C library is too old for the published binaries.",
  severity: "error",
  reference: "https://download.docker.com/linux/centos/7/x86_64/stable/Packages/",
  *check(cluster) {
    const version = pinnedVersion(cluster.release, "containerd");
    if (version.startsWith(`${lastLineForCentos7}.`)) return;
    for (const group of centos7Groups(cluster)) {
      yield {
        path: cluster.spec.machines[group]?.os ? ["spec", "machines", group, "os"] : ["spec", "os"],
        message: `the nodes of ${group} run CentOS 7, and release ${cluster.release.version} brings containerd ${version}, which is not packaged for it`,
        remedy: "Use Rocky Linux 9 for these nodes, or an earlier release",
      };
    }
  },
};

function centos7Groups(cluster: Cluster): ReadonlySet<string> {
  const old = nodes(cluster).filter(({ os }) => os.distribution === "centos" && os.version.split(".")[0] === "7");
  return new Set(old.map(({ group }) => group));
}

export const containerdRules: readonly Rule[] = [packageMissing, repositoryReach("containerd", upstream)];
