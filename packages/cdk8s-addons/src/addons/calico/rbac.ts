import type { Chart } from "cdk8s";
import { k8s } from "cdk8s-plus-27";
import { namespace } from "./facts.ts";
import {
  cniPluginGrants,
  type Grant,
  kubeControllersGrants,
  nodeGrants,
  policyRules,
  tierGetterGrants,
} from "./rbac-rules.ts";
import { type CalicoMinor, holdsIn } from "./versions.ts";

/** The accounts of Calico and what each may do. */
export function calicoAccounts(chart: Chart, minor: CalicoMinor): void {
  serviceAccount(chart, "calico-node", nodeGrants, minor);
  serviceAccount(chart, "calico-cni-plugin", cniPluginGrants, minor);
  serviceAccount(chart, "calico-kube-controllers", kubeControllersGrants, minor);
  if (holdsIn(minor, { since: "3.29" })) tierGetter(chart, minor);
}

/** An account, with a role of the same name that only it holds. */
export function serviceAccount(chart: Chart, name: string, grants: readonly Grant[], minor: CalicoMinor): void {
  new k8s.KubeServiceAccount(chart, `account-${name}`, { metadata: { name, namespace } });
  role(chart, name, policyRules(grants, minor), { kind: "ServiceAccount", name, namespace });
}

function tierGetter(chart: Chart, minor: CalicoMinor): void {
  const controllerManager = {
    apiGroup: "rbac.authorization.k8s.io",
    kind: "User",
    name: "system:kube-controller-manager",
  };
  role(chart, "calico-tier-getter", policyRules(tierGetterGrants, minor), controllerManager);
}

function role(chart: Chart, name: string, rules: k8s.PolicyRule[], subject: k8s.Subject): void {
  new k8s.KubeClusterRole(chart, `role-${name}`, { metadata: { name }, rules });
  new k8s.KubeClusterRoleBinding(chart, `binding-${name}`, {
    metadata: { name },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name },
    subjects: [subject],
  });
}
