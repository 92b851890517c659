import type { Rule } from "../../rule.ts";
import { controlPlanes, workers } from "../kubernetes/facts.ts";
import { listenersOf } from "../load-balancer/facts.ts";
import { diskRules } from "./disk-rules.ts";
import { etcdClientPort, etcdFailureTolerance, etcdMembers } from "./facts.ts";
import { spreadRules } from "./spread-rules.ts";

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
        message: `${members} members ${loses}, no more than ${members - 1}`,
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

const fewMembers: Rule = {
  id: "etcd-many-members",
  why: "Every write waits for a majority: past seven members, each one makes writing slower and nothing safer.",
  severity: "warning",
  reference: "https://etcd.io/docs/v3.6/faq/#what-is-maximum-cluster-size",
  *check(cluster) {
    const members = etcdMembers(cluster).length;
    if (members <= 7) return;
    yield {
      path: etcdPath,
      value: members,
      message: `${members} members can lose ${etcdFailureTolerance(members)}, and every write waits for ${Math.floor(members / 2) + 1}`,
      remedy: "Use 5, which can lose 2",
    };
  },
};

const dedicated: Rule = {
  id: "etcd-dedicated",
  why: "Beyond some size the API server and etcd contend for the same machine, and etcd is the one that must not wait.",
  severity: "advice",
  reference:
    "a published chapter on deployment models: dedicated etcd is considered above 50 workers, planned above 200",
  *check(cluster) {
    const count = workers(cluster).length;
    if (cluster.spec.kubernetes.etcd.kind === "external" || count <= 50) return;
    yield {
      path: [...etcdPath, "kind"],
      value: "stacked",
      severity: count > 200 ? "warning" : "advice",
      message: `${count} workers, and etcd shares the control plane's machines`,
      remedy: `Give etcd machines of its own (kind: external); it is ${count > 200 ? "urged above 200 workers" : "advised above 50 workers"}`,
    };
  },
};

const backup: Rule = {
  id: "etcd-backup",
  why: "Without a snapshot, a quorum that is lost for good takes every object of the cluster with it.",
  severity: "warning",
  reference: "https://kubernetes.io/docs/tasks/administer-cluster/configure-upgrade-etcd/#backing-up-an-etcd-cluster",
  *check(cluster) {
    const { tier, kubernetes } = cluster.spec;
    if (tier === "testing" || kubernetes.etcd.backup) return;
    yield {
      path: etcdPath,
      message: `no backup, and the tier is ${tier}`,
      remedy: 'Add backup: { schedule: "0 */6 * * *", keepDays: 14 }',
    };
  },
};

const roundTrip: Rule = {
  id: "etcd-round-trip",
  why: "Beyond etcd's own heartbeat of 100 ms members are regions apart: a lost leader is noticed late, and every write pays the way.",
  severity: "warning",
  reference: "https://etcd.io/docs/v3.6/tuning/#time-parameters",
  *check(cluster) {
    const { roundTripMs } = cluster.spec.kubernetes.etcd;
    if (roundTripMs <= 100) return;
    yield {
      path: [...etcdPath, "roundTripMs"],
      value: roundTripMs,
      message: `a round trip of ${roundTripMs} ms is longer than etcd's heartbeat of 100 ms; a new leader would take ${Math.ceil(roundTripMs) * 10} ms`,
      remedy: "Keep the members in one region, near each other; give another region a cluster of its own",
    };
  },
};

const behindBalancer: Rule = {
  id: "etcd-behind-balancer",
  why: "The API server balances over the members by itself; a balancer between them hides which member answers and adds one more thing that fails.",
  severity: "error",
  reference: "a published chapter on deployment models: no balancer between the Kubernetes API and etcd",
  *check(cluster) {
    const groups = new Set(etcdMembers(cluster).map((member) => member.group));
    for (const [position, { port, to }] of listenersOf(cluster.spec).entries()) {
      if (to.port !== etcdClientPort || !groups.has(to.group)) continue;
      yield {
        path: ["spec", "loadBalancer", "listeners", position],
        message: `port ${port} leads to etcd (port ${etcdClientPort} of ${to.group})`,
        remedy: "Remove the listener: the API server is given the address of every member",
      };
    }
  },
};

const ownGroup: Rule = {
  id: "etcd-own-group",
  why: "External members on machines that do other work have the cost of external etcd, and still contend.",
  severity: "warning",
  reference:
    "https://kubernetes.io/docs/setup/production-environment/tools/kubeadm/ha-topology/#external-etcd-topology",
  *check(cluster) {
    const { etcd, controlPlane, workers: pools } = cluster.spec.kubernetes;
    if (etcd.kind !== "external") return;
    const finding = { path: [...etcdPath, "group"], value: etcd.group };
    if (etcd.group === controlPlane.group) {
      const message = `external etcd on ${etcd.group}, the ${controlPlanes(cluster).length} machines of the control plane`;
      yield { ...finding, severity: "error", message, remedy: "Write kind: stacked, or name a group of its own" };
    } else if (pools.some((pool) => pool.group === etcd.group)) {
      yield {
        ...finding,
        message: `external etcd on ${etcd.group}, a pool of workers`,
        remedy: "Name a group of its own",
      };
    }
  },
};

export const etcdRules: readonly Rule[] = [
  quorum,
  fewMembers,
  dedicated,
  backup,
  roundTrip,
  behindBalancer,
  ownGroup,
  ...spreadRules,
  ...diskRules,
];
