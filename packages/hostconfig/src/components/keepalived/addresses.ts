import { type Cluster, type DeclaredVirtualAddress, type Machine, virtualAddresses } from "@groundplan/core-model";

/** An address that VRRP moves. */
export type VrrpHeldAddress = DeclaredVirtualAddress & { readonly routerId: number };

/** Every address that VRRP moves, whoever declared it: balancers, gateways, databases. */
export function vrrpAddresses(cluster: Cluster): readonly VrrpHeldAddress[] {
  return virtualAddresses(cluster).flatMap(({ routerId, ...address }) => {
    if (address.mechanism !== "vrrp") return [];
    if (routerId === undefined) throw new Error(`${address.component} declares ${address.address} without a router id`);
    return [{ ...address, routerId }];
  });
}

/** Those that a machine may hold. */
export function heldBy(cluster: Cluster, machine: Machine): readonly VrrpHeldAddress[] {
  return vrrpAddresses(cluster).filter(({ holders }) => holders.some((holder) => holder.name === machine.name));
}
