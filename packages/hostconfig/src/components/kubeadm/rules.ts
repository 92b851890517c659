import { type Cluster, type Rule, tryFindComponent } from "@groundplan/core-model";
import { repositoryReach } from "../../kit/repository-reach.ts";
import { podAddressesPerNode } from "./kubelet.ts";
import { KubeadmOptions } from "./schema.ts";

const upstream = KubeadmOptions.parse({}).packages.url;

const podsPerNode: Rule = {
  id: "kubeadm-max-pods",
  why: "Pods for which a node has no address left wait for one without end.",
  severity: "error",
  reference: "https://kubernetes.io/docs/setup/best-practices/cluster-large/",
  *check(cluster) {
    const { maxPods } = optionsOf(cluster);
    const room = podAddressesPerNode(cluster);
    if (maxPods === undefined || maxPods <= room) return;
    const { nodePrefixLength } = cluster.spec.kubernetes.podNetwork;
    yield {
      path: ["spec", "hostServices", "kubeadm", "maxPods"],
      value: maxPods,
      message: `a node may run ${maxPods} pods, and its share of the pod network, a /${nodePrefixLength}, has room for ${room}`,
      remedy: "Lower maxPods, or give nodes a larger share with kubernetes.podNetwork.nodePrefixLength",
    };
  },
};

function optionsOf(cluster: Cluster): KubeadmOptions {
  return KubeadmOptions.parse(tryFindComponent(cluster, "host-component", "kubeadm")?.options ?? {});
}

export const kubeadmRules: readonly Rule[] = [podsPerNode, repositoryReach("kubeadm", upstream)];
