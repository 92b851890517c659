import { expect, test } from "vitest";
import { z } from "zod";
import { machinesIn } from "../../areas/machines/facts.ts";
import type { Component } from "../../component.ts";
import { type ExampleDocument, exampleDocument, requireCluster } from "../../example.ts";
import { builtinReleases } from "../../releases/builtin-releases.ts";
import type { Catalogue } from "../../resolve.ts";
import { type Inventory, inventoryOf } from "./inventory.ts";
import { inventoryTables } from "./inventory-tables.ts";

/** Runs on the balancers and holds the address of the API server. */
const pair: Component = {
  kind: "host-component",
  name: "pair",
  title: "A pair that holds an address",
  docs: "https://example.com/",
  options: z.strictObject({}),
  impliedBy: (spec) => spec.loadBalancer.kind === "haproxy-keepalived",
  declare(cluster) {
    const holders = machinesIn(cluster, "lb");
    const address = { address: "10.0.0.10", mechanism: "vrrp", holders, routerId: 10, path: ["spec"] } as const;
    return { machines: holders, ports: [], virtualAddresses: [address] };
  },
};

const catalogue: Catalogue = { components: [pair], releases: builtinReleases, priceBooks: [], deliveries: ["ansible"] };

function inventoryOfDocument(change: (document: ExampleDocument) => void = () => {}): Inventory {
  const document = exampleDocument();
  change(document);
  return inventoryOf(requireCluster(document, catalogue));
}

test("every machine stands with its place, its roles and what runs on it", () => {
  const { machines } = inventoryOfDocument();

  expect(
    machines.map(({ name, address, roles, components }) => [name, address, roles.join(), components.join()]),
  ).toEqual([
    ["lb-1", "10.0.0.11", "load-balancer", "pair"],
    ["lb-2", "10.0.0.12", "load-balancer", "pair"],
    ["master-1", "10.0.0.21", "control-plane,etcd", ""],
    ["master-2", "10.0.0.22", "control-plane,etcd", ""],
    ["master-3", "10.0.0.23", "control-plane,etcd", ""],
    ["worker-1", "10.0.0.31", "worker", ""],
    ["worker-2", "10.0.0.32", "worker", ""],
    ["worker-3", "10.0.0.33", "worker", ""],
  ]);
  expect(machines[0]).toMatchObject({
    group: "lb",
    network: "nodes",
    os: { distribution: "debian", version: "12" },
    size: { cpuCores: 4, memoryGiB: 8 },
    virtualAddresses: ["10.0.0.10"],
  });
  expect(machines[2]?.virtualAddresses).toEqual([]);
});

test("etcd on machines of its own is a role of theirs, not of the control plane", () => {
  const { machines } = inventoryOfDocument(({ spec }) => {
    spec.kubernetes.etcd = { kind: "external", group: "workers" };
  });

  expect(machines.filter(({ roles }) => roles.includes("etcd")).map(({ name }) => name)).toEqual([
    "worker-1",
    "worker-2",
    "worker-3",
  ]);
});

test("virtual addresses name who moves them and who may hold them", () => {
  expect(inventoryOfDocument().virtualAddresses).toEqual([
    { address: "10.0.0.10", component: "pair", mechanism: "vrrp", routerId: 10, holders: ["lb-1", "lb-2"] },
  ]);
});

test("the address of a provider's balancer is told although no machine holds it", () => {
  const { virtualAddresses } = inventoryOfDocument(({ spec }) => {
    const listeners = [{ port: 6443, to: { group: "masters", port: 6443 } }];
    spec.loadBalancer = { kind: "cloud", address: "10.0.0.9", listeners };
  });

  expect(virtualAddresses).toEqual([
    { address: "10.0.0.9", component: "load-balancer", mechanism: "provider", holders: [] },
  ]);
});

test("the totals are those of all machines", () => {
  expect(inventoryOfDocument().totals).toEqual({
    machines: 8,
    cpuCores: 56,
    memoryGiB: 112,
    gpus: 0,
    systemDiskGB: 800,
    dataDiskGB: 0,
  });
});

test("the tables have a cell for every column", () => {
  const tables = inventoryTables(inventoryOfDocument());

  expect(tables.map(({ title, rows }) => `${title} ${rows.length}`)).toEqual([
    "Machines 8",
    "Virtual addresses 1",
    "Totals 1",
  ]);
  for (const { head, rows } of tables) for (const row of rows) expect(row).toHaveLength(head.length);
  expect(tables[0]?.rows[2]).toEqual([
    ...["master-1", "masters", "10.0.0.21", "nodes", "debian 12", "8", "16", "100 GB", "control-plane, etcd", ""],
  ]);
});
