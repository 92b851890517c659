import { expect, test } from "vitest";
import { exampleCluster, type Given } from "../changed-example.ts";
import { heldAddresses } from "../virtual-addresses/facts.ts";
import { listenersOf, loadBalancerAddress, loadBalancerCapability } from "./facts.ts";

const listeners = [{ port: 6443, to: { group: "masters", port: 6443 } }];

const kinds: readonly (readonly [
  kind: string,
  given: Given,
  address: string | undefined,
  mechanism: string | undefined,
  holders: number,
  capability: string | undefined,
  listeners: number,
])[] = [
  ["haproxy-keepalived", {}, "10.0.0.10", "vrrp", 2, "load-balancer:haproxy-keepalived", 1],
  [
    "cloud",
    { "spec.loadBalancer": { kind: "cloud", address: "10.0.0.9", listeners } },
    "10.0.0.9",
    "provider",
    0,
    undefined,
    1,
  ],
  [
    "kube-vip",
    { "spec.loadBalancer": { kind: "kube-vip", vip: { address: "10.0.0.8" } } },
    "10.0.0.8",
    "arp",
    3,
    "load-balancer:kube-vip",
    0,
  ],
  ["local", { "spec.loadBalancer": { kind: "local" } }, undefined, undefined, 0, "load-balancer:local", 0],
  ["none", { "spec.loadBalancer": { kind: "none" } }, undefined, undefined, 0, undefined, 0],
];

test.each(kinds)(
  "%s: address, who holds it, what must provide it",
  (_, given, address, mechanism, holders, capability, count) => {
    const cluster = exampleCluster(given);
    const [held] = heldAddresses(cluster);

    expect(loadBalancerAddress(cluster.spec)).toBe(address);
    expect([held?.address, held?.mechanism, held?.holders.length ?? 0]).toEqual([address, mechanism, holders]);
    expect(loadBalancerCapability(cluster.spec)).toBe(capability);
    expect(listenersOf(cluster.spec)).toHaveLength(count);
  },
);
