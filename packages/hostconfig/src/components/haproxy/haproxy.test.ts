import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import {
  builtinReleases,
  type Cluster,
  type ExampleDocument,
  exampleDocument,
  type File,
  fileTree,
  hostPorts,
  judge,
  type OperatingSystem,
  optionsFor,
  requireCluster,
  virtualAddresses,
} from "@groundplan/core-model";
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { hasPrograms, runProgram } from "../../../../../tools/sandbox/programs.ts";
import { haproxy } from "./index.ts";

type System = readonly [distribution: OperatingSystem["distribution"], version: string, release: string];

const debian12: System = ["debian", "12", "2026.11.0"];
const centos7: System = ["centos", "7.9", "2023.8.1"];
const systems: readonly System[] = [
  debian12,
  ["debian", "13", "2026.11.0"],
  ["rocky", "9", "2026.11.0"],
  ["ubuntu", "22.04", "2026.11.0"],
  ["ubuntu", "24.04", "2026.11.0"],
  centos7,
];

function clusterOn([distribution, version, release]: System, change = (_: ExampleDocument) => {}): Cluster {
  const document = exampleDocument();
  document.spec.os = { distribution, version };
  document.spec.release = release;
  change(document);
  return requireCluster(document, {
    components: [haproxy],
    releases: builtinReleases,
    priceBooks: [],
    deliveries: ["ansible"],
  });
}

/** Two listeners, the second to a NodePort, and options of every kind. */
function enrich(document: ExampleDocument): void {
  if (document.spec.loadBalancer.kind !== "haproxy-keepalived") throw new Error("the example has a pair");
  document.spec.loadBalancer.listeners.push({ port: 30880, to: { group: "workers", port: 30880 } });
  document.spec.hostServices = { haproxy: { maxConnections: 4000, idleHours: 8, healthPort: 9000 } };
}

function filesOf(cluster: Cluster): ReadonlyMap<string, File> {
  const [machine] = cluster.machines;
  if (!machine) throw new Error("the example has machines");
  return fileTree(haproxy.files(cluster, machine, optionsFor(cluster, haproxy)));
}

function configurationOf(cluster: Cluster): string {
  return filesOf(cluster).get("etc/haproxy/haproxy.cfg")?.content ?? "";
}

describe("files", () => {
  test.each([
    ["plain", clusterOn(debian12)],
    ["rich", clusterOn(centos7, enrich)],
  ])("%s", async (name, cluster) => {
    for (const { path, content } of filesOf(cluster).values()) {
      await expect(content).toMatchFileSnapshot(`golden/${name}/${path}`);
    }
  });

  test("a change of the configuration is reloaded, one of the limits needs a restart", () => {
    const effects = [...filesOf(clusterOn(debian12)).values()].map(({ path, effects }) => [path, effects]);

    expect(effects).toEqual([
      ["etc/haproxy/haproxy.cfg", [{ action: "reload", unit: "haproxy" }]],
      ["etc/sysctl.d/60-haproxy.conf", [{ action: "apply-sysctl" }]],
      [
        "etc/systemd/system/haproxy.service.d/groundplan.conf",
        [{ action: "daemon-reload" }, { action: "restart", unit: "haproxy" }],
      ],
    ]);
  });

  test("file descriptors are enough for two sides of every connection", () => {
    const dropIn = filesOf(clusterOn(debian12, enrich)).get("etc/systemd/system/haproxy.service.d/groundplan.conf");

    expect(dropIn?.content).toContain("LimitNOFILE=9000\n");
  });

  test("SELinux is asked for consent where it is enforced, and nowhere else", () => {
    const asked = systems.filter((system) =>
      [...filesOf(clusterOn(system)).values()].some(({ content }) => content.includes("setsebool")),
    );

    expect(asked.map(([distribution]) => distribution)).toEqual(["rocky", "centos"]);
  });

  test("two listeners may lead to the same servers", () => {
    const cluster = clusterOn(debian12, ({ spec: { loadBalancer } }) => {
      if ("listeners" in loadBalancer) loadBalancer.listeners.push({ port: 443, to: { group: "masters", port: 6443 } });
    });

    expect(configurationOf(cluster).match(/^(front|back)end .*/gm)).toEqual([
      "frontend health",
      "frontend port-443",
      "frontend port-6443",
      "backend masters-6443",
    ]);
  });

  test("the order in which listeners are written says nothing", () => {
    const listeners = [443, 6443, 30_880].map((port) => ({ port, to: { group: "masters", port: 6443 } }));
    const configurations = [listeners, listeners.toReversed()].map((written) =>
      configurationOf(
        clusterOn(debian12, ({ spec }) => {
          if ("listeners" in spec.loadBalancer) spec.loadBalancer.listeners = written;
        }),
      ),
    );

    expect(configurations[0]).toEqual(configurations[1]);
  });

  test("balancers on the control plane listen on the virtual address alone", () => {
    const cluster = clusterOn(debian12, ({ spec }) => {
      if (spec.loadBalancer.kind !== "haproxy-keepalived") return;
      spec.loadBalancer.group = "masters";
      spec.loadBalancer.listeners = [{ port: 8443, to: { group: "masters", port: 6443 } }];
    });

    expect(configurationOf(cluster).match(/^ {4}bind .*/gm)).toEqual([
      "    bind 127.0.0.1:8404",
      "    bind 10.0.0.10:8443",
    ]);
  });

  test("whatever the machines are called, the file has their servers and no line more", () => {
    const cluster = clusterOn(debian12);
    const plain = configurationOf(cluster).split("\n");
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (name) => {
        const renamed = { ...cluster, machines: cluster.machines.map((machine) => ({ ...machine, name })) };

        const lines = linesOrRefusal(() => configurationOf(renamed));
        if (lines === undefined) expect(name).toMatch(/^$|\p{Cc}/u);
        else
          expect(lines.filter((line) => !line.startsWith("    server "))).toEqual(
            plain.filter((line) => !line.startsWith("    server ")),
          );
        expect(lines?.length ?? plain.length).toBe(plain.length);
      }),
    );
  });
});

