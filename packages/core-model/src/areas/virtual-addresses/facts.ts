import type { Cluster } from "../../cluster.ts";
import { type DeclaredVirtualAddress, virtualAddresses } from "../components/facts.ts";
import { controlPlanes } from "../kubernetes/facts.ts";
import { machinesIn } from "../machines/facts.ts";

/**
 * Every virtual address of the cluster: those that components declare, and the balancer's, which a provider or a component
 * that is not there yet may hold.
 */
export function heldAddresses(cluster: Cluster): readonly DeclaredVirtualAddress[] {
  const declared = virtualAddresses(cluster);
  const balancer = balancerAddress(cluster);
  const isDeclared = declared.some(({ path }) => path[1] === "loadBalancer");
  return balancer === undefined || isDeclared ? declared : [...declared, balancer];
}

function balancerAddress(cluster: Cluster): DeclaredVirtualAddress | undefined {
  const { loadBalancer } = cluster.spec;
  const path = ["spec", "loadBalancer"] as const;
  const component = loadBalancer.kind;
  switch (loadBalancer.kind) {
    case "haproxy-keepalived": {
      const holders = machinesIn(cluster, loadBalancer.group);
      return { ...loadBalancer.vip, mechanism: "vrrp", holders, component, path: [...path, "vip", "address"] };
    }
    case "kube-vip": {
      const holders = controlPlanes(cluster);
      return { ...loadBalancer.vip, mechanism: "arp", holders, component, path: [...path, "vip", "address"] };
    }
    case "cloud":
      return {
        address: loadBalancer.address,
        mechanism: "provider",
        holders: [],
        component,
        path: [...path, "address"],
      };
    case "local":
    case "none":
      return undefined;
  }
}
