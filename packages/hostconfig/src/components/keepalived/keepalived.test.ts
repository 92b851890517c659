import {
  builtinReleases,
  type Cluster,
  type ExampleDocument,
  exampleDocument,
  type File,
  fileTree,
  type HealthCheck,
  judge,
  type Machine,
  machinesIn,
  machinesRunning,
  optionsFor,
  requireCluster,
  VrrpAddress,
} from "@groundplan/core-model";
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { hasPrograms, runProgram } from "../../../../../tools/sandbox/programs.ts";
import { canSandbox, isRoot, Sandbox } from "../../../../../tools/sandbox/sandbox.ts";
import { defineHostComponent } from "../../host-component.ts";
import { hostComponents } from "../../registry.ts";
import { keepalived } from "./index.ts";

/** Something with an address of its own, as databases and gateways are. */
function pairOf(name: string, healthCheck?: HealthCheck) {
  return defineHostComponent({
    kind: "host-component",
    name,
    title: "A pair with an address",
    docs: "https://example.com/",
    options: z.strictObject({ group: z.string(), vip: VrrpAddress }),
    pace: "one-by-one",
    phase: () => "host-services",
    software: () => ({ packages: [], services: [] }),
    files: () => [],
    declare: (cluster, { group, vip }) => {
      const holders = machinesIn(cluster, group);
      const path = ["spec", "hostServices", name, "vip", "address"];
      const check = healthCheck === undefined ? {} : { healthCheck };
      return {
        machines: holders,
        ports: [],
        virtualAddresses: [{ ...vip, ...check, mechanism: "vrrp", holders, path }],
      };
    },
  });
}

const database = pairOf("database", { kind: "http", port: 9200, path: "/writable" });
const unchecked = pairOf("unchecked");
const scripted = pairOf("scripted", { kind: "script", name: "scripted-writable" });

function clusterOf(change = (_: ExampleDocument) => {}): Cluster {
  const document = exampleDocument();
  change(document);
  const components = [...hostComponents, database, unchecked, scripted];
  return requireCluster(document, { components, releases: builtinReleases, priceBooks: [], deliveries: ["ansible"] });
}

/** The balancers share their machines with a database, three hold the addresses, and every option is set. */
function enrich({ spec }: ExampleDocument): void {
  spec.os = { distribution: "centos", version: "7.9" };
  spec.release = "2023.8.1";
  const { lb } = spec.machines;
  for (const range of lb?.ranges ?? []) range.last = 3;
  spec.hostServices = {
    database: { group: "lb", vip: { address: "10.0.0.9", routerId: 9 } },
    keepalived: { advertSeconds: 2, garpRefreshSeconds: 30 },
  };
}

function filesOf(cluster: Cluster, machine: Machine | undefined): ReadonlyMap<string, File> {
  return fileTree(keepalived.files(cluster, machine ?? expect.unreachable(), optionsFor(cluster, keepalived)));
}

function configurationOf(cluster: Cluster, position = 0): string {
  return (
    filesOf(cluster, machinesRunning(cluster, "keepalived")[position]).get("etc/keepalived/keepalived.conf")?.content ??
    ""
  );
}

describe("files", () => {
  test.each([
    ["plain", clusterOf()],
    ["rich", clusterOf(enrich)],
  ])("%s", async (name, cluster) => {
    for (const { path, content } of filesOf(cluster, cluster.machines[0]).values()) {
      await expect(content).toMatchFileSnapshot(`golden/${name}/${path}`);
    }
  });

  test("root alone reads the configuration, and anybody may read the check but only root write it", () => {
    const modes = [...filesOf(clusterOf(), clusterOf().machines[0]).values()].map(({ path, mode, owner }) => [
      path,
      mode,
      owner,
    ]);

    expect(modes).toEqual([
      ["etc/keepalived/keepalived.conf", 0o600, "root:root"],
      ["etc/systemd/system/keepalived.service.d/groundplan.conf", 0o644, "root:root"],
      ["usr/libexec/keepalived/check-haproxy-8404.sh", 0o755, "root:root"],
    ]);
  });

  test("every holder has its own priority, its own address and the others as peers", () => {
    const cluster = clusterOf(enrich);

    const views = [0, 1, 2].map((position) => {
      const text = configurationOf(cluster, position);
      return [
        /priority (\d+)/.exec(text)?.[1],
        /unicast_src_ip (\S+)/.exec(text)?.[1],
        [...(/unicast_peer \{([^}]*)\}/.exec(text)?.[1]?.matchAll(/\S+/g) ?? [])].flat(),
      ];
    });

    expect(views).toEqual([
      ["200", "10.0.0.11", ["10.0.0.12", "10.0.0.13"]],
      ["199", "10.0.0.12", ["10.0.0.11", "10.0.0.13"]],
      ["198", "10.0.0.13", ["10.0.0.11", "10.0.0.12"]],
    ]);
  });

  test("a check that fails is a fault on every holder: with nopreempt, a weight would leave the address on a dead machine", () => {
    for (const position of [0, 1, 2]) {
      const text = configurationOf(clusterOf(enrich), position);

      expect(text).not.toMatch(/^ +weight /m);
      expect(text.match(/^ +(state \w+|nopreempt)$/gm)?.map((line) => line.trim())).toEqual([
        "state BACKUP",
        "nopreempt",
        "state BACKUP",
        "nopreempt",
      ]);
    }
  });

  test("software that brings a check of its own is asked by that, and the script is not written twice", () => {
    const cluster = clusterOf(({ spec }) => {
      spec.hostServices = { scripted: { group: "lb", vip: { address: "10.0.0.9", routerId: 9 } } };
    });

    expect(configurationOf(cluster)).toContain("script /usr/libexec/keepalived/check-scripted-writable.sh\n");
    expect(configurationOf(cluster)).toMatch(/track_script \{\s+scripted-writable\s+\}/);
    expect([...filesOf(cluster, cluster.machines[0]).keys()]).not.toContain(
      "usr/libexec/keepalived/check-scripted-writable.sh",
    );
  });

  test("names from the document add no line and no block", () => {
    const cluster = clusterOf();
    const plain = configurationOf(cluster).split("\n").length;
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (name) => {
        const renamed: Cluster = {
          ...cluster,
          machines: cluster.machines.map((machine) => ({ ...machine, name: `${name}${machine.address}` })),
        };
        const [machine] = renamed.machines;

        const text = textOrRefusal(
          () => filesOf(renamed, machine).get("etc/keepalived/keepalived.conf")?.content ?? "",
        );
        if (text === undefined) expect(name).toMatch(/[^A-Za-z0-9_./:,;=+*?%&()[\]<> -]/u);
        else expect(text.split("\n").length).toBe(plain);
      }),
    );
  });
});

