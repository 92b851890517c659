import type { Rule } from "../../rule.ts";
import { controlPlanes } from "./facts.ts";

const controlPlanePath = ["spec", "kubernetes", "controlPlane"] as const;

// With stacked etcd the members are counted by etcd-quorum, which refuses one and two.
const count: Rule = {
  id: "control-plane-count",
  why: "One control plane cannot be lost; of two, one must carry all while the other is repaired or upgraded.",
  severity: "error",
  reference:
    "published architecture for KubeSphere in production (2023-08): two control planes only with etcd of its own",
  *check(cluster) {
    const { tier, kubernetes } = cluster.spec;
    if (kubernetes.etcd.kind === "stacked") return;
    const machines = controlPlanes(cluster).length;
    const finding = { path: [...controlPlanePath, "group"], value: machines };
    if (machines === 1 && tier !== "testing") {
      const message = `1 control plane cannot be lost, and the tier is ${tier}`;
      yield { ...finding, message, remedy: "Use 3, or the testing tier" };
    } else if (machines === 2) {
      const message = "2 control planes can lose 1, and then none is spare";
      yield { ...finding, severity: "warning", message, remedy: "Use 3" };
    }
  },
};

const workloads: Rule = {
  id: "control-plane-workloads",
  why: "A workload that takes all memory or disk takes the API server and etcd with it.",
  severity: "advice",
  reference: "https://kubernetes.io/docs/setup/production-environment/#production-control-plane",
  *check(cluster) {
    const { tier, kubernetes } = cluster.spec;
    if (tier !== "production" || !kubernetes.controlPlane.workloads) return;
    yield {
      path: [...controlPlanePath, "workloads"],
      value: true,
      message: `workloads run beside the control plane, and the tier is ${tier}`,
      remedy: "Give workloads machines of their own, and leave workloads out",
    };
  },
};

export const controlPlaneRules: readonly Rule[] = [count, workloads];