describe("what it declares", () => {
  test("the address moves by VRRP, and leaves a machine whose haproxy does not answer", () => {
    const [address] = virtualAddresses(clusterOn(debian12));

    expect(address).toMatchObject({
      address: "10.0.0.10",
      mechanism: "vrrp",
      routerId: 10,
      healthCheck: { kind: "http", port: 8404, path: "/healthz" },
    });
    expect(address?.holders.map(({ name }) => name)).toEqual(["lb-1", "lb-2"]);
  });

  test("a listener takes its port on the virtual address, the figures theirs on loopback", () => {
    const cluster = clusterOn(debian12, enrich);
    const [balancer] = cluster.machines;

    const taken = hostPorts(cluster, balancer ?? expect.unreachable()).map(({ address, port }) => `${address}:${port}`);

    expect(taken).toEqual(["10.0.0.10:6443", "10.0.0.10:30880", "127.0.0.1:9000"]);
  });

  test("where the log can only leave over UDP, its port on loopback is taken too", () => {
    const cluster = clusterOn(centos7);
    const [balancer] = cluster.machines;

    expect(hostPorts(cluster, balancer ?? expect.unreachable())).toContainEqual(
      expect.objectContaining({ port: 514, protocol: "udp", address: "127.0.0.1" }),
    );
  });
});

describe("rules", () => {
  test("options without a balancer are told", () => {
    const cluster = clusterOn(debian12, ({ spec }) => {
      spec.loadBalancer = { kind: "none" };
      spec.hostServices = { haproxy: {} };
    });

    expect(messages(cluster, "haproxy-options-unused")).toEqual([
      "there are options for HAProxy, and loadBalancer.kind is none",
    ]);
    expect(messages(clusterOn(debian12, enrich), "haproxy-options-unused")).toEqual([]);
  });

  test("connections that would take more than half of the memory are told", () => {
    const cluster = clusterOn(debian12, ({ spec }) => {
      spec.hostServices = { haproxy: { maxConnections: 100_000 } };
    });

    expect(messages(cluster, "haproxy-memory")).toEqual([
      "100000 connections may take 4.8 GiB, and the machines of lb have 8 GiB",
    ]);
    expect(messages(clusterOn(debian12, enrich), "haproxy-memory")).toEqual([]);
  });
});

describe.skipIf(!hasPrograms("haproxy"))("haproxy itself", () => {
  // Its own version is what it can judge; older ones understand less, so their files are subsets.
  test.each(systems)("accepts the file for %s %s without a warning", (...system) => {
    expect(judged(configurationOf(clusterOn(system, enrich)))).toEqual({
      status: 0,
      output: "Configuration file is valid\n",
    });
  });

  test("would refuse a server that names no address", () => {
    const broken = configurationOf(clusterOn(debian12)).replace("10.0.0.21:6443", "master-1.invalid:6443");

    expect(judged(broken).status).toBe(1);
  });
});

describe.skipIf(!hasPrograms("systemd-analyze"))("systemd", () => {
  test.each(systems)("accepts the drop-in for %s %s", (...system) => {
    const folder = temporaryFolder();
    for (const { path, content } of filesOf(clusterOn(system)).values()) writeInto(folder, path, content);
    const units = join(folder, "etc/systemd/system");
    writeInto(units, "haproxy.service", "[Service]\nExecStart=/bin/true\n");

    const { status, output } = runProgram("systemd-analyze", ["verify", "--man=no", "haproxy.service"], {
      env: { SYSTEMD_UNIT_PATH: `${units}:` },
    });

    expect({ status, output }).toEqual({ status: 0, output: "" });
  });
});

function judged(configuration: string) {
  const folder = temporaryFolder();
  writeInto(folder, "haproxy.cfg", configuration);
  return runProgram("haproxy", ["-c", "-dW", "-f", join(folder, "haproxy.cfg")]);
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "haproxy-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

function writeInto(folder: string, path: string, content: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

function linesOrRefusal(write: () => string): string[] | undefined {
  try {
    return write().split("\n");
  } catch {
    return undefined;
  }
}

function messages(cluster: Cluster, code: string): string[] {
  return judge(cluster).flatMap((problem) => (problem.code === code ? [problem.message] : []));
}
