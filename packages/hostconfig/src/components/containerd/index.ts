import { type Cluster, type Machine, nodes } from "@groundplan/core-model";
import { defineHostComponent, type Software } from "../../host-component.ts";
import { nodePhase } from "../../kit/node-phase.ts";
import { repositorySupplies } from "../../kit/package-repository.ts";
import { containerdFiles } from "./files.ts";
import { containerdRepository } from "./packages.ts";
import { registrySupplies } from "./registry.ts";
import { containerdRules } from "./rules.ts";
import { ContainerdOptions } from "./schema.ts";
import { storageServices } from "./storage.ts";

/** What runs the containers of every node. */
export const containerd = defineHostComponent({
  kind: "host-component",
  name: "containerd",
  title: "containerd, the container runtime of every node",
  docs: "https://github.com/containerd/containerd/tree/main/docs",
  options: ContainerdOptions,
  pace: "batches",
  impliedBy: () => true,
  declare: (cluster) => ({ machines: nodes(cluster), ports: [] }),
  phase: nodePhase,
  software,
  files: containerdFiles,
  checks: () => ({ "etc/containerd/config.toml": "containerd --config %s config dump" }),
  probe: () => ["ctr", "version"],
  rules: containerdRules,
});

function software(cluster: Cluster, machine: Machine, options: ContainerdOptions): Software {
  const storage = storageServices(machine);
  return {
    packages: ["containerd.io", ...(storage.length === 0 ? [] : ["xfsprogs"])],
    services: ["containerd", ...storage],
    supplies: [
      ...repositorySupplies(machine, containerdRepository(cluster, machine, options)),
      ...registrySupplies(cluster),
    ],
  };
}
