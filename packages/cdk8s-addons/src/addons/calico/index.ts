import { nodes } from "@groundplan/core-model";
import { defineAddon } from "../../addon.ts";
import { namespace } from "./facts.ts";
import { calicoHostPorts } from "./ports.ts";
import { calicoRules } from "./rules.ts";
import { CalicoOptions } from "./schema.ts";

export const calico = defineAddon({
  kind: "addon",
  name: "calico",
  title: "Calico, a pod network with policies",
  docs: "https://docs.tigera.io/calico/latest/about/",
  namespace,
  // Nodes are not ready without a network, so nothing that runs in the cluster could install it.
  wave: "network",
  options: CalicoOptions,
  provides: ["pod-network:calico", "network-policy"],
  impliedBy: (spec) => spec.kubernetes.podNetwork.kind === "calico",
  declare: (cluster, options) => ({ machines: nodes(cluster), ports: calicoHostPorts(cluster, options) }),
  loadChart: () => import("./chart.ts"),
  rules: calicoRules,
});
