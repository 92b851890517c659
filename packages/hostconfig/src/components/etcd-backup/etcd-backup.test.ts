import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import {
  builtinReleases,
  type Cluster,
  type Component,
  type ExampleDocument,
  etcdMembers,
  type File,
  file,
  fileTree,
  judge,
  type Machine,
  machinesRunning,
  optionsFor,
  requireCluster,
} from "@groundplan/core-model";
import { describe, expect, onTestFinished, test } from "vitest";
import { hasPrograms, runProgram } from "../../../../../tools/sandbox/programs.ts";
import { canSandbox, isRoot, Sandbox, type SandboxMachine } from "../../../../../tools/sandbox/sandbox.ts";
import { machineTree } from "../../machine-plan.ts";
import { hostComponents } from "../../registry.ts";
import { onCalendar } from "./calendar.ts";
import { examples } from "./examples.ts";
import { etcdBackup } from "./index.ts";

function clusterOf(name: string, change = (_: ExampleDocument) => {}, given: Partial<Catalogue> = {}): Cluster {
  const document = examples[name]?.() ?? expect.unreachable();
  change(document);
  const { components = [etcdBackup], releases = builtinReleases } = given;
  return requireCluster(document, { components, releases, priceBooks: [], deliveries: ["ansible"] });
}

interface Catalogue {
  readonly components: readonly Component[];
  readonly releases: typeof builtinReleases;
}

function memberOf(cluster: Cluster): Machine {
  return etcdMembers(cluster)[0] ?? expect.unreachable();
}

function filesOf(cluster: Cluster): ReadonlyMap<string, File> {
  return fileTree(etcdBackup.files(cluster, memberOf(cluster), optionsFor(cluster, etcdBackup)));
}

const inAnyExample = Object.keys(examples);

describe("files", () => {
  test.each(inAnyExample)("%s", async (name) => {
    for (const { path, content } of filesOf(clusterOf(name)).values()) {
      await expect(content).toMatchFileSnapshot(`golden/${name}/${path}`);
    }
  });

  test("a snapshot asks one member, that of its own machine", () => {
    const endpoints = ["plain", "external"].map(
      (name) =>
        filesOf(clusterOf(name))
          .get("usr/local/sbin/etcd-backup")
          ?.content.match(/ENDPOINTS=(.*)/)?.[1],
    );

    expect(endpoints).toEqual(["https://127.0.0.1:2379", "https://10.0.0.41:2379"]);
  });

  test("nothing is deleted before the new snapshot is whole", () => {
    const script = filesOf(clusterOf("plain")).get("usr/local/sbin/etcd-backup")?.content ?? "";
    const steps = ["set -euo pipefail", "snapshot save", "snapshot status", "mv --", "-delete"].map((step) =>
      script.indexOf(step),
    );

    expect(steps).toEqual([...steps].sort((a, b) => a - b));
    expect(steps).not.toContain(-1);
  });

  test("tools are brought where etcd runs from an image, and nowhere else", () => {
    const supplies = ["plain", "external", "rich"].map((name) => {
      const cluster = clusterOf(name);
      return etcdBackup
        .software(cluster, memberOf(cluster), optionsFor(cluster, etcdBackup))
        .supplies?.map(({ from }) => from);
    });

    expect(supplies).toEqual([
      [{ url: "https://github.com/etcd-io/etcd/releases/download/v3.6.8/etcd-v3.6.8-linux-amd64.tar.gz" }],
      undefined,
      [{ clusterFile: "supplies/etcd.tar.gz" }],
    ]);
  });

  test("without backup there is nothing to do", () => {
    const cluster = clusterOf("plain", ({ spec }) => {
      spec.kubernetes.etcd = { kind: "stacked" };
      spec.hostServices = { "etcd-backup": {} };
    });

    expect(machinesRunning(cluster, "etcd-backup")).toEqual([]);
  });
});