describe("where it runs", () => {
  test("on the holders of every address, whoever declares it", () => {
    const cluster = clusterOf(({ spec }) => {
      spec.hostServices = { database: { group: "workers", vip: { address: "10.0.0.9", routerId: 9 } } };
    });

    expect(machinesRunning(cluster, "keepalived").map(({ name }) => name)).toEqual([
      "lb-1",
      "lb-2",
      "worker-1",
      "worker-2",
      "worker-3",
    ]);
    expect(configurationOf(cluster, 2)).toContain("10.0.0.9/32 dev eth0");
    expect(configurationOf(cluster, 2)).not.toContain("10.0.0.10/32");
  });

  test("a service with a router id brings it, whatever the balancer is", () => {
    const cluster = clusterOf(({ spec }) => {
      spec.loadBalancer = { kind: "none" };
      spec.hostServices = { database: { group: "workers", vip: { address: "10.0.0.9", routerId: 9 } } };
    });

    expect(machinesRunning(cluster, "keepalived").map(({ name }) => name)).toEqual([
      "worker-1",
      "worker-2",
      "worker-3",
    ]);
  });
});

describe("rules", () => {
  test("an address without a check is told", () => {
    const cluster = clusterOf(({ spec }) => {
      spec.hostServices = { unchecked: { group: "workers", vip: { address: "10.0.0.9", routerId: 9 } } };
    });

    expect(messages(cluster, "keepalived-check-missing")).toEqual([
      "unchecked declares no health check for 10.0.0.9, so only the death of a machine or its link moves it",
    ]);
    expect(messages(clusterOf(enrich), "keepalived-check-missing")).toEqual([]);
  });

  test("options without an address are told", () => {
    const cluster = clusterOf(({ spec }) => {
      spec.loadBalancer = { kind: "none" };
      spec.hostServices = { keepalived: {} };
    });

    expect(messages(cluster, "keepalived-options-unused")).toEqual([
      "there are options for keepalived, and no address of the cluster is moved by VRRP",
    ]);
    expect(messages(clusterOf(enrich), "keepalived-options-unused")).toEqual([]);
  });
});

describe.skipIf(!(hasPrograms("keepalived") && canSandbox() && isRoot))("keepalived itself", () => {
  test.each([
    ["plain", clusterOf()],
    ["rich", clusterOf(enrich)],
  ])("accepts the %s file of every holder", async (_name, cluster) => {
    const sandbox = await Sandbox.open();
    onTestFinished(() => sandbox.close());

    for (const machine of machinesRunning(cluster, "keepalived")) {
      const { name, address } = machine;
      const host = { name, interface: "eth0", addresses: [`${address}/24`], files: filesOf(cluster, machine) };
      await sandbox.add(host);

      expect(await sandbox.run(host, ["keepalived", "-t"])).toEqual({ status: 0, output: "" });
    }
  });

  test("would refuse a machine without the interface", async () => {
    const cluster = clusterOf();
    const sandbox = await Sandbox.open();
    onTestFinished(() => sandbox.close());
    const host = { name: "lb-1", interface: "eth7", addresses: [], files: filesOf(cluster, cluster.machines[0]) };
    await sandbox.add(host);

    expect((await sandbox.run(host, ["keepalived", "-t"])).output).toContain("eth0");
  });
});

test.skipIf(!hasPrograms("shellcheck"))("shellcheck has nothing to say about the check", () => {
  const script =
    filesOf(clusterOf(), clusterOf().machines[0]).get("usr/libexec/keepalived/check-haproxy-8404.sh")?.content ?? "";

  expect(runProgram("shellcheck", ["-"], { input: script })).toEqual({ status: 0, output: "" });
});

function textOrRefusal(write: () => string): string | undefined {
  try {
    return write();
  } catch {
    return undefined;
  }
}

function messages(cluster: Cluster, code: string): string[] {
  return judge(cluster).flatMap((problem) => (problem.code === code ? [problem.message] : []));
}
