import { describe, expect, test } from "vitest";
import { card, exampleWith, type Given } from "./areas/changed-example.ts";
import { clusterOf, requireCluster } from "./example.ts";
import { formatProblem } from "./problem.ts";
import { builtinReleases } from "./releases/builtin-releases.ts";
import type { Catalogue } from "./resolve.ts";

const calico = card({
  name: "calico",
  kind: "addon",
  provides: ["pod-network:calico"],
  impliedBy: ({ kubernetes }) => kubernetes.podNetwork.kind === "calico",
});
const harbor = card({ name: "harbor" });
const catalogue: Catalogue = {
  components: [harbor, calico],
  releases: builtinReleases,
  priceBooks: [],
  deliveries: ["ansible"],
};

function wrongWith(given: Given): string[] {
  const result = clusterOf(exampleWith(given), catalogue);
  return result.ok ? [] : result.problems.map(formatProblem);
}

describe("names that lead nowhere are refused", () => {
  test.each([
    [
      "a release",
      { "spec.release": "2026.12.0" },
      "release: unknown release 2026.12.0. Did you mean 2026.11.0? [release-unknown]",
    ],
    [
      "a price book",
      { "spec.cost": { priceBooks: ["mine"] } },
      "cost.priceBooks[0]: unknown price book mine. Known: none. [price-book-unknown]",
    ],
    [
      "a delivery",
      { "spec.delivery": { machines: ["ansibel"] } },
      "delivery.machines[0]: unknown delivery ansibel. Did you mean ansible? [delivery-unknown]",
    ],
    [
      "a pod network",
      { "spec.kubernetes.podNetwork.kind": "cilium" },
      "kubernetes.podNetwork.kind: unknown pod network cilium. Known: calico, none. [pod-network-unknown]",
    ],
    [
      "a network",
      { "spec.machines.lb.network": "node" },
      "machines.lb.network: unknown network node. Did you mean nodes? [network-unknown]",
    ],
    [
      "a network by a name that every object has",
      { "spec.machines.lb.network": "constructor" },
      "machines.lb.network: unknown network constructor. Known: nodes. [network-unknown]",
    ],
    [
      "the control plane's group",
      { "spec.kubernetes.controlPlane.group": "master" },
      "kubernetes.controlPlane.group: unknown group master. Did you mean masters? [group-unknown]",
    ],
    [
      "a pool's group",
      { "spec.kubernetes.workers": [{ group: "gpu" }] },
      "kubernetes.workers[0].group: unknown group gpu. Known: lb, masters, workers. [group-unknown]",
    ],
    [
      "a listener's group",
      { "spec.loadBalancer.listeners.0.to.group": "nodes" },
      "loadBalancer.listeners[0].to.group: unknown group nodes. Known: lb, masters, workers. [group-unknown]",
    ],
    [
      "a host service's group",
      { "spec.hostServices": { harbor: { group: "registry" } } },
      "hostServices.harbor.group: unknown group registry. Known: lb, masters, workers. [group-unknown]",
    ],
    [
      "a service",
      { "spec.site.registry": { service: "habor" }, "spec.hostServices": { harbor: {} } },
      "site.registry.service: unknown service habor. Did you mean harbor? [service-unknown]",
    ],
    [
      "a group whose numbers are all left out",
      { "spec.machines.masters.ranges.0.skip": [1, 2, 3] },
      "kubernetes.controlPlane.group: group masters has no machines. Give machines.masters a host, or a range that leaves a number. [group-empty]",
    ],
    [
      "six thousand machines and one",
      { "spec.machines.workers.ranges.0": { name: "w-", first: 1, last: 5996, firstAddress: "10.0.0.31" } },
      "machines: 6001 machines; one document describes at most 6000. Check the ranges, or divide the plan into clusters. [machines-too-many]",
    ],
  ])("%s", (_, given, told) => {
    expect(wrongWith(given)).toContain(told);
  });

  test("all at once", () => {
    expect(
      wrongWith({ "spec.release": "2020.1.0", "spec.machines.lb.network": "x", "spec.loadBalancer.group": "y" }),
    ).toHaveLength(3);
  });
});

describe("a cluster", () => {
  test("has its machines counted out and sorted by number", () => {
    const cluster = requireCluster(
      exampleWith({ "spec.machines.workers.ranges.0.last": 11, "spec.machines.workers.ranges.0.skip": [2] }),
      catalogue,
    );

    expect(cluster.machines.map((machine) => machine.name).slice(5)).toEqual([
      "worker-1",
      ...[3, 4, 5, 6, 7, 8, 9, 10, 11].map((number) => `worker-${number}`),
    ]);
    expect(cluster.machines.find((machine) => machine.name === "worker-11")?.address).toBe("10.0.0.41");
  });

  test("has the components that the document names or the model implies", () => {
    const cluster = requireCluster(
      exampleWith({ "spec.kubernetes.podNetwork.kind": "calico", "spec.hostServices": { harbor: { note: 1 } } }),
      catalogue,
    );

    expect(cluster.components.map(({ component, path, options }) => [component.name, path, options])).toEqual([
      ["calico", ["spec"], {}],
      ["harbor", ["spec", "hostServices", "harbor"], { note: 1 }],
    ]);
  });

  test("is the same for every order of keys", () => {
    const document = exampleWith({});
    const { spec, ...rest } = document;
    const turned = { spec: Object.fromEntries(Object.entries(spec).reverse()), ...rest };

    expect(requireCluster(turned, catalogue)).toEqual(requireCluster(document, catalogue));
  });
});
