import { setTimeout } from "node:timers/promises";
import { builtinReleases, type Cluster, fileTree, findMachine, requireCluster } from "@groundplan/core-model";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasPrograms } from "../../../../tools/sandbox/programs.ts";
import { canSandbox, isRoot, Sandbox, type SandboxMachine } from "../../../../tools/sandbox/sandbox.ts";
import { debian12, documentOn } from "../components/time-server/examples.ts";
import { timeServer } from "../components/time-server/index.ts";
import { machineTree } from "../machine-plan.ts";
import { hostComponents } from "../registry.ts";

// The site's clock and a machine that asks it: real chronyd, started from the files as they are generated. With `-x` it leaves the
// clock alone, which is this machine's own.
const asked = process.env.GROUNDPLAN_LIVE === "1";
const possible = asked && isRoot && hasPrograms("chronyd", "chronyc") && canSandbox();

describe.skipIf(!possible)("the site's clock, without the internet", { timeout: 90_000 }, () => {
  let sandbox: Sandbox;
  let cluster: Cluster;
  let server: SandboxMachine;
  let worker: SandboxMachine;
  let stranger: SandboxMachine;

  beforeAll(async () => {
    cluster = requireCluster(documentOn(debian12), {
      components: hostComponents,
      releases: builtinReleases,
      priceBooks: [],
      deliveries: ["ansible"],
    });
    sandbox = await Sandbox.open();
    server = machineOf("ops-1", ["10.0.0.250/24", "172.16.9.1/24"]);
    worker = machineOf("worker-1", ["10.0.0.31/24"]);
    stranger = {
      name: "stranger",
      interface: "eth0",
      addresses: ["172.16.9.9/24"],
      files: fileTree([]),
      writable: ["run"],
    };
    for (const machine of [server, worker, stranger]) await sandbox.add(machine);
    for (const machine of [server, worker])
      sandbox.start(machine, ["chronyd", "-x", "-d", "-f", "/etc/chrony/chrony.conf"]);
  });

  afterAll(() => sandbox?.close());

  test("the server does its work though it hears of no real clock", async () => {
    const probe = timeServer.probe?.(cluster, findMachine(cluster, "ops-1")) ?? [];

    await until(30, async () => (await sandbox.run(server, probe)).status === 0);
    expect((await sandbox.run(server, ["chronyc", "-n", "tracking"])).output).toMatch(/^Stratum +: 10$/m);
  });

  test("a machine of the plan follows it", async () => {
    await until(30, async () => /^\^,\*,10\.0\.0\.250,/m.test((await sources()).output));

    expect((await sandbox.run(worker, ["chronyc", "-n", "tracking"])).output).toMatch(/^Stratum +: 11$/m);
  });

  test("who stands in no network of the plan is not answered", async () => {
    const once = (address: string) => ["chronyd", "-Q", "-t", "3", `server ${address} iburst maxsamples 1`];

    expect((await sandbox.run(stranger, once("172.16.9.1"))).status).not.toBe(0);
    expect((await sandbox.run(worker, once("10.0.0.250"))).status).toBe(0);
  });

  function sources() {
    return sandbox.run(worker, ["chronyc", "-n", "-c", "sources"]);
  }

  async function until(seconds: number, isTrue: () => Promise<boolean>): Promise<void> {
    for (let count = 0; count < seconds * 4; count++) {
      if (await isTrue()) return;
      await setTimeout(250);
    }
    expect.fail(`not within ${seconds} seconds:\n${sandbox.journal()}`);
  }

  function machineOf(name: string, addresses: readonly string[]): SandboxMachine {
    const files = machineTree(cluster, findMachine(cluster, name));
    return { name, interface: "eth0", addresses, files, writable: ["run", "var/lib/chrony", "var/log"] };
  }
});
