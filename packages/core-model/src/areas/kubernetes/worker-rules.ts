import type { Rule } from "../../rule.ts";
import { generalWorkers, workers } from "./facts.ts";

const workersPath = ["spec", "kubernetes", "workers"] as const;

const some: Rule = {
  id: "workers-missing",
  why: "The control plane takes no workloads by itself: without workers everything but the system's own pods stays pending.",
  severity: "error",
  reference: "https://kubernetes.io/docs/concepts/architecture/#node-components",
  *check(cluster) {
    if (cluster.spec.kubernetes.controlPlane.workloads || workers(cluster).length > 0) return;
    yield {
      path: workersPath,
      message: "0 workers, and controlPlane.workloads is false",
      remedy: "Name a group of workers, or set controlPlane.workloads: true",
    };
  },
};

const three: Rule = {
  id: "workers-at-least-three",
  why: "With fewer than three, the loss or upgrade of one leaves too little room, and software that wants three copies has no place for them.",
  severity: "warning",
  reference: "published architecture for KubeSphere in production (2023-08): at least 3 workers",
  *check(cluster) {
    const { tier, kubernetes } = cluster.spec;
    const count = generalWorkers(cluster).length;
    if (tier !== "production" || kubernetes.controlPlane.workloads || count >= 3 || workers(cluster).length === 0)
      return;
    yield {
      path: workersPath,
      value: count,
      message: `${count} workers take any workload, and the tier is ${tier}`,
      remedy: "Use at least 3 that no taint keeps workloads away from",
    };
  },
};

const inThrees: Rule = {
  id: "workers-in-threes",
  why: "Copies come in threes (storage, search, brokers): a number that is no multiple of three leaves zones and copies uneven.",
  severity: "advice",
  reference: "published architecture for KubeSphere in production (2023-08): workers are added in threes",
  *check(cluster) {
    const count = generalWorkers(cluster).length;
    if (cluster.spec.tier !== "production" || count < 3 || count % 3 === 0) return;
    const below = count - (count % 3);
    yield {
      path: workersPath,
      value: count,
      message: `${count} workers that take any workload are not a multiple of three`,
      remedy: `Use ${below} or ${below + 3}`,
    };
  },
};

const upgradeBatch: Rule = {
  id: "upgrade-batch",
  why: "Workers that are drained at once leave their pods to the others; when those are full, the pods wait.",
  severity: "warning",
  reference: "https://kubernetes.io/docs/tasks/administer-cluster/kubeadm/kubeadm-upgrade/#upgrade-worker-nodes",
  *check(cluster) {
    const { upgrade } = cluster.spec.kubernetes;
    const count = workers(cluster).length;
    const comeFirst = upgrade.strategy === "node-replacement" && upgrade.workers.order === "add-first";
    if (upgrade.strategy === "cluster-replacement" || comeFirst || upgrade.workers.batch === 1) return;
    if (upgrade.workers.batch * 3 <= count) return;
    yield {
      path: ["spec", "kubernetes", "upgrade", "workers", "batch"],
      value: upgrade.workers.batch,
      message: `${upgrade.workers.batch} of ${count} workers are taken at once`,
      remedy: "Take at most a third, or replace nodes with order: add-first",
    };
  },
};

export const workerRules: readonly Rule[] = [some, three, inThrees, upgradeBatch];
