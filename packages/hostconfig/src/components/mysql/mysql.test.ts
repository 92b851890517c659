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
import { examples } from "./examples.ts";
import { mysql } from "./index.ts";

function clusterOf(example: string, change = (_: ExampleDocument) => {}): Cluster {
  const document = examples[example]?.() ?? expect.unreachable();
  change(document);
  return requireCluster(document, {
    components: [mysql],
    releases: builtinReleases,
    priceBooks: [],
    deliveries: ["ansible"],
  });
}

function serverOf(cluster: Cluster, position = 0): Machine {
  return machinesRunning(cluster, "mysql")[position] ?? expect.unreachable();
}

function filesOf(cluster: Cluster, machine = serverOf(cluster)): ReadonlyMap<string, File> {
  return fileTree(mysql.files(cluster, machine, optionsFor(cluster, mysql)));
}

const settingsFiles: Readonly<Record<string, string>> = {
  plain: "etc/mysql/mariadb.conf.d/99-groundplan.cnf",
  "rich-rocky": "etc/my.cnf.d/zz-groundplan.cnf",
  "rich-ubuntu": "etc/mysql/mysql.conf.d/zz-groundplan.cnf",
  "rich-centos": "etc/my.cnf",
};

function settingsOf(example: string, position = 0): string {
  const cluster = clusterOf(example);
  return filesOf(cluster, serverOf(cluster, position)).get(settingsFiles[example] ?? "")?.content ?? "";
}

function textOf(path: string, cluster = clusterOf("plain")): string {
  return filesOf(cluster).get(path)?.content ?? expect.unreachable();
}

describe("files", () => {
  test.each(["plain", "rich", "rich-centos", "rich-rocky"])("%s", async (name) => {
    for (const { path, content } of filesOf(clusterOf(name)).values()) {
      await expect(content).toMatchFileSnapshot(`golden/${name}/${path}`);
    }
  });

  test("each server is told in the words of its own kind: those of the other are fatal to it", () => {
    for (const example of ["rich-rocky", "rich-ubuntu", "rich-centos"]) {
      expect(settingsOf(example)).toContain("gtid_mode = ON\nenforce_gtid_consistency = ON\n");
      expect(settingsOf(example)).not.toMatch(/gtid_strict_mode|rpl_semi_sync_master/);
    }
    expect(settingsOf("plain")).toContain("gtid_strict_mode = ON");
    expect(settingsOf("plain")).not.toMatch(/gtid_mode|enforce_gtid|super_read_only/);
  });

  test("every server starts read-only, the primary too", () => {
    for (const example of Object.keys(settingsFiles)) {
      for (const position of [0, 1]) expect(settingsOf(example, position)).toMatch(/^read_only = ON$/m);
    }
  });

  test("the program is found where each system has it", () => {
    const prepared = (example: string) => textOf("usr/local/sbin/mysql-prepare", clusterOf(example));
    const checked = (example: string) =>
      Object.values(mysql.checks?.(clusterOf(example), serverOf(clusterOf(example))) ?? {});

    expect(prepared("rich-rocky")).toContain("  /usr/libexec/mysqld --no-defaults --initialize-insecure ");
    expect(prepared("rich-centos")).toContain("  /usr/sbin/mysqld --no-defaults --initialize-insecure ");
    expect(checked("rich-rocky")).toEqual(["/usr/libexec/mysqld --defaults-file=%s --user=mysql --validate-config"]);
    expect(checked("plain")).toEqual(["/usr/sbin/mariadbd --defaults-file=%s --user=mysql --verbose --help"]);
    expect(checked("rich-ubuntu")).toEqual([]);
  });

  test("every server has a number of its own, from its address", () => {
    expect([0, 1].map((position) => /server_id = (\d+)/.exec(settingsOf("plain", position))?.[1])).toEqual([
      "167772211",
      "167772212",
    ]);
  });

  test("passwords are named and never held, and root alone reads the file that gets them", () => {
    const file = filesOf(clusterOf("rich")).get("etc/mysql-pair/accounts") ?? expect.unreachable();

    expect(file.mode).toBe(0o600);
    expect(file.content.split("\n").slice(1)).toEqual([
      "replication - @@secret:db/replication@@",
      "blog blog @@secret:db/blog@@",
      "shop shop @@secret:db/shop@@",
      "",
    ]);
  });

  test("a database that is bought leaves nothing on machines", () => {
    const cluster = clusterOf("plain", ({ spec }) => {
      spec.hostServices.mysql = { kind: "external", host: "rds.example.com" };
    });

    expect(machinesRunning(cluster, "mysql")).toEqual([]);
    expect(messages(cluster)).toEqual([]);
  });

  test("a disk for data holds the tables and the dumps, and the server waits for it", () => {
    const files = filesOf(clusterOf("rich"));

    expect(files.get("etc/systemd/system/var-lib-mysql.mount")?.content).toContain("What=/srv/mysql/data\n");
    expect(files.get("etc/systemd/system/mysql-prepare.service")?.content).toContain(
      "RequiresMountsFor=/var/lib/mysql\n",
    );
  });
});

