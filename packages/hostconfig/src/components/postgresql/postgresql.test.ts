import { existsSync } from "node:fs";
import {
  builtinReleases,
  type Cluster,
  type ExampleDocument,
  type File,
  fileTree,
  judge,
  type Machine,
  machinesRunning,
  optionsFor,
  requireCluster,
} from "@groundplan/core-model";
import { describe, expect, onTestFinished, test } from "vitest";
import { temporaryFolder, writeFiles } from "../../../../../tools/sandbox/folders.ts";
import { hasPrograms, runProgram } from "../../../../../tools/sandbox/programs.ts";
import { canSandbox, isRoot, Sandbox } from "../../../../../tools/sandbox/sandbox.ts";
import { hostComponents } from "../../registry.ts";
import { examples } from "./examples.ts";
import { postgresql } from "./index.ts";

function clusterOf(example: string, change = (_: ExampleDocument) => {}): Cluster {
  const document = examples[example]?.() ?? expect.unreachable();
  change(document);
  return requireCluster(document, {
    components: hostComponents,
    releases: builtinReleases,
    priceBooks: [],
    deliveries: ["ansible"],
  });
}

function serverOf(cluster: Cluster, position = 0): Machine {
  return machinesRunning(cluster, "postgresql")[position] ?? expect.unreachable();
}

function filesOf(cluster: Cluster, machine = serverOf(cluster)): ReadonlyMap<string, File> {
  return fileTree(postgresql.files(cluster, machine, optionsFor(cluster, postgresql)));
}

function textOf(path: string, cluster = clusterOf("plain")): string {
  return filesOf(cluster).get(path)?.content ?? expect.unreachable();
}

describe("files", () => {
  test.each(["plain", "rich", "rich-rocky"])("%s", async (name) => {
    for (const { path, content } of filesOf(clusterOf(name)).values()) {
      await expect(content).toMatchFileSnapshot(`golden/${name}/${path}`);
    }
  });

  test("each server is let in by the others' addresses alone, and applications by their networks with a password", () => {
    const rules = textOf("etc/postgresql-pair/pg_hba.conf").split("\n");

    expect(rules.filter((line) => line.includes("replication"))).toEqual([
      "host replication replication 10.0.0.52/32 scram-sha-256",
      "host postgres replication 10.0.0.52/32 scram-sha-256",
      "host all postgres,replication 0.0.0.0/0 reject",
    ]);
    expect(rules.filter((line) => line.startsWith("host all all"))).toEqual([
      "host all all 10.0.0.0/24 scram-sha-256",
      "host all all 10.244.0.0/16 scram-sha-256",
    ]);
    expect(rules.join()).not.toMatch(/trust|md5/);
  });

  test("passwords are named and never held, and others do not read the files that get them", () => {
    const files = filesOf(clusterOf("rich"));

    expect(files.get("etc/postgresql-pair/pgpass")).toMatchObject({ mode: 0o600, owner: "postgres:postgres" });
    expect(textOf("etc/postgresql-pair/pgpass", clusterOf("rich"))).toContain(
      "*:*:*:replication:@@secret:db/replication@@",
    );
    expect(textOf("etc/postgresql-pair/accounts", clusterOf("rich")).split("\n").slice(1)).toEqual([
      "blog blog @@secret:db/blog@@",
      "shop shop @@secret:db/shop@@",
      "",
    ]);
  });

  test("every server starts as a standby, the primary too", () => {
    for (const machine of machinesRunning(clusterOf("plain"), "postgresql")) {
      const script = filesOf(clusterOf("plain"), machine).get("usr/local/sbin/postgresql-prepare")?.content ?? "";
      expect(script.trimEnd().split("\n").at(-1)).toBe('as_postgres touch "$data/standby.signal"');
    }
  });

  test("on Rocky Linux 9 it comes from the module's stream, and finds its configuration", () => {
    const files = filesOf(clusterOf("rich-rocky"));

    expect(files.get("etc/dnf/modules.d/postgresql.module")?.content).toContain("stream=16\n");
    expect(files.get("etc/systemd/system/postgresql.service.d/groundplan.conf")?.content).toContain(
      "ExecStart=\nExecStart=/usr/bin/postgres -D /var/lib/pgsql/data -c config_file=/etc/postgresql-pair/postgresql.conf\n",
    );
  });

  test("a database that is bought leaves nothing on machines", () => {
    const cluster = clusterOf("plain", ({ spec }) => {
      spec.hostServices.postgresql = { kind: "external", host: "rds.example.com" };
    });

    expect(machinesRunning(cluster, "postgresql")).toEqual([]);
    expect(messages(cluster)).toEqual([]);
  });
});

describe("rules", () => {
  test.each<[string, (document: ExampleDocument) => void, string]>([
    [
      "a primary from elsewhere",
      ({ spec }) => Object.assign(spec.hostServices.postgresql as object, { primary: "lb-1" }),
      "postgresql-primary lb-1 is no machine of db (db-1, db-2)",
    ],
    [
      "a system whose packages are too old",
      ({ spec }) => {
        spec.release = "2023.8.1";
        spec.os = { distribution: "centos", version: "7.9" };
      },
      "postgresql-system the machines of db run centos 7.9, whose PostgreSQL is older than 10",
    ],
    [
      "one server",
      ({ spec }) => {
        for (const range of spec.machines.db?.ranges ?? []) range.last = 1;
      },
      "postgresql-standby PostgreSQL has one server, db-1, in production",
    ],
    [
      "two servers",
      () => {},
      "postgresql-no-witness PostgreSQL has two servers and no witness, so that nobody promotes the standby by itself: writes stop with the primary until a person acts",
    ],
    ["dumps beside the data", () => {}, "postgresql-backup-copy dumps of PostgreSQL stay on its own machines"],
    [
      "no disk for the data",
      () => {},
      "postgresql-disk the machines of db have no disk for the data of PostgreSQL, which would lie on the system's",
    ],
    [
      "one disk for two databases",
      ({ spec }) => {
        spec.machines.db?.disks.push({ name: "data", sizeGB: 100, device: "/dev/vdb", use: "data" });
        spec.hostServices.mysql = { group: "db", primary: "db-1" };
      },
      "postgresql-disk MySQL and PostgreSQL are both on db, and would both take its disk for data",
    ],
  ])("%s", (_name, change, message) => {
    expect(messages(clusterOf("plain", change))).toContain(message);
  });

  test("three servers with a disk and copies of their dumps keep them all", () => {
    expect(messages(clusterOf("rich"))).toEqual([]);
  });
});