describe("a schedule of cron", () => {
  const schedules: readonly [string, readonly string[]][] = [
    ["0 */6 * * *", ["*-*-* 0,6,12,18:0:00"]],
    ["0 1 * * *", ["*-*-* 1:0:00"]],
    ["*/20 9-17/4 * * 1-5", ["Mon,Tue,Wed,Thu,Fri *-*-* 9,13,17:0,20,40:00"]],
    ["30 2 1 1,7 *", ["*-1,7-1 2:30:00"]],
    ["15 3 1,15 * 0", ["*-*-1,15 3:15:00", "Sun *-*-* 3:15:00"]],
    ["0 0 * * 0,7,6", ["Sat,Sun *-*-* 0:0:00"]],
    ["* * * * *", ["*-*-* *:*:00"]],
  ];

  test.each(schedules)("%s has its place in systemd's calendar", (schedule, calendar) => {
    expect(onCalendar(schedule)).toEqual(calendar);
  });

  test.each([
    "60 0 * * *",
    "0 24 * * *",
    "0 0 0 * *",
    "0 0 32 * *",
    "0 0 * 13 *",
    "0 0 * * 8",
    "5-1 * * * *",
    "*/0 * * * *",
    "5/10 * * * *",
    "-1 * * * *",
    "0 0 * *",
  ])("%s has none", (schedule) => {
    expect(onCalendar(schedule)).toBeUndefined();
  });

  test.skipIf(!hasPrograms("systemd-analyze"))("systemd reads every one of them", () => {
    const calendars = schedules.flatMap(([, calendar]) => calendar);

    const { status, output } = runProgram("systemd-analyze", ["calendar", ...calendars]);

    expect({ status, output }).toMatchObject({ status: 0 });
  });
});

describe("rules", () => {
  test("a time that does not exist is told", () => {
    const cluster = clusterOf("plain", ({ spec }) => {
      spec.kubernetes.etcd = { kind: "stacked", backup: { schedule: "0 25 * * *", keepDays: 14 } };
    });

    expect(messages(cluster, "etcd-backup-schedule")).toEqual([
      '"0 25 * * *" names a minute, an hour or a day that does not exist',
    ]);
    expect(messages(clusterOf("rich"), "etcd-backup-schedule")).toEqual([]);
  });

  test("options without a schedule are told", () => {
    const cluster = clusterOf("rich", ({ spec }) => {
      spec.kubernetes.etcd = { kind: "stacked" };
    });

    expect(messages(cluster, "etcd-backup-options-unused")).toEqual([
      "there are options for snapshots of etcd, and kubernetes.etcd has no backup",
    ]);
    expect(messages(clusterOf("rich"), "etcd-backup-options-unused")).toEqual([]);
  });

  test("a site without internet names where the tools come from", () => {
    const withoutInternet = ({ spec }: ExampleDocument) => {
      spec.site.internet = "none";
    };

    expect(messages(clusterOf("plain", withoutInternet), "etcd-backup-archive")).toEqual([
      "site.internet is none, and etcd comes from https://github.com/etcd-io/etcd/releases/download/v3.6.8/etcd-v3.6.8-linux-amd64.tar.gz",
    ]);
    expect(messages(clusterOf("rich", withoutInternet), "etcd-backup-archive")).toEqual([]);
    expect(messages(clusterOf("external", withoutInternet), "etcd-backup-archive")).toEqual([]);
  });

  test("a release without the archive is told", () => {
    const releases = releasesWithEtcd("3.6.8");

    expect(messages(clusterOf("plain", undefined, { releases }), "etcd-backup-release")).toEqual([
      "etcd-backup installs programs of etcd, and release 2026.11.0 pins no archive of it",
    ]);
    expect(messages(clusterOf("external", undefined, { releases }), "etcd-backup-release")).toEqual([]);
    expect(messages(clusterOf("plain"), "etcd-backup-release")).toEqual([]);
  });
});

test.skipIf(!hasPrograms("shellcheck")).each(inAnyExample)(
  "shellcheck has nothing to say about the %s script",
  (name) => {
    const script = filesOf(clusterOf(name)).get("usr/local/sbin/etcd-backup")?.content ?? "";

    expect(runProgram("shellcheck", ["-"], { input: script })).toEqual({ status: 0, output: "" });
  },
);

test.skipIf(!hasPrograms("systemd-analyze")).each(inAnyExample)("systemd accepts the %s units", (name) => {
  const folder = temporaryFolder();
  for (const { path, content } of filesOf(clusterOf(name)).values()) {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    // systemd asks whether a program is there before it asks anything else.
    writeFileSync(target, content.replaceAll(/^(ExecStart=)\S+/gm, "$1/bin/true"));
  }
  const units = join(folder, "etc/systemd/system");

  const { status, output } = runProgram(
    "systemd-analyze",
    ["verify", "--man=no", "etcd-backup.service", "etcd-backup.timer"],
    {
      env: { SYSTEMD_UNIT_PATH: `${units}:` },
    },
  );

  expect({ status, output }).toEqual({ status: 0, output: "" });
});

