import type { Rule } from "../../rule.ts";
import type { WorkerPool } from "./schema.ts";

const workersPath = ["spec", "kubernetes", "workers"] as const;

const special: Rule = {
  id: "pool-special",
  why: "Without a taint anything lands on a special pool, without a label nothing finds it, and without a reason nobody dares to dissolve it.",
  severity: "warning",
  reference: "a published chapter on deployment models: pools need selectors and taints, and a good reason",
  *check(cluster) {
    for (const [position, pool] of cluster.spec.kubernetes.workers.entries()) {
      const has = traitsOf(pool);
      const missing = (["labels", "taints", "why"] as const).filter((trait) => !has.includes(trait));
      if (has.length === 0 || missing.length === 0) continue;
      yield {
        path: [...workersPath, position],
        message: `pool ${pool.group} has ${has.join(" and ")} but no ${missing.join(" and no ")}`,
        remedy: "Give a special pool a label, a taint and a reason; give a plain pool none of them",
      };
    }
  },
};

function traitsOf(pool: WorkerPool): readonly ("labels" | "taints" | "why")[] {
  const traits: ("labels" | "taints" | "why")[] = [];
  if (Object.keys(pool.labels).length > 0) traits.push("labels");
  if (pool.taints.length > 0) traits.push("taints");
  if (pool.why !== undefined) traits.push("why");
  return traits;
}

const onePool: Rule = {
  id: "pool-group-twice",
  why: "A machine is one node: of two pools of the same machines, only the labels and taints of the first would count.",
  severity: "error",
  reference: "plain sense: a node belongs to one pool",
  *check(cluster) {
    const firstOf = new Map<string, number>();
    for (const [position, { group }] of cluster.spec.kubernetes.workers.entries()) {
      const first = firstOf.get(group);
      if (first === undefined) firstOf.set(group, position);
      else
        yield {
          path: [...workersPath, position, "group"],
          value: group,
          message: `group ${group} is a pool already (workers[${first}])`,
          remedy: "Make one pool of the two, or divide the group",
        };
    }
  },
};

const notControlPlane: Rule = {
  id: "pool-control-plane",
  why: "A control plane that is listed as a pool stays a control plane: it keeps its taint, and the pool is empty.",
  severity: "error",
  reference:
    "https://kubernetes.io/docs/setup/production-environment/tools/kubeadm/create-cluster-kubeadm/#control-plane-node-isolation",
  *check(cluster) {
    const { controlPlane, workers } = cluster.spec.kubernetes;
    for (const [position, { group }] of workers.entries()) {
      if (group !== controlPlane.group) continue;
      yield {
        path: [...workersPath, position, "group"],
        value: group,
        message: `group ${group} is the control plane, and a pool of workers`,
        remedy: "Remove the pool, and set controlPlane.workloads: true if workloads are meant to run there",
      };
    }
  },
};

/** Labels of Kubernetes' own domains that a kubelet may give itself all the same. */
const kubeletLabels = new Set([
  "beta.kubernetes.io/arch",
  "beta.kubernetes.io/instance-type",
  "beta.kubernetes.io/os",
  "failure-domain.beta.kubernetes.io/region",
  "failure-domain.beta.kubernetes.io/zone",
  "kubernetes.io/arch",
  "kubernetes.io/hostname",
  "kubernetes.io/os",
  "topology.kubernetes.io/region",
  "topology.kubernetes.io/zone",
]);

const labelDomain: Rule = {
  id: "pool-label-reserved",
  why: "A kubelet that is told to give itself a label of Kubernetes' own domains does not start.",
  severity: "error",
  reference: "https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#noderestriction",
  *check(cluster) {
    for (const [position, { labels }] of cluster.spec.kubernetes.workers.entries()) {
      for (const key of Object.keys(labels)) {
        if (kubeletMaySet(key)) continue;
        yield {
          path: [...workersPath, position, "labels", key],
          message: `a node may not give itself the label ${key}`,
          remedy: `Use a domain of your own, such as groundplan.dev/${key.split("/").at(-1)}`,
        };
      }
    }
  },
};

function kubeletMaySet(key: string): boolean {
  const [domain = "", name] = key.split("/");
  const isUnder = (parent: string) => domain === parent || domain.endsWith(`.${parent}`);
  if (name === undefined || !(isUnder("kubernetes.io") || isUnder("k8s.io"))) return true;
  return kubeletLabels.has(key) || isUnder("node.kubernetes.io") || isUnder("kubelet.kubernetes.io");
}

export const poolRules: readonly Rule[] = [special, onePool, notControlPlane, labelDomain];