describe.skipIf(!hasPrograms("shellcheck"))("shellcheck has nothing to say about", () => {
  const scripts = ["plain", "rich", "rich-rocky"].flatMap((example) =>
    [...filesOf(clusterOf(example)).values()]
      .filter(({ content }) => content.startsWith("#!"))
      .map(({ path, content }) => [example, path, content] as const),
  );

  test.each(scripts)("%s %s", (_example, _path, content) => {
    expect(runProgram("shellcheck", ["-"], { input: content })).toEqual({ status: 0, output: "" });
  });
});

describe.skipIf(!hasPrograms("systemd-analyze"))("systemd", () => {
  test("accepts every unit", () => {
    const folder = temporaryFolder();
    const units = [...filesOf(clusterOf("rich")).values()].filter(({ path }) =>
      /^etc\/systemd\/system\/[^/]+\.(service|timer|mount)$/.test(path),
    );
    writeFiles(folder, units);

    const outcome = runProgram(
      "systemd-analyze",
      ["verify", "--man=no", "--recursive-errors=no", ...units.map(({ path }) => `${folder}/${path}`)],
      { env: { SYSTEMD_UNIT_PATH: `${folder}/etc/systemd/system:/lib/systemd/system` } },
    );
    // The programs that units start are those of the machine, not of this one.
    expect(outcome.output.split("\n").filter((line) => line !== "" && !line.includes("is not executable"))).toEqual([]);
  });
});

const programs = "/usr/lib/postgresql/15/bin";

describe.skipIf(
  !(existsSync(`${programs}/postgres`) && hasPrograms("psql", "pg_ctlcluster") && canSandbox() && isRoot),
)("PostgreSQL itself", () => {
  test("reads its files without complaint, becomes primary as the first, and is dumped", async () => {
    const cluster = clusterOf("plain", ({ spec }) => {
      if (spec.machines.db) spec.machines.db.size = { cpuCores: 2, memoryGiB: 0.5 };
    });
    const machine = serverOf(cluster);
    const sandbox = await Sandbox.open();
    onTestFinished(() => sandbox.close());
    // In the sandbox everything belongs to root, so that what postgres reads is open to it here.
    const files = [...filesOf(cluster, machine).values()].map((file) => ({
      ...file,
      mode: file.mode | (file.owner.endsWith(":postgres") ? 0o044 : 0),
      content: file.content
        .replaceAll(/@@secret:[^@]+@@/g, "a secret")
        .replaceAll("/etc/postgresql-pair/pgpass", "/run/pgpass"),
    }));
    const host = {
      name: machine.name,
      interface: "eth0",
      addresses: [`${machine.address}/24`],
      files: fileTree(files),
      writable: ["run", "var/lib", "var/log", "var/backups"],
    };
    await sandbox.add(host);
    const prepare =
      "install -d -o postgres /run/postgresql /var/log/postgresql; install -o postgres -m 600 /etc/postgresql-pair/pgpass /run/pgpass; postgresql-prepare";
    const prepared = await sandbox.run(host, ["bash", "-euc", prepare], 60);
    expect(prepared.status, prepared.output).toBe(0);

    // As the packaged unit does.
    const started = await sandbox.run(host, ["pg_ctlcluster", "--skip-systemctl-redirect", "15", "main", "start"]);
    expect(started.status, started.output).toBe(0);
    sandbox.start(host, ["postgresql-pair", "settle"]);
    const check = "until /usr/libexec/keepalived/check-postgresql-writable.sh 2>/dev/null; do sleep 0.2; done";
    expect((await sandbox.run(host, ["timeout", "25", "bash", "-c", check])).status, sandbox.journal()).toBe(0);
    expect((await sandbox.run(host, ["bash", "-c", faults])).output).toBe("0|0\n");
    const roles =
      "until runuser -u postgres -- psql -XAqtc 'SELECT rolname FROM pg_roles' postgres | grep -q replication; do sleep 0.2; done";
    await sandbox.run(host, ["timeout", "20", "bash", "-c", roles]);
    expect(await sandbox.run(host, ["postgresql-backup"])).toEqual({ status: 0, output: "" });
    expect(
      (await sandbox.run(host, ["bash", "-c", "zgrep -c 'CREATE ROLE' /var/backups/postgresql/*.sql.gz"])).output,
    ).not.toBe("0\n");
  }, 90_000);

  const faults =
    "cd /; runuser -u postgres -- psql -XAqt postgres -c 'SELECT (SELECT count(*) FROM pg_file_settings WHERE error IS NOT NULL), (SELECT count(*) FROM pg_hba_file_rules WHERE error IS NOT NULL)'";
});

function messages(cluster: Cluster): string[] {
  return judge(cluster)
    .filter(({ code }) => code.startsWith("postgresql-"))
    .map(({ code, message }) => `${code} ${message}`);
}
