import { compareText } from "@groundplan/core-model";
import { type CalicoMinor, holdsIn, type Lines } from "./versions.ts";

/** What an account may do, and in which lines of Calico it needs to. */
export interface Grant extends Lines {
  /** `calico` stands for Calico's own API group; else the name of a group, `""` for the core. */
  readonly group: "calico" | "" | `${string}.${string}` | "apps";
  readonly resources: readonly string[];
  /** Only objects of these names. */
  readonly names?: readonly string[];
  readonly verbs: readonly string[];
}

const read = ["get", "list", "watch"] as const;
const ipam = ["blockaffinities", "ipamblocks", "ipamhandles"] as const;
const since332 = { since: "3.32" } as const;

export const nodeGrants: readonly Grant[] = [
  { group: "", resources: ["serviceaccounts/token"], names: ["calico-cni-plugin"], verbs: ["create"] },
  { group: "", resources: ["endpoints", "namespaces", "nodes", "pods", "services"], verbs: read },
  { group: "", resources: ["serviceaccounts"], verbs: ["list", "watch"] },
  { group: "", resources: ["configmaps"], verbs: ["get"] },
  { group: "", resources: ["nodes/status"], verbs: ["patch", "update"] },
  { group: "", resources: ["pods/status"], verbs: ["patch"] },
  { group: "apps", resources: ["daemonsets"], verbs: ["get"] },
  { group: "discovery.k8s.io", resources: ["endpointslices"], verbs: ["list", "watch"] },
  { group: "networking.k8s.io", resources: ["networkpolicies"], verbs: ["list", "watch"] },
  {
    group: "policy.networking.k8s.io",
    resources: ["adminnetworkpolicies"],
    verbs: ["list", "watch"],
    since: "3.29",
    until: "3.31",
  },
  {
    group: "policy.networking.k8s.io",
    resources: ["baselineadminnetworkpolicies"],
    verbs: ["list", "watch"],
    since: "3.30",
    until: "3.31",
  },
  { group: "policy.networking.k8s.io", resources: ["clusternetworkpolicies"], verbs: ["list", "watch"], ...since332 },
  { group: "kubevirt.io", resources: ["virtualmachineinstancemigrations"], verbs: read, ...since332 },
  {
    group: "calico",
    resources: [
      "bgpconfigurations",
      "bgpfilters",
      "bgppeers",
      "blockaffinities",
      "caliconodestatuses",
      "clusterinformations",
      "felixconfigurations",
      "globalnetworkpolicies",
      "globalnetworksets",
      "hostendpoints",
      "ipamblocks",
      "ippools",
      "ipreservations",
      "networkpolicies",
      "networksets",
    ],
    verbs: read,
  },
  { group: "calico", resources: ["tiers"], verbs: ["create", ...read], since: "3.29" },
  {
    group: "calico",
    resources: ["stagedglobalnetworkpolicies", "stagedkubernetesnetworkpolicies", "stagednetworkpolicies"],
    verbs: read,
    since: "3.30",
  },
  {
    group: "calico",
    resources: ["bgpconfigurations", "bgppeers", "clusterinformations", "felixconfigurations", "ippools"],
    verbs: ["create", "update"],
  },
  { group: "calico", resources: ["caliconodestatuses"], verbs: ["update"] },
  { group: "calico", resources: ipam, verbs: ["create", "delete", "get", "list", "update"] },
  { group: "calico", resources: ["ipamconfigs"], verbs: ["create", "get"] },
  { group: "calico", resources: ["ipamconfigurations"], verbs: ["create", "get"], ...since332 },
];

export const cniPluginGrants: readonly Grant[] = [
  { group: "", resources: ["namespaces", "nodes", "pods"], verbs: ["get"] },
  { group: "", resources: ["pods/status"], verbs: ["patch"] },
  { group: "kubevirt.io", resources: ["virtualmachineinstances", "virtualmachines"], verbs: ["get"], ...since332 },
  {
    group: "calico",
    resources: [...ipam, "clusterinformations", "ipamconfigs", "ippools", "ipreservations"],
    verbs: ["create", "delete", "get", "list", "update"],
  },
  {
    group: "calico",
    resources: ["ipamconfigurations"],
    verbs: ["create", "delete", "get", "list", "update"],
    ...since332,
  },
];

