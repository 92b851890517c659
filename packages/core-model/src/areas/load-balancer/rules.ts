import type { Rule } from "../../rule.ts";
import { providedCapabilities } from "../components/facts.ts";
import { controlPlanes } from "../kubernetes/facts.ts";
import { loadBalancerCapability } from "./facts.ts";
import { listenerRules } from "./listener-rules.ts";

const kindPath = ["spec", "loadBalancer", "kind"] as const;

const provided: Rule = {
  id: "load-balancer-provided",
  why: "A kind of balancer that no component makes is an address at which nobody answers.",
  severity: "error",
  reference: "plain sense: something must answer at the balancer's address",
  *check(cluster) {
    const capability = loadBalancerCapability(cluster.spec);
    if (capability === undefined || providedCapabilities(cluster).has(capability)) return;
    const { kind } = cluster.spec.loadBalancer;
    yield {
      path: kindPath,
      value: kind,
      message: `no component of this platform makes the balancer ${kind}`,
      remedy: "Use another kind; cloud stands for any balancer that is set up elsewhere",
    };
  },
};

const onControlPlane: Rule = {
  id: "load-balancer-on-control-plane",
  why: "When such a machine is lost or overloaded, the way in and one of its ends go together.",
  severity: "error",
  reference: "published highly available design (2021-05): balancers share the control plane in tests only",
  *check(cluster) {
    const { loadBalancer, kubernetes, tier } = cluster.spec;
    if (loadBalancer.kind !== "haproxy-keepalived" || tier !== "production") return;
    if (loadBalancer.group !== kubernetes.controlPlane.group) return;
    yield {
      path: ["spec", "loadBalancer", "group"],
      value: loadBalancer.group,
      message: `the balancers are the control plane's machines (${loadBalancer.group}), and the tier is ${tier}`,
      remedy: "Give the balancers two machines of their own",
    };
  },
};

const local: Rule = {
  id: "load-balancer-local",
  why: "A proxy on every worker adds a health check each, and leaves people and machines outside without a way in.",
  severity: "warning",
  reference: "published architecture for KubeSphere in production (2023-08): not the local mode in production",
  *check(cluster) {
    const { loadBalancer, tier } = cluster.spec;
    if (loadBalancer.kind !== "local" || tier !== "production") return;
    yield {
      path: kindPath,
      value: "local",
      message: `the balancer is local, and the tier is ${tier}`,
      remedy: "Use haproxy-keepalived, or cloud where the provider has one",
    };
  },
};

const none: Rule = {
  id: "load-balancer-none",
  why: "Without a balancer everything asks the first control plane: the others do not help when it is lost.",
  severity: "warning",
  reference: "https://kubernetes.io/docs/setup/production-environment/tools/kubeadm/high-availability/",
  *check(cluster) {
    const count = controlPlanes(cluster).length;
    if (cluster.spec.loadBalancer.kind !== "none" || count < 2) return;
    yield {
      path: kindPath,
      value: "none",
      message: `${count} control planes, and no balancer in front of them`,
      remedy: "Use haproxy-keepalived, kube-vip or cloud",
    };
  },
};

const cloudOnBareMetal: Rule = {
  id: "load-balancer-cloud-on-bare-metal",
  why: "A balancer of the provider is set up by the provider, and bare metal has none.",
  severity: "warning",
  reference:
    "published highly available design (2021-05): the provider's balancer in a public cloud, keepalived in one's own data centre",
  *check(cluster) {
    const { loadBalancer, site } = cluster.spec;
    if (loadBalancer.kind !== "cloud" || site.kind !== "bare-metal") return;
    yield {
      path: kindPath,
      value: "cloud",
      message: `the balancer is cloud, and the site is ${site.kind}`,
      remedy: "Use haproxy-keepalived, or waive this and say which appliance it is",
    };
  },
};

export const loadBalancerRules: readonly Rule[] = [
  provided,
  onControlPlane,
  local,
  none,
  cloudOnBareMetal,
  ...listenerRules,
];
