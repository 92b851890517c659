import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import {
  builtinReleases,
  type Cluster,
  exampleDocument,
  file,
  fileTree,
  type Machine,
  requireCluster,
} from "@groundplan/core-model";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasPrograms } from "../../../../tools/sandbox/programs.ts";
import { canSandbox, isRoot, Sandbox, type SandboxMachine } from "../../../../tools/sandbox/sandbox.ts";
import type { HostComponent } from "../host-component.ts";
import { machineTree } from "../machine-plan.ts";
import { hostComponents } from "../registry.ts";

// A pair of balancers as it would stand in a data centre: real programs, started from the files as they are generated.
const asked = process.env.GROUNDPLAN_LIVE === "1";
const possible = asked && isRoot && hasPrograms("haproxy", "keepalived", "openssl", "sysctl", "pgrep") && canSandbox();

const programs = resolve(import.meta.dirname, "../../../../tools/sandbox");
const node = process.execPath;
const address = "10.0.0.10";

describe.skipIf(!possible)("a pair of balancers", { timeout: 60_000 }, () => {
  let sandbox: Sandbox;
  let balancers: readonly [SandboxMachine, SandboxMachine];
  let masters: readonly SandboxMachine[];
  let client: SandboxMachine;
  let haproxyProbe: readonly string[];

  beforeAll(async () => {
    const cluster = exampleCluster();
    const servers = cluster.machines.filter(({ group }) => group === "masters");
    sandbox = await Sandbox.open();
    const certificate = selfSigned();
    masters = servers.map(({ name, address }) => ({ ...onNetwork(name, address), files: certificate }));
    client = onNetwork("client", "10.0.0.99");
    const [first, second] = cluster.machines
      .filter(({ group }) => group === "lb")
      .map((machine) => balancer(cluster, machine));
    if (!first || !second) throw new Error("the example has two balancers");
    balancers = [first, second];
    haproxyProbe = probeOf(cluster, "haproxy");
    for (const machine of [...balancers, ...masters, client]) await sandbox.add(machine);
    for (const machine of masters) startApiServer(machine);
    for (const machine of balancers) {
      await must(machine, ["sysctl", "-q", "-p", "/etc/sysctl.d/60-haproxy.conf"]);
      startHaproxy(machine);
    }
    // Nobody is master by right: whoever is there first holds the address.
    startKeepalived(first);
    await until(15, async () => (await owners()).join() === "lb-1");
    startKeepalived(second);
  }, 60_000);

  afterAll(() => sandbox?.close());

  test("the first holds the address alone, also when the second comes, and leads to every API server", async () => {
    expect(await ownersDuring(6)).toEqual(["lb-1"]);
    for (const machine of balancers) await must(machine, haproxyProbe);
    expect(new Set(answersOf(await probe(30, 10)))).toEqual(new Set(["master-1", "master-2", "master-3"]));
  });

  test("reloading haproxy and keepalived moves nothing and loses nothing", async () => {
    const [first] = balancers;
    const asking = probe(40, 100);
    await setTimeout(1000);
    await must(first, ["bash", "-c", "kill -HUP $(cat /run/keepalived.pid)"]);
    await must(first, ["bash", "-c", "kill -USR2 $(cat /run/haproxy.pid)"]);

    expect(answersOf(await asking)).not.toContain("-");
    expect(await owners()).toEqual(["lb-1"]);
  });

  test("when haproxy dies, the address moves within four seconds", async () => {
    const [first] = balancers;
    const asking = probe(70, 100);
    await setTimeout(1000);
    await killHaproxy(first);
    expect((await sandbox.run(first, haproxyProbe)).status).not.toBe(0);

    await until(4, async () => (await owners()).join() === "lb-2");
    expect(longestSilenceMs(await asking)).toBeLessThan(4000);
  });

  test("when haproxy is back, the address stays where it is", async () => {
    startHaproxy(balancers[0]);

    expect(await ownersDuring(6)).toEqual(["lb-2"]);
  });

  test("when the holder's cable is pulled, the address moves within four seconds", async () => {
    const asking = probe(70, 100);
    await setTimeout(1000);
    await sandbox.plug(balancers[1], "down");

    await until(4, async () => (await owners()).join() === "lb-1");
    expect(longestSilenceMs(await asking)).toBeLessThan(4500);
  });

  test("when the cable is back, the address stays where it is", async () => {
    await sandbox.plug(balancers[1], "up");

    expect(await ownersDuring(6)).toEqual(["lb-1"]);
  });

  test("a keepalived that is killed leaves the address behind, and takes it off when it is started again", async () => {
    const [first] = balancers;
    await must(first, [
      "bash",
      "-c",
      "kill -9 $(cat /run/keepalived.pid) $(pgrep --parent $(cat /run/keepalived.pid))",
    ]);
    await until(6, async () => (await owners()).length === 2);

    startKeepalived(first);

    await until(6, async () => (await owners()).length === 1);
    expect(await ownersDuring(6)).toEqual(["lb-2"]);
  });

  test("an API server that dies costs no request", async () => {
    const [gone] = masters;
    await must(gone, ["bash", "-c", "kill -9 $(cat /run/api-server.pid)"]);

    const answers = answersOf(await probe(30, 50));

    expect(answers).not.toContain("-");
    expect(answers).not.toContain("master-1");
  });

  test("an outage of every API server does not move the address", async () => {
    for (const machine of masters.slice(1)) await must(machine, ["bash", "-c", "kill -9 $(cat /run/api-server.pid)"]);

    expect(await ownersDuring(8)).toEqual(["lb-2"]);
    expect(answersOf(await probe(3, 10))).toEqual(["-", "-", "-"]);
  });

  function startHaproxy(machine: SandboxMachine): void {
    sandbox.start(machine, ["haproxy", "-W", "-f", "/etc/haproxy/haproxy.cfg", "-p", "/run/haproxy.pid"]);
  }

  function startKeepalived(machine: SandboxMachine): void {
    sandbox.start(machine, ["keepalived", "--dont-fork", "--log-console"]);
  }

  // Master and worker, as a crash of the machine's service would take them.
  async function killHaproxy(machine: SandboxMachine): Promise<void> {
    await must(machine, ["bash", "-c", "kill -9 $(cat /run/haproxy.pid) $(pgrep --parent $(cat /run/haproxy.pid))"]);
  }

  function startApiServer(machine: SandboxMachine): void {
    const server = [
      node,
      `${programs}/ready-server.ts`,
      "6443",
      machine.name,
      "/etc/api-server/key.pem",
      "/etc/api-server/certificate.pem",
    ];
    sandbox.start(machine, ["bash", "-c", 'echo $$ >/run/api-server.pid; exec "$@"', "bash", ...server]);
  }

  async function must(machine: SandboxMachine | undefined, command: readonly string[]): Promise<string> {
    if (!machine) throw new Error("no such machine");
    const { status, output } = await sandbox.run(machine, command);
    expect({ command, status, output }).toMatchObject({ status: 0 });
    return output;
  }

  /** Waits for something to become true, and fails when it does not within so many seconds. */
  async function until(seconds: number, isTrue: () => Promise<boolean>): Promise<void> {
    for (let count = 0; count < seconds * 10; count++) {
      if (await isTrue()) return;
      await setTimeout(100);
    }
    expect.fail(`not within ${seconds} seconds:\n${sandbox.journal()}`);
  }

  /** The balancers that hold the address at this moment. */
  async function owners(): Promise<readonly string[]> {
    const holding = await Promise.all(
      balancers.map((machine) => must(machine, ["ip", "-4", "-oneline", "address", "show", "dev", "eth0"])),
    );
    return balancers.flatMap(({ name }, position) => (holding[position]?.includes(` ${address}/32 `) ? [name] : []));
  }

  /** Everybody who held the address at any moment of so many seconds, each once. */
  async function ownersDuring(seconds: number): Promise<readonly string[]> {
    const seen = new Set<string>();
    for (let count = 0; count < seconds * 4; count++) {
      for (const name of await owners()) seen.add(name);
      await setTimeout(250);
    }
    return [...seen];
  }

  /** Asks the API server through the address, so many times. */
  function probe(times: number, pauseMs: number): Promise<string> {
    return must(client, [node, `${programs}/probe.ts`, `https://${address}:6443/`, String(times), String(pauseMs)]);
  }
});

