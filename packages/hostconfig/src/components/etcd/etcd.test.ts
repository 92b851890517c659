import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import {
  builtinReleases,
  type Cluster,
  type ExampleDocument,
  exampleDocument,
  type File,
  file,
  fileTree,
  hostPorts,
  judge,
  type Machine,
  machinesRunning,
  optionsFor,
  requireCluster,
} from "@groundplan/core-model";
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { parse } from "yaml";
import { hasPrograms, runProgram } from "../../../../../tools/sandbox/programs.ts";
import { canSandbox, isRoot, Sandbox, type SandboxMachine } from "../../../../../tools/sandbox/sandbox.ts";
import { etcd } from "./index.ts";

function clusterOf(change = (_: ExampleDocument) => {}, releases = builtinReleases): Cluster {
  const document = exampleDocument();
  document.spec.machines.etcd = {
    network: "nodes",
    size: { cpuCores: 4, memoryGiB: 8 },
    disks: [{ name: "system", sizeGB: 40 }],
    ranges: [{ name: "etcd-", first: 1, last: 3, firstAddress: "10.0.0.41" }],
  };
  document.spec.kubernetes.etcd = { kind: "external", group: "etcd" };
  change(document);
  return requireCluster(document, { components: [etcd], releases, priceBooks: [], deliveries: ["ansible"] });
}

/** The older release, whose checksums are not known, on CentOS 7; a disk for the database; every option set. */
function enrich({ spec }: ExampleDocument): void {
  spec.os = { distribution: "centos", version: "7.9" };
  spec.release = "2023.8.1";
  spec.kubernetes.etcd = { kind: "external", group: "etcd", roundTripMs: 250 };
  spec.machines.etcd?.disks.push({ name: "etcd", sizeGB: 40, device: "/dev/nvme0n1", use: "etcd", kind: "nvme" });
  spec.hostServices = {
    etcd: {
      archive: { url: "https://mirror.example.com/etcd.tar.gz" },
      architecture: "arm64",
      quotaGiB: 4,
      metrics: "network",
    },
  };
}

function stack({ spec }: ExampleDocument): void {
  spec.kubernetes.etcd = { kind: "stacked" };
  spec.hostServices = { etcd: {} };
}

function memberOf(cluster: Cluster, position = 0): Machine {
  return machinesRunning(cluster, "etcd")[position] ?? expect.unreachable();
}

function filesOf(cluster: Cluster, machine = memberOf(cluster)): ReadonlyMap<string, File> {
  return fileTree(etcd.files(cluster, machine, optionsFor(cluster, etcd)));
}

function configurationOf(cluster: Cluster, machine = memberOf(cluster)): Record<string, unknown> {
  return parse(filesOf(cluster, machine).get("etc/etcd/etcd.yaml")?.content ?? "");
}

describe("files", () => {
  test.each([
    ["plain", clusterOf()],
    ["rich", clusterOf(enrich)],
  ])("%s", async (name, cluster) => {
    for (const { path, content } of filesOf(cluster).values()) {
      await expect(content).toMatchFileSnapshot(`golden/${name}/${path}`);
    }
  });

  test("every member knows all members, and itself by its own name and address", () => {
    const cluster = clusterOf();
    const all = "etcd-1=https://10.0.0.41:2380,etcd-2=https://10.0.0.42:2380,etcd-3=https://10.0.0.43:2380";

    const members = [0, 1, 2].map((position) => configurationOf(cluster, memberOf(cluster, position)));

    expect(members.map((member) => member["initial-cluster"])).toEqual([all, all, all]);
    expect(members.map(({ name }) => name)).toEqual(["etcd-1", "etcd-2", "etcd-3"]);
    expect(members.map((member) => member["listen-peer-urls"])).toEqual([
      "https://10.0.0.41:2380",
      "https://10.0.0.42:2380",
      "https://10.0.0.43:2380",
    ]);
  });

  test("heartbeat and election follow the round trip, and are never below etcd's own", () => {
    expect(configurationOf(clusterOf())).toMatchObject({ "heartbeat-interval": 100, "election-timeout": 1000 });
    expect(configurationOf(clusterOf(enrich))).toMatchObject({ "heartbeat-interval": 250, "election-timeout": 2500 });
  });

  test("nobody speaks to a member without a certificate, neither clients nor other members", () => {
    const configuration = configurationOf(clusterOf());

    for (const side of ["client-transport-security", "peer-transport-security"]) {
      expect(configuration[side]).toMatchObject({
        "client-cert-auth": true,
        "trusted-ca-file": "/etc/etcd/pki/ca.crt",
      });
    }
  });

  test("no file holds a key or waits for one", () => {
    for (const { content, secrets } of filesOf(clusterOf()).values()) {
      expect(content).not.toMatch(/PRIVATE KEY|@@secret/);
      expect(secrets).toEqual([]);
    }
  });

  test("names from the document add no setting", () => {
    const cluster = clusterOf();
    const keys = Object.keys(configurationOf(cluster));
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (name) => {
        const machines = cluster.machines.map((machine) => ({ ...machine, name }));
        const renamed: Cluster = { ...cluster, name, machines };

        const read = configurationOf(renamed);

        expect(Object.keys(read)).toEqual(keys);
        expect(read).toMatchObject({ name, "initial-cluster-token": name });
      }),
    );
  });
});

