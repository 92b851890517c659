import { type Cluster, type Machine, pinnedVersion } from "@groundplan/core-model";
import type { PackageRepository } from "../../kit/package-repository.ts";
import { findSystem } from "../../os/system-facts.ts";
import type { ContainerdOptions } from "./schema.ts";

/**
 * containerd.io, which brings runc with it. The distributions' own packages stay behind what Kubernetes wants: Debian 12 has
 * containerd 1.6.20. @see https://docs.docker.com/engine/install/debian/#install-using-the-repository
 */
export function containerdRepository(
  cluster: Cluster,
  machine: Machine,
  { packages }: ContainerdOptions,
): PackageRepository {
  const { codename = "", major } = findSystem(machine.os);
  const { url, key } = packages;
  return {
    name: "containerd",
    title: "containerd",
    apt: {
      url: `${url}/${machine.os.distribution}`,
      suite: codename,
      components: ["stable"],
      keyUrl: `${url}/${machine.os.distribution}/gpg`,
    },
    dnf: { url: `${url}/centos/${major}/$basearch/stable`, keyUrl: `${url}/centos/gpg` },
    ...(key === undefined ? {} : { key }),
    pinned: { packages: ["containerd.io"], version: pinnedVersion(cluster.release, "containerd") },
    following: [],
  };
}
