import type { ClusterSpec } from "../../document/cluster-document.ts";
import type { Listener } from "./schema.ts";

/** The address in front of the API server; none with a proxy on every worker, or without a balancer. */
export function loadBalancerAddress(spec: ClusterSpec): string | undefined {
  const { loadBalancer } = spec;
  switch (loadBalancer.kind) {
    case "haproxy-keepalived":
    case "kube-vip":
      return loadBalancer.vip.address;
    case "cloud":
      return loadBalancer.address;
    case "local":
    case "none":
      return undefined;
  }
}

/** Listeners of the balancer; none where the kind has no list of its own. */
export function listenersOf(spec: ClusterSpec): readonly Listener[] {
  return "listeners" in spec.loadBalancer ? spec.loadBalancer.listeners : [];
}

/** The capability that a component must provide for this kind: none where the provider or nobody does the work. */
export function loadBalancerCapability(spec: ClusterSpec): string | undefined {
  const { kind } = spec.loadBalancer;
  return kind === "cloud" || kind === "none" ? undefined : `load-balancer:${kind}`;
}
