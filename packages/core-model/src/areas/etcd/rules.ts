import type { Rule } from "../../rule.ts";
import { etcdFailureTolerance, etcdMembers } from "./facts.ts";

const etcdPath = ["spec", "kubernetes", "etcd"] as const;

const quorum: Rule = {
  id: "etcd-quorum",
  why: "An even number of members adds cost but no tolerance, and fewer than three cannot lose any.",
  severity: "error",
  reference: "https://etcd.io/docs/v3.6/faq/#why-an-odd-number-of-cluster-members",
  *check(cluster) {
    const members = etcdMembers(cluster).length;
    const tolerance = etcdFailureTolerance(members);
    const loses = tolerance === 0 ? "cannot lose any" : `can lose ${tolerance}`;
    if (members % 2 === 0) {
      yield {
        path: etcdPath,
        value: members,
        message: `${members} members ${loses}, no more than ${Math.max(members - 1, 1)}`,
        remedy: "Use 3 or 5",
      };
    } else if (members === 1 && cluster.spec.tier !== "testing") {
      yield {
        path: etcdPath,
        value: members,
        message: `1 member cannot lose any, and the tier is ${cluster.spec.tier}`,
        remedy: "Use 3 or 5, or the testing tier",
      };
    }
  },
};

export const etcdRules: readonly Rule[] = [quorum];
