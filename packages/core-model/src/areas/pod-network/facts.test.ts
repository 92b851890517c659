import { describe, expect, test } from "vitest";
import { exampleCluster, type Given } from "../changed-example.ts";
import { encapsulationOverheadBytes, nodeNetworkMtu, podNetworkMtu, routeReflectors, usesBgp } from "./facts.ts";

const podNetwork = "spec.kubernetes.podNetwork";

test.each([
  [{ kind: "vxlan", scope: "always" } as const, 50],
  [{ kind: "ipip", scope: "always" } as const, 20],
  [{ kind: "none" } as const, 0],
])("%j takes %i bytes of every packet", (encapsulation, bytes) => {
  expect(encapsulationOverheadBytes(encapsulation)).toBe(bytes);
});

describe("the largest packet of a pod", () => {
  test.each([
    ["follows from network and encapsulation", {}, 1450],
    ["is as written", { [`${podNetwork}.mtu`]: 1400 }, 1400],
    [
      "is larger in a network of large packets",
      { "spec.networks.nodes.mtu": 9000, [`${podNetwork}.encapsulation`]: { kind: "none" } },
      9000,
    ],
  ])("%s", (_, given: Given, mtu) => {
    expect(podNetworkMtu(exampleCluster(given))).toBe(mtu);
  });

  test("fits the smallest network that nodes stand in, and no other", () => {
    const second = { cidr: "10.1.0.0/24", router: "10.1.0.254", interface: "eth0", mtu: 1400 };
    const given = { "spec.networks.nodes.mtu": 9000, "spec.networks.second": second };

    expect(nodeNetworkMtu(exampleCluster({ ...given, "spec.machines.lb.network": "second" }))).toBe(9000);
    expect(nodeNetworkMtu(exampleCluster({ ...given, "spec.machines.workers.network": "second" }))).toBe(1400);
  });
});

test.each([
  ["vxlan", {}, false],
  ["vxlan, and it is asked for", { [`${podNetwork}.bgp`]: {} }, true],
  ["ipip", { [`${podNetwork}.encapsulation`]: { kind: "ipip" } }, true],
  ["no encapsulation", { [`${podNetwork}.encapsulation`]: { kind: "none" } }, true],
])("nodes speak BGP with %s: %s", (_, given: Given, speaks) => {
  expect(usesBgp(exampleCluster(given))).toBe(speaks);
});

test("reflectors are the machines of their group; none with a full mesh", () => {
  expect(routeReflectors(exampleCluster({}))).toEqual([]);
  expect(
    routeReflectors(exampleCluster({ [`${podNetwork}.bgp`]: { routeReflectors: { group: "workers" } } })),
  ).toHaveLength(3);
});
