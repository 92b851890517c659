import { type Cluster, type FileTree, file, fileTree, writeOrderedYaml } from "@groundplan/core-model";
import { above, component } from "./ansible-file.ts";
import { inventory } from "./inventory.ts";
import { playbooks } from "./playbooks.ts";
import { etcdCertificatesRole } from "./roles/etcd-certificates/role.ts";
import { kubernetesRole } from "./roles/kubernetes/role.ts";
import { machineRole } from "./roles/machine/role.ts";
import { settingsFiles } from "./settings.ts";

/** Inventory and settings of the cluster, and playbooks and roles that are the same for every cluster. */
export function ansibleFiles(cluster: Cluster): FileTree {
  return fileTree([
    file({ path: "inventory.yaml", content: writeOrderedYaml(inventory(cluster), above), component }),
    ...settingsFiles(cluster),
    ...playbooks(),
    ...machineRole,
    ...kubernetesRole,
    ...etcdCertificatesRole,
  ]);
}
