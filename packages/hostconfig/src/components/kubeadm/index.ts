import { type Cluster, isControlPlane, type Machine, nodes } from "@groundplan/core-model";
import { defineHostComponent, type Software } from "../../host-component.ts";
import { nodePhase } from "../../kit/node-phase.ts";
import { repositorySupplies } from "../../kit/package-repository.ts";
import { etcdDiskServices, kubeadmFiles } from "./files.ts";
import { kubernetesRepository, nodePackages } from "./packages.ts";
import { kubernetesPorts } from "./ports.ts";
import { kubeadmRules } from "./rules.ts";
import { KubeadmOptions } from "./schema.ts";

/** Kubernetes on its nodes: what kubeadm is told when a machine becomes one. */
export const kubeadm = defineHostComponent({
  kind: "host-component",
  name: "kubeadm",
  title: "kubeadm and the kubelet: Kubernetes on every node",
  docs: "https://kubernetes.io/docs/reference/setup-tools/kubeadm/",
  options: KubeadmOptions,
  provides: ["strict-arp"],
  pace: "batches",
  impliedBy: () => true,
  declare: (cluster, options) => ({ machines: nodes(cluster), ports: kubernetesPorts(cluster, options) }),
  phase: nodePhase,
  software,
  files: kubeadmFiles,
  probe,
  rules: kubeadmRules,
});

function software(cluster: Cluster, machine: Machine, options: KubeadmOptions): Software {
  const disk = etcdDiskServices(cluster, machine);
  return {
    packages: [...nodePackages(cluster, machine), ...(disk.length === 0 ? [] : ["xfsprogs"])],
    services: ["kubelet", ...disk],
    supplies: repositorySupplies(machine, kubernetesRepository(cluster, options)),
  };
}

/** A control plane answers for itself, not through the balancer; a worker's kubelet runs only once it has joined. */
function probe(cluster: Cluster, machine: Machine): readonly string[] {
  if (!isControlPlane(cluster, machine)) return ["systemctl", "is-active", "--quiet", "kubelet"];
  const server = `https://127.0.0.1:${cluster.spec.kubernetes.apiServer.port}`;
  return ["kubectl", "--kubeconfig=/etc/kubernetes/admin.conf", `--server=${server}`, "get", "--raw=/readyz"];
}