function exampleCluster(): Cluster {
  const document = exampleDocument();
  // Few enough for the file descriptors that a container may have.
  document.spec.hostServices = { haproxy: { maxConnections: 1000 } };
  return requireCluster(document, {
    components: hostComponents,
    releases: builtinReleases,
    priceBooks: [],
    deliveries: ["ansible"],
  });
}

/** The command by which a delivery asks a balancer whether it does its work. */
function probeOf(cluster: Cluster, name: string): readonly string[] {
  const component: HostComponent | undefined = hostComponents.find((candidate) => candidate.name === name);
  const [machine] = cluster.machines;
  if (!component?.probe || !machine) throw new Error(`${name} has no probe`);
  return component.probe(cluster, machine);
}

function onNetwork(name: string, address: string): SandboxMachine {
  return {
    name,
    interface: "eth0",
    addresses: [`${address}/24`],
    files: fileTree([]),
    writable: ["run", "var/lib/haproxy"],
  };
}

function balancer(cluster: Cluster, machine: Machine): SandboxMachine {
  return { ...onNetwork(machine.name, machine.address), files: machineTree(cluster, machine) };
}

function selfSigned() {
  const folder = mkdtempSync(join(tmpdir(), "certificate-"));
  const [key, certificate] = [join(folder, "key.pem"), join(folder, "certificate.pem")];
  execFileSync(
    "openssl",
    [
      "req",
      "-x509",
      "-newkey",
      "ec",
      "-pkeyopt",
      "ec_paramgen_curve:P-256",
      "-nodes",
      "-subj",
      "/CN=api.example.com",
      "-days",
      "1",
      "-keyout",
      key,
      "-out",
      certificate,
    ],
    { stdio: "ignore" },
  );
  const tree = fileTree([
    file({ path: "etc/api-server/key.pem", content: readFileSync(key, "utf8"), component: "test" }),
    file({ path: "etc/api-server/certificate.pem", content: readFileSync(certificate, "utf8"), component: "test" }),
  ]);
  rmSync(folder, { recursive: true });
  return tree;
}

function answersOf(report: string): string[] {
  return report
    .trim()
    .split("\n")
    .map((line) => line.split(" ")[1] ?? "");
}

/** Longest time between two answers. */
function longestSilenceMs(report: string): number {
  const times = report
    .trim()
    .split("\n")
    .filter((line) => !line.endsWith(" -"))
    .map((line) => Number(line.split(" ")[0]));
  return Math.max(...times.slice(1).map((time, position) => time - (times[position] ?? 0)));
}
