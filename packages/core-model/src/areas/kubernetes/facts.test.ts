import { describe, expect, test } from "vitest";
import { exampleCluster, type Given } from "../changed-example.ts";
import {
  apiServerAddresses,
  apiServerEndpoint,
  apiServerSans,
  clusterDnsAddress,
  controlPlanes,
  firstControlPlane,
  generalWorkers,
  isControlPlane,
  isNode,
  nodes,
  poolOf,
  workers,
} from "./facts.ts";
import { quantityValue } from "./quantity.ts";

const names = (machines: readonly { readonly name: string }[]) => machines.map((machine) => machine.name);
const balancer = "spec.loadBalancer";

const edge: Given = {
  "spec.machines.edge": {
    network: "nodes",
    size: { cpuCores: 4, memoryGiB: 8 },
    disks: [{ name: "system", sizeGB: 40 }],
    ranges: [{ name: "edge-", first: 1, last: 2, firstAddress: "10.0.0.51" }],
  },
  "spec.kubernetes.workers.1": { group: "edge", taints: [{ key: "pool", effect: "NoExecute" }] },
};

describe("who is what", () => {
  const cluster = exampleCluster(edge);

  test("control planes, workers and nodes, in the order of their numbers", () => {
    expect(names(controlPlanes(cluster))).toEqual(["master-1", "master-2", "master-3"]);
    expect(names(workers(cluster))).toEqual(["edge-1", "edge-2", "worker-1", "worker-2", "worker-3"]);
    expect(names(nodes(cluster))).toEqual([
      ...names(workers(cluster)).slice(0, 2),
      ...names(controlPlanes(cluster)),
      "worker-1",
      "worker-2",
      "worker-3",
    ]);
    expect(firstControlPlane(cluster).name).toBe("master-1");
  });

  test("workers that take any workload are those that no taint keeps it away from", () => {
    expect(names(generalWorkers(cluster))).toEqual(["worker-1", "worker-2", "worker-3"]);
    expect(
      generalWorkers(
        exampleCluster({ "spec.kubernetes.workers.0.taints": [{ key: "x", effect: "PreferNoSchedule" }] }),
      ),
    ).toHaveLength(3);
  });

  test("a balancer is no node, and a control plane is in no pool", () => {
    const [lb] = cluster.machines.filter((machine) => machine.group === "lb");
    const master = firstControlPlane(cluster);
    if (!lb) throw new Error("the example has balancers");

    expect([isNode(cluster, lb), isControlPlane(cluster, lb), poolOf(cluster, lb)]).toEqual([false, false, undefined]);
    expect([isNode(cluster, master), isControlPlane(cluster, master), poolOf(cluster, master)]).toEqual([
      true,
      true,
      undefined,
    ]);
  });
});

describe("where the API server is reached", () => {
  const toApi = (port: number) => [{ port, to: { group: "masters", port: 6443 } }];

  test.each([
    ["a pair of balancers", { [`${balancer}.listeners`]: toApi(8443) }, "10.0.0.10", 8443],
    [
      "a provider's balancer",
      { [balancer]: { kind: "cloud", address: "10.0.0.99", listeners: toApi(443) } },
      "10.0.0.99",
      443,
    ],
    ["kube-vip", { [balancer]: { kind: "kube-vip", vip: { address: "10.0.0.9" } } }, "10.0.0.9", 6443],
    ["a proxy on every worker", { [balancer]: { kind: "local" } }, "10.0.0.21", 6443],
    ["nothing", { [balancer]: { kind: "none" }, "spec.kubernetes.apiServer.port": 7443 }, "10.0.0.21", 7443],
  ])("with %s", (_, given: Given, address, port) => {
    expect(apiServerEndpoint(exampleCluster(given))).toEqual({ name: "api.example.com", address, port });
  });

  test("a machine looks it up where it can reach it before anything else runs", () => {
    const local = exampleCluster({ [balancer]: { kind: "local" } });
    const addressesFor = (name: string) => {
      const machine = local.machines.find((candidate) => candidate.name === name);
      return machine ? apiServerAddresses(local, machine) : [];
    };

    expect(addressesFor("worker-1")).toEqual(["127.0.0.1"]);
    expect(addressesFor("master-2")).toEqual(["10.0.0.22", "10.0.0.21", "10.0.0.23"]);
  });

  test("its certificate carries everything that a client may have dialled, each once, sorted", () => {
    const cluster = exampleCluster({ "spec.kubernetes.apiServer.extraSans": ["api.example.org", "10.0.0.21"] });

    expect(apiServerSans(cluster)).toEqual([
      "10.0.0.10",
      "10.0.0.21",
      "10.0.0.22",
      "10.0.0.23",
      "127.0.0.1",
      "api.example.com",
      "api.example.org",
      "localhost",
      "master-1",
      "master-2",
      "master-3",
    ]);
  });
});

test("the DNS service has the tenth address of the services", () => {
  expect(clusterDnsAddress(exampleCluster({ "spec.kubernetes.serviceCidr": "10.96.1.0/28" }))).toBe("10.96.1.10");
});

test.each([
  ["500m", 0.5],
  ["2", 2],
  ["1.5", 1.5],
  ["1k", 1000],
  ["1Ki", 1024],
  ["1Gi", 2 ** 30],
  ["0.5Ti", 2 ** 39],
])("the quantity %s is %d", (quantity, value) => {
  expect(quantityValue(quantity)).toBe(value);
});