const possible = hasPrograms("etcd", "etcdctl", "openssl") && canSandbox() && isRoot;

describe.skipIf(!possible)("etcd itself", { timeout: 60_000 }, () => {
  test("gives a whole snapshot; the old ones go with the next success, and stay when there is none", async () => {
    // The version whose tools are packaged, which has no etcdutl yet.
    const cluster = clusterOf("external", alone, { components: hostComponents, releases: releasesWithEtcd("3.4.23") });
    const sandbox = await Sandbox.open();
    onTestFinished(() => sandbox.close());
    const host = memberWithCertificates(cluster);
    await sandbox.add(host);
    const run = (command: string) => sandbox.run(host, ["bash", "-c", command]);
    sandbox.start(host, ["bash", "-c", "echo $$ >/run/etcd.pid; exec etcd --config-file=/etc/etcd/etcd.yaml"]);
    for (let count = 0; count < 40; count++) {
      if ((await run(". /etc/profile.d/etcdctl.sh; etcdctl put key value")).status === 0) break;
      await setTimeout(250);
    }
    const old =
      "mkdir -p /var/backups/etcd; touch -d '40 days ago' /var/backups/etcd/old.db; touch -d '2 days ago' /var/backups/etcd/young.db";
    await run(old);

    expect(await run("/usr/local/sbin/etcd-backup")).toMatchObject({ status: 0 });
    expect((await run("ls /var/backups/etcd")).output).toMatch(/^(young\.db\n)?\S+-\d{8}T\d{6}Z\.db\n(young\.db\n)?$/);
    expect((await run("etcdctl snapshot status -w json /var/backups/etcd/*Z.db")).output).toMatch(/"totalKey":\d/);

    await run(`kill -9 $(cat /run/etcd.pid); ${old}`);
    expect((await run("timeout 10 /usr/local/sbin/etcd-backup")).status).not.toBe(0);
    const left = (await run("ls /var/backups/etcd")).output;
    expect(left.split("\n")).toEqual(expect.arrayContaining(["old.db", "young.db", expect.stringMatching(/Z\.db$/)]));
  });
});

/** One member, for a rehearsal on one machine. */
function alone({ spec }: ExampleDocument): void {
  for (const range of spec.machines.etcd?.ranges ?? []) range.last = 1;
  spec.hostServices = { etcd: { archive: { file: "etcd.tar.gz" } } };
}

/** The current release with another etcd, of which nothing more is known than one binary or none. */
function releasesWithEtcd(version: string): typeof builtinReleases {
  const binaries = version === "3.6.8" ? [] : [{ name: "etcd", url: "https://example.com/etcd-ARCH.tar.gz" }];
  const etcd = { version, lifecycle: { state: "active" as const }, binaries };
  return builtinReleases.map((release) => ({ ...release, components: { ...release.components, etcd } }));
}

/** A certificate that is its own authority, for the one member. */
function memberWithCertificates(cluster: Cluster): SandboxMachine {
  const folder = temporaryFolder();
  const { name, address } = memberOf(cluster);
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "member.key"];
  const names = ["-addext", `subjectAltName=IP:${address}`, "-subj", `/CN=${name}`];
  execFileSync("openssl", ["req", "-x509", ...key, ...names, "-days", "1", "-out", "member.crt"], {
    cwd: folder,
    stdio: "ignore",
  });
  const pki = ["ca.crt", "member.crt", "member.key"].map((part) =>
    file({
      path: `etc/etcd/pki/${part}`,
      content: readFileSync(join(folder, part.replace("ca.crt", "member.crt")), "utf8"),
      component: "test",
    }),
  );
  const files = fileTree([...machineTree(cluster, memberOf(cluster)).values(), ...pki]);
  return {
    name,
    interface: "eth0",
    addresses: [`${address}/24`],
    files,
    writable: ["var/lib/etcd", "var/backups", "run"],
  };
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "etcd-backup-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

function messages(cluster: Cluster, code: string): string[] {
  return judge(cluster).flatMap((problem) => (problem.code === code ? [problem.message] : []));
}
