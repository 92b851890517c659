import { existsSync } from "node:fs";
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

// A primary and its standby with the address that follows the writes: real servers, started from the files as they are generated.
const asked = process.env.GROUNDPLAN_LIVE === "1";
const programs = "/usr/lib/postgresql/15/bin";
const possible =
  asked && isRoot && hasPrograms("psql", "keepalived", "ping") && existsSync(`${programs}/postgres`) && canSandbox();

const address = "10.0.0.50";
const data = "/var/lib/postgresql/15/main";
const settings = "/etc/postgresql/15/main/postgresql.conf";

describe.skipIf(!possible)("a pair of PostgreSQL servers", { timeout: 120_000 }, () => {
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
      const files = [...machineTree(cluster, machine).values()].filter(({ path }) =>
        /postgresql|keepalived/.test(path),
      );
      // In the sandbox everything belongs to root, so that what postgres reads is open to it here; systemd is not there.
      const filled = files.map((file) => ({
        ...file,
        mode: file.mode | (file.owner.endsWith(":postgres") ? 0o044 : 0),
        content: file.content
          .replaceAll(/@@secret:[^@]+@@/g, "pass'word")
          .replaceAll("systemctl restart postgresql@15-main", "restart-postgresql")
          .replaceAll("/etc/postgresql-pair/pgpass", "/run/pgpass"),
      }));
      return {
        name: machine.name,
        interface: "eth0",
        addresses: [`${machine.address}/24`],
        files: fileTree([
          ...filled,
          {
            ...(filled[0] ?? expect.unreachable()),
            path: "usr/local/sbin/restart-postgresql",
            mode: 0o755,
            content: restart,
          },
        ]),
        writable: ["run", "var/lib"],
      };
    }
  }, 120_000);

  afterAll(() => sandbox?.close());

  test("the first takes writes and holds the address, and the second is a copy that follows it", async () => {
    await until(40, async () => (await roles()) === "writable read-only");
    await sql(first, "CREATE TABLE orders (id INT PRIMARY KEY); INSERT INTO orders VALUES (1)");

    await until(20, async () => (await sql(second, "SELECT COUNT(*) FROM orders")).output === "1\n");
    await until(20, async () => (await holders()) === "db-1");
    expect((await sql(first, "SELECT slot_name, active FROM pg_replication_slots")).output).toBe("db_2|t\n");
    expect((await sql(second, "INSERT INTO orders VALUES (2)")).output).toContain("read-only");
  });

  test("an application logs in with its password, from its networks only, and never as the account of the standbys", async () => {
    expect((await login(first, "10.0.0.51", "shop", "pass'word")).output).toBe("shop\n");
    expect((await login(first, "10.0.0.51", "shop", "guess")).output).toContain("password authentication failed");
    expect((await login(first, "10.0.0.51", "replication", "pass'word")).output).toContain("reject");
    expect((await login(first, "127.0.0.1", "shop", "pass'word")).output).toContain("no pg_hba.conf entry");
    expect((await sql(first, "SELECT rolpassword FROM pg_authid WHERE rolname = 'shop'")).output).toMatch(
      /^SCRAM-SHA-256/,
    );
  });

  test("nobody is promoted while the primary takes writes, or while its machine answers", async () => {
    expect(await sandbox.run(second, ["postgresql-pair", "promote"])).toMatchObject({
      status: 1,
      output: expect.stringContaining("db-1 takes writes"),
    });
    await stopServer(first);
    expect(await sandbox.run(second, ["postgresql-pair", "promote", "--fenced", "db-1"])).toMatchObject({
      status: 1,
      output: expect.stringContaining("the machine answers"),
    });
    await startServer(first);
    await until(60, async () => (await roles()) === "writable read-only");
  });

  test("a silent primary is believed dead only when a person says so; then address and writes move", async () => {
    await until(30, async () => (await sql(first, "SELECT active FROM pg_replication_slots")).output === "t\n");
    await sandbox.plug(first, "down");
    expect(await sandbox.run(second, ["postgresql-pair", "promote"], 60)).toMatchObject({
      status: 1,
      output: expect.stringContaining("a cut cable looks the same"),
    });
    await stopServer(first);

    expect(await sandbox.run(second, ["postgresql-pair", "promote", "--fenced", "db-1"], 90)).toMatchObject({
      status: 0,
    });
    expect((await sql(second, "INSERT INTO orders VALUES (2)")).status).toBe(0);
    await until(20, async () => (await holders()).includes("db-2"));
  });

  test("the old primary comes back as a standby, and takes no writes", async () => {
    await sandbox.plug(first, "up");
    await startServer(first);
    await setTimeout(5000);

    expect(await roles()).toBe("read-only writable");
    expect(await holders()).toBe("db-2");
    expect(sandbox.journal()).toContain("db-2 takes writes, and db-1 did");
  });

  test("its folder emptied, it copies the primary and follows it", async () => {
    await stopServer(first);
    await sandbox.run(first, ["rm", "-rf", data]);
    await startServer(first);

    await until(40, async () => (await sql(first, "SELECT COUNT(*) FROM orders")).output === "2\n");
  });

  test("a planned change: one side lets go, the other takes over, and the first follows without a copy", async () => {
    await until(30, async () => (await sql(second, "SELECT active FROM pg_replication_slots")).output === "t\n");
    expect(await sandbox.run(second, ["postgresql-pair", "demote"], 60)).toMatchObject({ status: 0 });
    await until(30, async () => (await roles()) === "read-only read-only");

    expect(await sandbox.run(first, ["postgresql-pair", "promote"], 90)).toMatchObject({ status: 0 });
    await until(20, async () => (await holders()) === "db-1");
    await sql(first, "INSERT INTO orders VALUES (3)");
    await until(40, async () => (await sql(second, "SELECT COUNT(*) FROM orders")).output === "3\n");
  });

  /** As systemd would: the folder, the server, and its role. */
  async function startServer(machine: SandboxMachine): Promise<void> {
    await sandbox.run(machine, ["bash", "-euc", preparation], 90);
    await until(30, async () => (await sandbox.run(machine, ["bash", "-euc", start])).status === 0);
    sandbox.start(machine, ["bash", "-c", "echo $$ >/run/pair.pid; exec postgresql-pair settle"]);
  }

  async function stopServer(machine: SandboxMachine): Promise<void> {
    await sandbox.run(machine, ["bash", "-c", `kill $(cat /run/pair.pid); ${stop}`]);
  }

  function sql(machine: SandboxMachine, statement: string): Promise<Outcome> {
    return sandbox.run(machine, ["bash", "-c", `cd /; runuser -u postgres -- psql -XAqt -c "${statement}" postgres`]);
  }

  function login(machine: SandboxMachine, host: string, account: string, password: string): Promise<Outcome> {
    const environment = [`PGPASSWORD=${password}`, "LC_ALL=C"];
    const login = ["psql", "-XAqt", "-h", host, "-U", account, "-c", "SELECT current_user", "shop"];
    return sandbox.run(machine, ["env", ...environment, ...login]);
  }

  async function roles(): Promise<string> {
    const told = await Promise.all([first, second].map((machine) => sql(machine, "SELECT pg_is_in_recovery()")));
    return told
      .map(({ output }) => (output === "f\n" ? "writable" : output === "t\n" ? "read-only" : "silent"))
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

const pgpass = "install -o postgres -m 600 /etc/postgresql-pair/pgpass /run/pgpass";
const preparation = `install -d -o postgres /run/postgresql; ${pgpass}; postgresql-prepare`;
const start = `runuser -u postgres -- ${programs}/pg_ctl --pgdata=${data} --wait --silent --log=/run/postgresql/log --options="-c config_file=${settings}" start`;
const stop = `runuser -u postgres -- ${programs}/pg_ctl --pgdata=${data} --wait --silent --mode=fast stop`;

/** What systemd does for `systemctl restart`. */
const restart = `#!/bin/bash
set -eu
cd /
${stop}
postgresql-prepare
${start}
`;

function document(): ExampleDocument {
  const example = exampleDocument();
  example.spec.machines.db = {
    network: "nodes",
    size: { cpuCores: 2, memoryGiB: 0.5 },
    disks: [{ name: "system", sizeGB: 40, kind: "ssd" }],
    ranges: [{ name: "db-", first: 1, last: 2, firstAddress: "10.0.0.51" }],
  };
  example.spec.hostServices.postgresql = {
    group: "db",
    primary: "db-1",
    vip: { address, routerId: 50 },
    accounts: { shop: { database: "shop", password: { secret: "db/shop" } } },
  };
  return example;
}