describe("software", () => {
  test("the programs come from the archive that the release pins, and its checksum is asked", () => {
    const cluster = clusterOf();

    expect(etcd.software(cluster, memberOf(cluster), optionsFor(cluster, etcd)).supplies).toEqual([
      {
        path: "/usr/local/src/etcd-v3.6.8-linux-amd64.tar.gz",
        mode: 0o644,
        from: { url: "https://github.com/etcd-io/etcd/releases/download/v3.6.8/etcd-v3.6.8-linux-amd64.tar.gz" },
      },
    ]);
    expect(filesOf(cluster).get("etc/etcd/archive.sha256")?.content).toMatch(
      /^#.*\n[0-9a-f]{64} {2}\/usr\/local\/src\/etcd-v3\.6\.8-linux-amd64\.tar\.gz\n$/,
    );
  });

  test("or from where the site has it", () => {
    const fromMirror = clusterOf(enrich);
    const fromFolder = clusterOf(({ spec }) => {
      spec.hostServices = { etcd: { archive: { file: "supplies/etcd.tar.gz" } } };
    });

    const sources = [fromMirror, fromFolder].map(
      (cluster) => etcd.software(cluster, memberOf(cluster), optionsFor(cluster, etcd)).supplies?.[0]?.from,
    );

    expect(sources).toEqual([
      { url: "https://mirror.example.com/etcd.tar.gz" },
      { clusterFile: "supplies/etcd.tar.gz" },
    ]);
  });

  test("figures stay on loopback unless the network asks for them", () => {
    const figures = [clusterOf(), clusterOf(enrich)].map((cluster) =>
      hostPorts(cluster, memberOf(cluster)).find(({ port }) => port === 2381),
    );

    expect(figures.map((port) => port?.address)).toEqual(["127.0.0.1", undefined]);
  });

  test("a stacked etcd is not its matter", () => {
    expect(machinesRunning(clusterOf(stack), "etcd")).toEqual([]);
  });
});

describe("rules", () => {
  test("a site without internet names where the archive comes from", () => {
    const cluster = clusterOf(({ spec }) => {
      spec.site.internet = "none";
    });

    expect(messages(cluster, "etcd-archive")).toEqual([
      "site.internet is none, and etcd comes from https://github.com/etcd-io/etcd/releases/download/v3.6.8/etcd-v3.6.8-linux-amd64.tar.gz",
    ]);
    expect(messages(clusterOf(enrich), "etcd-archive")).toEqual([]);
  });

  test("a release without the archive is told", () => {
    const releases = builtinReleases.map((release) => ({
      ...release,
      components: { ...release.components, etcd: { version: "3.6.8", lifecycle: { state: "active" as const } } },
    }));

    expect(messages(clusterOf(undefined, releases), "etcd-release")).toEqual([
      "etcd installs programs of etcd, and release 2026.11.0 pins no archive of it",
    ]);
    expect(messages(clusterOf(), "etcd-release")).toEqual([]);
  });

  test("options without members are told", () => {
    expect(messages(clusterOf(stack), "etcd-options-unused")).toEqual([
      "there are options for etcd on machines of its own, and kubernetes.etcd.kind is stacked",
    ]);
    expect(messages(clusterOf(enrich), "etcd-options-unused")).toEqual([]);
  });
});

describe.skipIf(!hasPrograms("systemd-analyze"))("systemd", () => {
  test.each([
    ["plain", clusterOf()],
    ["rich", clusterOf(enrich)],
  ])("accepts the units of the %s member", (_name, cluster) => {
    const folder = temporaryFolder();
    for (const { path, content } of filesOf(cluster).values()) writeInto(folder, path, content);
    const units = join(folder, "etc/systemd/system");
    const names = ["etcd.service", "etcd-install.service"];
    // systemd asks whether a program is there before it asks anything else.
    for (const name of names) {
      const text = readFileSync(join(units, name), "utf8");
      writeFileSync(join(units, name), text.replaceAll(/^(ExecStart=-?)\S+/gm, "$1/bin/true"));
    }

    const { status, output } = runProgram("systemd-analyze", ["verify", "--man=no", ...names], {
      env: { SYSTEMD_UNIT_PATH: `${units}:` },
    });

    expect({ status, output }).toEqual({ status: 0, output: "" });
  });
});

