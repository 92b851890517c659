import { setTimeout } from "node:timers/promises";
import {
  builtinReleases,
  type ExampleDocument,
  exampleDocument,
  fileTree,
  type Machine,
  machinesIn,
  requireCluster,
} from "@groundplan/core-model";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasPrograms, type Outcome } from "../../../../tools/sandbox/programs.ts";
import { canSandbox, isRoot, Sandbox, type SandboxMachine } from "../../../../tools/sandbox/sandbox.ts";
import { machineTree } from "../machine-plan.ts";
import { hostComponents } from "../registry.ts";

// A primary and its replica with the address that follows the writes: real servers, started from the files as they are generated.
const asked = process.env.GROUNDPLAN_LIVE === "1";
const possible = asked && isRoot && hasPrograms("mariadbd", "keepalived", "pkill", "ping") && canSandbox();

const address = "10.0.0.50";

describe.skipIf(!possible)("a pair of MySQL servers", { timeout: 90_000 }, () => {
  let sandbox: Sandbox;
  let first: SandboxMachine;
  let second: SandboxMachine;

  beforeAll(async () => {
    const cluster = requireCluster(document(), {
      components: hostComponents,
      releases: builtinReleases,
      priceBooks: [],
      deliveries: ["ansible"],
    });
    sandbox = await Sandbox.open();
    const [one, two] = machinesIn(cluster, "db").map((machine) => server(machine));
    if (!one || !two) throw new Error("the example has two servers");
    [first, second] = [one, two];
    for (const machine of [first, second]) {
      await sandbox.add(machine);
      await startServer(machine);
    }
    for (const machine of [first, second]) sandbox.start(machine, ["keepalived", "--dont-fork", "--log-console"]);

    function server(machine: Machine): SandboxMachine {
      const files = [...machineTree(cluster, machine).values()].filter(({ path }) => /mysql|keepalived/.test(path));
      const filled = files.map((file) => ({
        ...file,
        content: file.content.replaceAll(/@@secret:[^@]+@@/g, "pass'word"),
      }));
      return {
        name: machine.name,
        interface: "eth0",
        addresses: [`${machine.address}/24`],
        files: fileTree(filled),
        writable: ["run", "var/lib"],
      };
    }
  }, 90_000);

  afterAll(() => sandbox?.close());

  test("the first takes writes and holds the address, and the second follows it read-only", async () => {
    await until(30, async () => (await roles()) === "writable read-only");
    await sql(first, "CREATE TABLE shop.orders (id INT PRIMARY KEY); INSERT INTO shop.orders VALUES (1)");

    await until(20, async () => (await sql(second, "SELECT COUNT(*) FROM shop.orders")).output === "1\n");
    await until(20, async () => (await holders()) === "db-1");
    expect((await asShop(second, "INSERT INTO orders VALUES (2)")).output).toContain("read-only");
  });

  test("nobody is promoted while the primary takes writes", async () => {
    expect(await sandbox.run(second, ["mysql-pair", "promote"])).toMatchObject({
      status: 1,
      output: expect.stringContaining("db-1 takes writes"),
    });
    expect(await roles()).toBe("writable read-only");
  });

  test("nobody is promoted while the primary's server is away and its machine answers, whatever a person says", async () => {
    await stopServer(first);

    expect(await sandbox.run(second, ["mysql-pair", "promote", "--fenced", "db-1"])).toMatchObject({
      status: 1,
      output: expect.stringContaining("the machine answers"),
    });
    await startServer(first);
    await until(40, async () => (await roles()) === "writable read-only");
  });

  test("a silent primary is believed dead only when a person says so; then address and writes move", async () => {
    await sandbox.plug(first, "down");
    expect(await sandbox.run(second, ["mysql-pair", "promote"], 60)).toMatchObject({
      status: 1,
      output: expect.stringContaining("a cut cable looks the same"),
    });
    // Switched off, as the person has sworn.
    await stopServer(first);

    expect(await sandbox.run(second, ["mysql-pair", "promote", "--fenced", "db-1"], 60)).toMatchObject({ status: 0 });
    expect((await asShop(second, "INSERT INTO orders VALUES (2)")).status).toBe(0);
    await until(20, async () => (await holders()).includes("db-2"));
  });

  test("the old primary comes back, sees who took its place, and takes no writes", async () => {
    await sandbox.plug(first, "up");
    await startServer(first);
    await setTimeout(5000);

    expect(await roles()).toBe("read-only writable");
    expect(await holders()).toBe("db-2");
    expect(sandbox.journal()).toContain("db-2 takes writes, and db-1 did");
  });

  test("told that it is primary no more, it follows, and gets what it missed", async () => {
    // systemd is not there to start the role anew, which looks again by itself.
    await sandbox.run(first, ["mysql-pair", "demote"]);

    await until(30, async () => (await sql(first, "SELECT COUNT(*) FROM shop.orders")).output === "2\n");
  });

  test("a planned change: one side lets go, the other takes over, nothing is lost", async () => {
    await sandbox.run(second, ["mysql-pair", "demote"]);
    expect(await roles()).toBe("read-only read-only");

    expect(await sandbox.run(first, ["mysql-pair", "promote"], 90)).toMatchObject({ status: 0 });
    await until(20, async () => (await holders()) === "db-1");
    expect((await sql(first, "SELECT COUNT(*) FROM shop.orders")).output).toBe("2\n");
  });

  /** As systemd would: the folder, the server, and its role. */
  async function startServer(machine: SandboxMachine): Promise<void> {
    await sandbox.run(machine, ["bash", "-euc", "install -d -o mysql /run/mysqld; mysql-prepare"]);
    sandbox.start(machine, ["mariadbd", "--user=mysql", `--pid-file=/run/mysqld/${machine.name}.pid`]);
    await until(30, async () => (await sandbox.run(machine, ["mariadb-admin", "--silent", "ping"])).status === 0);
    sandbox.start(machine, ["bash", "-c", "echo $$ >/run/mysql-pair.pid; exec mysql-pair settle"]);
  }

  async function stopServer(machine: SandboxMachine): Promise<void> {
    await sandbox.run(machine, ["bash", "-c", "kill $(cat /run/mysql-pair.pid)"]);
    await sandbox.run(machine, ["mariadb-admin", "shutdown"]);
    await until(30, async () => (await sandbox.run(machine, ["mariadb-admin", "--silent", "ping"])).status !== 0);
  }

  function sql(machine: SandboxMachine, statement: string): Promise<Outcome> {
    return sandbox.run(machine, ["mariadb", "--batch", "--skip-column-names", "--execute", statement]);
  }

  function asShop(machine: SandboxMachine, statement: string): Promise<Outcome> {
    const login = ["--host=127.0.0.1", "--user=shop", "--password=pass'word", "shop"];
    return sandbox.run(machine, ["mariadb", ...login, "--execute", statement]);
  }

  async function roles(): Promise<string> {
    const told = await Promise.all([first, second].map((machine) => sql(machine, "SELECT @@global.read_only")));
    return told
      .map(({ output }) => (output === "0\n" ? "writable" : output === "1\n" ? "read-only" : "silent"))
      .join(" ");
  }

  async function holders(): Promise<string> {
    const shown = await Promise.all(
      [first, second].map(async (machine) => ({
        name: machine.name,
        output: (await sandbox.run(machine, ["ip", "-brief", "addr", "show", "dev", "eth0"])).output,
      })),
    );
    return shown
      .filter(({ output }) => output.includes(`${address}/32`))
      .map(({ name }) => name)
      .join(" ");
  }

  async function until(seconds: number, isSo: () => Promise<boolean>): Promise<void> {
    for (let attempt = 0; attempt < seconds * 2; attempt++) {
      if (await isSo()) return;
      await setTimeout(500);
    }
    throw new Error(`not within ${seconds} s\n${sandbox.journal()}`);
  }
});

function document(): ExampleDocument {
  const example = exampleDocument();
  example.spec.machines.db = {
    network: "nodes",
    size: { cpuCores: 2, memoryGiB: 0.5 },
    disks: [{ name: "system", sizeGB: 40, kind: "ssd" }],
    ranges: [{ name: "db-", first: 1, last: 2, firstAddress: "10.0.0.51" }],
  };
  const shop = { database: "shop", password: { secret: "db/shop" } };
  example.spec.hostServices.mysql = {
    group: "db",
    primary: "db-1",
    vip: { address, routerId: 50 },
    accounts: { shop },
    semiSync: true,
  };
  return example;
}
