import { describe, expect, test } from "vitest";
import type { Cluster } from "../../cluster.ts";
import { machinesRunning, optionsFor, tryFindComponent } from "../../cluster.ts";
import { card, exampleCluster } from "../changed-example.ts";
import { machinesIn } from "../machines/facts.ts";
import { addressClaims } from "../networks/facts.ts";
import { heldAddresses } from "../virtual-addresses/facts.ts";
import {
  declaredComponents,
  hostPorts,
  providedCapabilities,
  statedNeeds,
  takenPorts,
  virtualAddresses,
} from "./facts.ts";

let asked = 0;
const mysql = card({
  name: "mysql",
  provides: ["database"],
  impliedBy: () => true,
  declare(cluster: Cluster) {
    asked++;
    const machines = machinesIn(cluster, "workers").slice(0, 2);
    return {
      machines,
      ports: [{ machines, port: 3306, protocol: "tcp", purpose: "MySQL" }],
      virtualAddresses: [
        {
          address: "10.0.0.99",
          mechanism: "vrrp",
          routerId: 99,
          holders: machines,
          path: ["spec", "hostServices", "mysql", "vip"],
        },
      ],
      needs: [{ capability: "storage-class", why: "it keeps data", path: ["spec", "hostServices", "mysql"] }],
    };
  },
});

describe("what a component declares", () => {
  const cluster = exampleCluster({ "spec.hostServices": { mysql: { note: 1 } } }, [mysql]);
  const [first, , third] = machinesIn(cluster, "workers");

  test("is worked out once for a cluster", () => {
    const before = asked;
    declaredComponents(cluster);
    declaredComponents(cluster);
    takenPorts(cluster);

    expect(asked - before).toBeLessThanOrEqual(1);
  });

  test("is known by port, address, need and capability, with the component's name", () => {
    if (!first || !third) throw new Error("the example has three workers");

    expect(hostPorts(cluster, first)).toMatchObject([{ component: "mysql", port: 3306 }]);
    expect(hostPorts(cluster, third)).toEqual([]);
    expect(virtualAddresses(cluster)).toMatchObject([{ component: "mysql", address: "10.0.0.99" }]);
    expect(statedNeeds(cluster)).toMatchObject([{ component: "mysql", capability: "storage-class" }]);
    expect(providedCapabilities(cluster)).toEqual(new Set(["database", "load-balancer:haproxy-keepalived"]));
  });

  test("stands beside the balancer's address, which nobody declares here", () => {
    expect(heldAddresses(cluster).map((held) => held.address)).toEqual(["10.0.0.99", "10.0.0.10"]);
    expect(addressClaims(cluster).slice(-2)).toEqual([
      { owner: "hostServices.mysql.vip", address: "10.0.0.99", path: ["spec", "hostServices", "mysql", "vip"] },
      { owner: "loadBalancer.vip.address", address: "10.0.0.10", path: ["spec", "loadBalancer", "vip", "address"] },
    ]);
  });

  test("is found by name", () => {
    expect(machinesRunning(cluster, "mysql").map((machine) => machine.name)).toEqual(["worker-1", "worker-2"]);
    expect(machinesRunning(cluster, "redis")).toEqual([]);
    expect(tryFindComponent(cluster, "addon", "mysql")).toBeUndefined();
    expect(optionsFor(cluster, mysql)).toEqual({ note: 1 });
    expect(() => optionsFor(cluster, card({ name: "redis" }))).toThrow("cluster example does not use redis");
  });
});

test("the balancer's address counts once where a component declares it", () => {
  const keepalived = card({
    name: "keepalived",
    impliedBy: () => true,
    declare: (cluster) => ({
      machines: [],
      ports: [],
      virtualAddresses: [
        {
          address: "10.0.0.10",
          mechanism: "vrrp",
          routerId: 10,
          holders: machinesIn(cluster, "lb"),
          path: ["spec", "loadBalancer", "vip"],
        },
      ],
    }),
  });

  expect(heldAddresses(exampleCluster({}, [keepalived])).map(({ component }) => component)).toEqual(["keepalived"]);
});