test.skipIf(!hasPrograms("shellcheck"))("shellcheck has nothing to say about the profile", () => {
  const profile = filesOf(clusterOf()).get("etc/profile.d/etcdctl.sh")?.content ?? "";

  expect(runProgram("shellcheck", ["--shell=sh", "-"], { input: profile })).toEqual({ status: 0, output: "" });
});

const programs = ["etcd", "etcdctl", "openssl"];

describe.skipIf(!(hasPrograms(...programs) && canSandbox() && isRoot))("etcd itself", { timeout: 60_000 }, () => {
  test("three members form a cluster from their files, and keep it when one is lost", async () => {
    const cluster = clusterOf();
    const sandbox = await Sandbox.open();
    onTestFinished(() => sandbox.close());
    const hosts = membersWithCertificates(cluster);
    for (const host of hosts) await sandbox.add(host);
    for (const host of hosts) {
      sandbox.start(host, ["bash", "-c", "echo $$ >/run/etcd.pid; exec etcd --config-file=/etc/etcd/etcd.yaml"]);
    }

    await eventually(async () => {
      const report = await ask(0, "endpoint", "health", "--cluster");
      return report.match(/is healthy/g)?.length === 3 ? report : "";
    });
    expect(await ask(0, "put", "key", "value")).toContain("OK\n");
    await sandbox.run(hosts[0] ?? expect.unreachable(), ["bash", "-c", "kill -9 $(cat /run/etcd.pid)"]);
    expect(await eventually(() => ask(1, "get", "key"))).toContain("key\nvalue\n");
    expect(await eventually(() => ask(2, "endpoint", "health"))).toContain("is healthy");

    /** As root does on the machine, whose shell has read the profile. */
    async function ask(position: number, ...words: string[]): Promise<string> {
      const command = [". /etc/profile.d/etcdctl.sh", `etcdctl ${words.join(" ")}`].join("; ");
      const { status, output } = await sandbox.run(hosts[position] ?? expect.unreachable(), ["bash", "-c", command]);
      return status === 0 ? output : "";
    }

    async function eventually(answer: () => Promise<string>): Promise<string> {
      for (let count = 0; count < 40; count++) {
        const text = await answer();
        if (text !== "") return text;
        await setTimeout(250);
      }
      return expect.fail(`no answer in time:\n${sandbox.journal()}`);
    }
  });
});

/** Certificates as a delivery mints them: one authority, and a pair of each member's own that names its address. */
function membersWithCertificates(cluster: Cluster): readonly SandboxMachine[] {
  const folder = temporaryFolder();
  const openssl = (...words: string[]) => execFileSync("openssl", words, { cwd: folder, stdio: "ignore" });
  const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  openssl("req", "-x509", ...newKey, "-subj", "/CN=etcd-ca", "-days", "1", "-keyout", "ca.key", "-out", "ca.crt");
  return machinesRunning(cluster, "etcd").map((machine) => {
    const { name, address } = machine;
    writeFileSync(join(folder, "names"), `subjectAltName=IP:${address}\nextendedKeyUsage=serverAuth,clientAuth\n`);
    openssl("req", ...newKey, "-subj", `/CN=${name}`, "-keyout", "member.key", "-out", "member.csr");
    openssl(
      "x509",
      "-req",
      "-in",
      "member.csr",
      "-CA",
      "ca.crt",
      "-CAkey",
      "ca.key",
      "-CAcreateserial",
      "-days",
      "1",
      "-extfile",
      "names",
      "-out",
      "member.crt",
    );
    const pki = ["ca.crt", "member.crt", "member.key"].map((part) =>
      file({ path: `etc/etcd/pki/${part}`, content: readFileSync(join(folder, part), "utf8"), component: "test" }),
    );
    const files = fileTree([...filesOf(cluster, machine).values(), ...pki]);
    return { name, interface: "eth0", addresses: [`${address}/24`], files, writable: ["var/lib/etcd", "run"] };
  });
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "etcd-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

function writeInto(folder: string, path: string, content: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

function messages(cluster: Cluster, code: string): string[] {
  return judge(cluster).flatMap((problem) => (problem.code === code ? [problem.message] : []));
}
