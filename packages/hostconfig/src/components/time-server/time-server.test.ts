import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  builtinReleases,
  type Cluster,
  type ExampleDocument,
  type FileTree,
  fileTree,
  findMachine,
  hostPorts,
  judge,
  optionsFor,
  requireCluster,
} from "@groundplan/core-model";
import { describe, expect, onTestFinished, test } from "vitest";
import { hasPrograms, runProgram } from "../../../../../tools/sandbox/programs.ts";
import type { HostComponent } from "../../host-component.ts";
import { machineTree } from "../../machine-plan.ts";
import { hostComponents } from "../../registry.ts";
import { centos7, debian12, documentOn, enrich, examples, rocky9, type System, ubuntu22 } from "./examples.ts";
import { timeServer } from "./index.ts";

function clusterOf(document: ExampleDocument, components: readonly HostComponent[] = [timeServer]): Cluster {
  return requireCluster(document, {
    components,
    releases: builtinReleases,
    priceBooks: [],
    deliveries: ["ansible"],
  });
}

function clusterOn(system: System, change?: (document: ExampleDocument) => void): Cluster {
  return clusterOf(documentOn(system, change));
}

function filesOf(cluster: Cluster, name = "ops-1"): FileTree {
  return fileTree(timeServer.files(cluster, findMachine(cluster, name), optionsFor(cluster, timeServer)));
}

function linesOf(cluster: Cluster, name?: string): readonly string[] {
  return [...filesOf(cluster, name).values()].flatMap(({ content }) => content.split("\n"));
}

describe("files", () => {
  test.each(Object.entries(examples))("%s", async (name, document) => {
    for (const { path, content } of filesOf(clusterOf(document())).values())
      await expect(content).toMatchFileSnapshot(`golden/${name}/${path}`);
  });

  test.each([
    [debian12, "etc/chrony/chrony.conf", "chrony", "2.debian.pool.ntp.org"],
    [ubuntu22, "etc/chrony/chrony.conf", "chrony", "ntp.ubuntu.com"],
    [rocky9, "etc/chrony.conf", "chronyd", "2.rocky.pool.ntp.org"],
    [centos7, "etc/chrony.conf", "chronyd", "2.centos.pool.ntp.org"],
  ] as const)("on %s it stands in the distribution's own place, and asks its pool", (system, path, unit, pool) => {
    const cluster = clusterOn(system);

    expect([...filesOf(cluster).values()].map(({ path, effects }) => [path, effects])).toEqual([
      [path, [{ action: "restart", unit }]],
    ]);
    expect(linesOf(cluster)).toContain(`pool ${pool} iburst`);
  });

  test("machines that give the time ask each other, and themselves never", () => {
    const cluster = clusterOn(debian12, enrich);

    const asked = linesOf(cluster, "ops-2").filter((line) => /^(server|pool) /.test(line));

    expect(asked).toEqual([
      "server 10.9.0.1 iburst",
      "server clock.example.com iburst",
      "server 10.0.0.250 iburst",
      "server 10.0.0.252 iburst",
    ]);
  });

  test("the networks of the plan are answered, those that are named, and no others", () => {
    const allowed = linesOf(clusterOn(debian12, enrich)).filter((line) => line.startsWith("allow"));

    expect(allowed).toEqual(["allow 10.0.0.0/24", "allow 10.0.1.0/24", "allow 192.0.2.0/24"]);
  });

  test("every other machine asks them, and nobody writes one file twice", () => {
    const cluster = clusterOf(documentOn(debian12), hostComponents);
    const written = (name: string) => machineTree(cluster, findMachine(cluster, name)).get("etc/chrony/chrony.conf");

    expect(written("worker-1")?.content).toContain("server 10.0.0.250 iburst\n");
    expect(written("ops-1")?.component).toBe("time-server");
  });

  test("it takes the port of NTP on its own machines", () => {
    const cluster = clusterOn(debian12);
    const ports = (name: string) => hostPorts(cluster, findMachine(cluster, name)).map(({ port }) => port);

    expect(ports("ops-1")).toContain(123);
    expect(ports("worker-1")).not.toContain(123);
  });
});

test.each(["time.example.com\nallow all", "all", "0.0.0.0/0 extra", "::/0"])("refuses %j as a network", (network) => {
  expect(timeServer.options.safeParse({ group: "ops", clients: [network] }).success).toBe(false);
  expect(timeServer.options.safeParse({ group: "ops", upstreams: [network] }).success).toBe(network === "all");
});

describe("rules", () => {
  test("a server that site.timeServers does not name is refused, with the list to write", () => {
    const cluster = clusterOn(debian12, (document) => {
      enrich(document);
      document.spec.site.timeServers = ["10.0.0.250"];
    });
    const found = judge(cluster).filter(({ code }) => code === "time-server-unasked");

    expect(found.map(({ message, remedy }) => [message, remedy])).toEqual([
      [
        "ops-2 (10.0.0.251), ops-3 (10.0.0.252) of ops gives the time, and site.timeServers is 10.0.0.250",
        "Write timeServers: [10.0.0.250, 10.0.0.251, 10.0.0.252], or take hostServices.time-server out",
      ],
    ]);
    expect(codes(clusterOn(debian12, enrich))).not.toContain("time-server-unasked");
  });

  test("without the internet and without a clock of the site they drift, which is told", () => {
    const cut = clusterOn(debian12, ({ spec }) => {
      spec.site.internet = "none";
    });

    expect(codes(cut)).toContain("time-server-adrift");
    expect(codes(clusterOn(debian12, enrich))).not.toContain("time-server-adrift");
    expect(codes(clusterOn(debian12))).not.toContain("time-server-adrift");
  });
});

describe.skipIf(!hasPrograms("chronyd"))("chrony itself", () => {
  test.each([debian12, rocky9, ubuntu22, centos7])("accepts the file for %s", (...system) => {
    const { status, output } = judged(linesOf(clusterOn(system, enrich)).join("\n"));

    expect(status).toBe(0);
    expect(output).toContain("allow 192.0.2.0/24");
  });

  test("would refuse a network that is none", () => {
    const broken = linesOf(clusterOn(debian12)).join("\n").replace("10.0.0.0/24", "10.0.0.999/24");

    expect(judged(broken).status).toBe(1);
  });
});

function judged(configuration: string) {
  const folder = mkdtempSync(join(tmpdir(), "chrony-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "chrony.conf"), configuration);
  return runProgram("chronyd", ["-p", "-f", join(folder, "chrony.conf")]);
}

function codes(cluster: Cluster): string[] {
  return judge(cluster).map(({ code }) => code);
}