describe("rules", () => {
  test.each<[string, (document: ExampleDocument) => void, string]>([
    [
      "a primary from elsewhere",
      ({ spec }) => Object.assign(spec.hostServices.mysql as object, { primary: "lb-1" }),
      "mysql-primary lb-1 is no machine of db (db-1, db-2)",
    ],
    [
      "one server",
      ({ spec }) => {
        for (const range of spec.machines.db?.ranges ?? []) range.last = 1;
      },
      "mysql-replica MySQL has one server, db-1, in production",
    ],
    [
      "two servers",
      () => {},
      "mysql-no-witness MySQL has two servers and no witness, so that nobody promotes the replica by itself: writes stop with the primary until a person acts",
    ],
    ["dumps beside the data", () => {}, "mysql-backup-copy dumps of MySQL stay on its own machines"],
    [
      "no disk for the data",
      () => {},
      "mysql-disk the machines of db have no disk for the data of MySQL, which would lie on the system's",
    ],
  ])("%s", (_name, change, message) => {
    expect(messages(clusterOf("plain", change))).toContain(message);
  });

  test("packages from the internet, where there is none", () => {
    const offline = (document: ExampleDocument) => {
      document.spec.site.internet = "none";
      document.spec.hostServices.mysql = { group: "db", primary: "db-1" };
    };

    expect(messages(clusterOf("rich-centos", offline))).toContain(
      "mysql-packages site.internet is none, and MySQL comes from https://repo.mysql.com/yum/mysql-8.0-community/el/7",
    );
    expect(messages(clusterOf("rich-rocky", offline)).join()).not.toContain("mysql-packages");
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

describe.skipIf(!hasPrograms("mariadbd"))("MariaDB itself", () => {
  const judgeSettings = (text: string) => {
    const folder = temporaryFolder();
    writeFiles(folder, [{ path: "my.cnf", content: text, mode: 0o644 }]);
    return runProgram("mariadbd", [`--defaults-file=${folder}/my.cnf`, "--user=mysql", "--verbose", "--help"]);
  };

  test.each(["plain", "rich"])("knows every setting of %s", (example) => {
    const text = textOf(settingsFiles.plain ?? "", clusterOf(example));

    expect(judgeSettings(text).status).toBe(0);
  });

  test("would refuse a setting of MySQL", () => {
    expect(judgeSettings(settingsOf("rich-rocky"))).toMatchObject({
      status: expect.not.toSatisfy((status) => status === 0),
      output: expect.stringContaining("unknown variable 'gtid_mode=ON'"),
    });
  });
});

describe.skipIf(!(hasPrograms("mariadbd", "mariadb-install-db") && canSandbox() && isRoot))("a server", () => {
  test("starts from its files, takes writes as first primary, knows its accounts, and is dumped", async () => {
    const cluster = clusterOf("plain");
    const sandbox = await Sandbox.open();
    onTestFinished(() => sandbox.close());
    const machine = serverOf(cluster);
    const files = new Map(
      [...filesOf(cluster, machine)].map(([path, file]) => [
        path,
        { ...file, content: file.content.replaceAll(/@@secret:[^@]+@@/g, "it's a \\ secret") },
      ]),
    );
    const host = {
      name: machine.name,
      interface: "eth0",
      addresses: [`${machine.address}/24`],
      files: fileTree(files.values()),
      writable: ["run", "var/lib", "var/backups"],
    };
    await sandbox.add(host);

    const prepared = await sandbox.run(host, ["bash", "-euc", "install -d -o mysql /run/mysqld; mysql-prepare"]);
    expect(prepared.status, prepared.output).toBe(0);
    sandbox.start(host, ["mariadbd", "--user=mysql"]);
    const started = "until mariadb-admin --silent ping 2>/dev/null; do sleep 0.2; done";
    await sandbox.run(host, ["timeout", "25", "bash", "-c", started]);
    const check = ["/usr/libexec/keepalived/check-mysql-writable.sh"];
    expect((await sandbox.run(host, check)).status).not.toBe(0);

    sandbox.start(host, ["mysql-pair", "settle"]);
    const settled = `until ${check}; do sleep 0.2; done`;
    expect((await sandbox.run(host, ["timeout", "25", "bash", "-c", settled])).status, sandbox.journal()).toBe(0);
    const asReplica = `MYSQL_PWD="it's a \\\\ secret" mariadb --host=${machine.address} --user=replication -e 'SELECT 1'`;
    expect(await sandbox.run(host, ["bash", "-c", asReplica])).toMatchObject({ status: 0 });
    expect(await sandbox.run(host, ["mysql-backup"])).toEqual({ status: 0, output: "" });
    expect(
      (await sandbox.run(host, ["bash", "-c", "zgrep -c 'CREATE TABLE' /var/backups/mysql/*.sql.gz"])).status,
    ).toBe(0);
  }, 90_000);
});

function messages(cluster: Cluster): string[] {
  return judge(cluster)
    .filter(({ code }) => code.startsWith("mysql-"))
    .map(({ code, message }) => `${code} ${message}`);
}
