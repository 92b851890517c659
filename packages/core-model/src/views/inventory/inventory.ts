import { type DeclaredVirtualAddress, declaredComponents, virtualAddresses } from "../../areas/components/facts.ts";
import { etcdMembers } from "../../areas/etcd/facts.ts";
import { controlPlanes, workers } from "../../areas/kubernetes/facts.ts";
import { loadBalancerAddress } from "../../areas/load-balancer/facts.ts";
import { machinesIn } from "../../areas/machines/facts.ts";
import type { Machine } from "../../areas/machines/machine.ts";
import { toNumber } from "../../areas/networks/ipv4.ts";
import type { Cluster } from "../../cluster.ts";
import type { VirtualAddress } from "../../component.ts";
import { compareText } from "../../problem.ts";
import { type PlanTotals, planTotals } from "../cost/plan-totals.ts";

/** What a machine is to Kubernetes; none for one that only runs host services. */
export type Role = "control-plane" | "etcd" | "load-balancer" | "worker";

/** One machine as people ask for it: where, what size, what for. */
export interface InventoryMachine
  extends Pick<Machine, "name" | "group" | "network" | "address" | "zone" | "failureDomain" | "os" | "size" | "disks"> {
  readonly roles: readonly Role[];
  /** Components that run on it, sorted by name. */
  readonly components: readonly string[];
  /** Virtual addresses that it may hold. */
  readonly virtualAddresses: readonly string[];
}

/** An address that is nobody's own. */
export interface InventoryAddress {
  readonly address: string;
  /** The component that moves it, or `load-balancer` for the provider's. */
  readonly component: string;
  readonly mechanism: VirtualAddress["mechanism"];
  readonly routerId?: number;
  readonly holders: readonly string[];
}

/** Everything that a cluster stands on. */
export interface Inventory {
  readonly cluster: string;
  readonly version: string;
  readonly release: string;
  /** In the order of their names. */
  readonly machines: readonly InventoryMachine[];
  /** In the order of the addresses. */
  readonly virtualAddresses: readonly InventoryAddress[];
  readonly totals: PlanTotals;
}

export function inventoryOf(cluster: Cluster): Inventory {
  const virtual = inventoryAddresses(cluster);
  const components = componentsByMachine(cluster);
  const roles = rolesByMachine(cluster);
  return {
    cluster: cluster.name,
    version: cluster.version,
    release: cluster.release.version,
    machines: cluster.machines.map(({ path: _, ...machine }) => ({
      ...machine,
      roles: roles.get(machine.name) ?? [],
      components: components.get(machine.name) ?? [],
      virtualAddresses: virtual.filter(({ holders }) => holders.includes(machine.name)).map(({ address }) => address),
    })),
    virtualAddresses: virtual,
    totals: planTotals(cluster.machines),
  };
}

function rolesByMachine(cluster: Cluster): ReadonlyMap<string, readonly Role[]> {
  const { loadBalancer } = cluster.spec;
  const balancers = "group" in loadBalancer ? machinesIn(cluster, loadBalancer.group) : [];
  const bearers: [Role, readonly Machine[]][] = [
    ["control-plane", controlPlanes(cluster)],
    ["etcd", etcdMembers(cluster)],
    ["load-balancer", balancers],
    ["worker", workers(cluster)],
  ];
  const roles = new Map<string, Role[]>();
  for (const [role, machines] of bearers) for (const machine of machines) append(roles, machine.name, role);
  return roles;
}

function componentsByMachine(cluster: Cluster): ReadonlyMap<string, readonly string[]> {
  const components = new Map<string, string[]>();
  for (const { component, declaration } of declaredComponents(cluster)) {
    for (const machine of declaration.machines) append(components, machine.name, component.name);
  }
  return components;
}

function append<Value>(lists: Map<string, Value[]>, key: string, value: Value): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

function inventoryAddresses(cluster: Cluster): readonly InventoryAddress[] {
  const addresses = virtualAddresses(cluster).map(inventoryAddress);
  // The provider's balancer is no component of ours: only the document knows its address.
  const provided = cluster.spec.loadBalancer.kind === "cloud" ? loadBalancerAddress(cluster.spec) : undefined;
  if (provided !== undefined && !addresses.some(({ address }) => address === provided)) {
    addresses.push({ address: provided, component: "load-balancer", mechanism: "provider", holders: [] });
  }
  return addresses.sort((a, b) => toNumber(a.address) - toNumber(b.address) || compareText(a.component, b.component));
}

function inventoryAddress({
  address,
  component,
  mechanism,
  routerId,
  holders,
}: DeclaredVirtualAddress): InventoryAddress {
  const names = holders.map((holder) => holder.name);
  return { address, component, mechanism, ...(routerId === undefined ? {} : { routerId }), holders: names };
}