// Since 3.32 the published rules also let this account delete any CRD and create API services, to move Calico's data to another
// API group. This addon never starts that move, so nobody holds those keys.
export const kubeControllersGrants: readonly Grant[] = [
  { group: "", resources: ["nodes", "pods"], verbs: read },
  { group: "", resources: ["namespaces"], verbs: read, since: "3.31" },
  { group: "", resources: ["services", "services/status"], verbs: ["get", "list", "update", "watch"], since: "3.30" },
  { group: "apiextensions.k8s.io", resources: ["customresourcedefinitions"], verbs: read, ...since332 },
  { group: "kubevirt.io", resources: ["virtualmachineinstances", "virtualmachines"], verbs: read, ...since332 },
  { group: "calico", resources: ["ipreservations"], verbs: ["list"] },
  { group: "calico", resources: ["ippools"], verbs: ["list", "watch"] },
  { group: "calico", resources: ipam, verbs: ["create", "delete", "get", "list", "update", "watch"] },
  {
    group: "calico",
    resources: ["tiers"],
    verbs: ["create", "delete", "get", "list", "update", "watch"],
    since: "3.29",
  },
  {
    group: "calico",
    resources: ["ipamconfigs"],
    verbs: ["create", "delete", "get", "list", "update", "watch"],
    since: "3.30",
  },
  {
    group: "calico",
    resources: ["ipamconfigurations"],
    verbs: ["create", "delete", "get", "list", "update", "watch"],
    ...since332,
  },
  {
    group: "calico",
    resources: ["hostendpoints"],
    verbs: ["create", "delete", "get", "list", "update"],
    until: "3.29",
  },
  {
    group: "calico",
    resources: ["hostendpoints"],
    verbs: ["create", "delete", "get", "list", "update", "watch"],
    since: "3.30",
  },
  { group: "calico", resources: ["clusterinformations"], verbs: ["create", "get", "list", "update", "watch"] },
  {
    group: "calico",
    resources: ["kubecontrollersconfigurations"],
    verbs: ["create", "get", "update", "watch"],
    until: "3.27",
  },
  {
    group: "calico",
    resources: ["kubecontrollersconfigurations"],
    verbs: ["create", "get", "list", "update", "watch"],
    since: "3.28",
  },
  { group: "calico", resources: ["kubecontrollersconfigurations/status"], verbs: ["get", "update"], ...since332 },
  {
    group: "calico",
    resources: ["globalnetworkpolicies", "networkpolicies", "stagedglobalnetworkpolicies", "stagednetworkpolicies"],
    verbs: ["create", "delete", "get", "list", "update", "watch"],
    ...since332,
  },
];

/** The controller manager reads tiers when it garbage-collects policies through the aggregated API. */
export const tierGetterGrants: readonly Grant[] = [
  { group: "projectcalico.org", resources: ["tiers"], verbs: ["get"], since: "3.29" },
];

/** What calicoctl needs to mark these nodes, and no others, as route reflectors. */
export function routeReflectorGrants(names: readonly string[]): readonly Grant[] {
  return [
    { group: "", resources: ["nodes"], names, verbs: ["get"] },
    { group: "", resources: ["nodes/status"], names, verbs: ["update"] },
    { group: "calico", resources: ["clusterinformations"], verbs: ["get"] },
  ];
}

/** A rule as RBAC writes it. */
export interface PolicyRule {
  readonly apiGroups: string[];
  readonly resources: string[];
  readonly resourceNames?: string[];
  readonly verbs: string[];
}

/** The rules that hold in a minor line. Resources with the same verbs share a rule, as a person would write it. */
export function policyRules(grants: readonly Grant[], minor: CalicoMinor): PolicyRule[] {
  const rules = new Map<string, PolicyRule>();
  for (const { group, resources, names, verbs, ...lines } of grants) {
    if (!holdsIn(minor, lines)) continue;
    const apiGroups = group === "calico" ? calicoGroups(minor) : [group];
    const key = JSON.stringify([apiGroups, names, verbs]);
    const together = [...(rules.get(key)?.resources ?? []), ...resources].sort(compareText);
    rules.set(key, {
      apiGroups,
      resources: together,
      ...(names ? { resourceNames: [...names] } : {}),
      verbs: [...verbs],
    });
  }
  return [...rules.values()];
}

/** Since 3.32 Calico looks for its kinds in both groups and uses the one that it finds. */
function calicoGroups(minor: CalicoMinor): string[] {
  return holdsIn(minor, { since: "3.32" }) ? ["crd.projectcalico.org", "projectcalico.org"] : ["crd.projectcalico.org"];
}
