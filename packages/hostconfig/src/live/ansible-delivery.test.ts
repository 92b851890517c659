import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import {
  builtinReleases,
  type Cluster,
  exampleDocument,
  findReleaseComponent,
  machinesIn,
  pinnedVersion,
  type Release,
  requireCluster,
  under,
} from "@groundplan/core-model";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BootedMachines, canBoot } from "../../../../tools/sandbox/booted-machines.ts";
import { hasPrograms, type Outcome } from "../../../../tools/sandbox/programs.ts";
import { ansibleFiles } from "../deliveries/ansible/files.ts";
import { foldGroup } from "../kit/fold-group.ts";
import { hostComponents } from "../registry.ts";

// A pair of balancers and three members of etcd, brought up by ansible-playbook over SSH on machines that boot, from the tree as
// it is generated.
const programs = ["ansible-playbook", "haproxy", "keepalived", "chronyd", "etcd", "etcdctl", "openssl", "tar"];
const possible = process.env.GROUNDPLAN_LIVE === "1" && hasPrograms(...programs) && canBoot();

describe.skipIf(!possible)("Ansible on machines that boot", { timeout: 300_000 }, () => {
  let machines: BootedMachines;
  let release: Release;

  beforeAll(async () => {
    machines = await BootedMachines.boot([
      { name: "lb-1", address: "10.0.0.11" },
      { name: "lb-2", address: "10.0.0.12" },
      { name: "etcd-1", address: "10.0.0.41" },
      { name: "etcd-2", address: "10.0.0.42" },
      { name: "etcd-3", address: "10.0.0.43" },
    ]);
    writeFileSync(join(machines.folder, "known_hosts"), machines.knownHosts);
    release = releaseWithOurEtcd(machines.folder);
    render();
  }, 60_000);

  afterAll(() => machines?.close());

  test("refuses a machine whose key is not pinned", async () => {
    writeFileSync(join(machines.folder, "known_hosts"), machines.knownHosts.replace(/^10\.0\.0\.12 .*\n/m, ""));

    const outcome = await play("preflight");

    writeFileSync(join(machines.folder, "known_hosts"), machines.knownHosts);
    expect(outcome.status).not.toBe(0);
    expect(outcome.output).toMatch(/lb-2.*(Host key verification failed|host key is known)/s);
  });

  test("brings a pair into service and forms a quorum from nothing", async () => {
    const outcome = await site();

    expect(outcome.status, outcome.output).toBe(0);
    expect(recap(outcome)["lb-1"]).toMatchObject({ failed: 0 });
    expect(recap(outcome)["lb-1"]?.changed).toBeGreaterThan(0);
    expect(await holdersOfAddress()).toHaveLength(1);
    const health = await machines.on(
      "etcd-2",
      "source /etc/profile.d/etcdctl.sh; etcdctl endpoint health --cluster 2>&1",
    );
    expect(health.output.match(/is healthy/g)).toHaveLength(3);
  });

  test("keeps every member's key on its machine, and the authority's on the first", async () => {
    const sums = [];
    for (const name of ["etcd-1", "etcd-2", "etcd-3"]) {
      sums.push((await machines.on(name, "sha256sum < /etc/etcd/pki/member.key")).output);
      expect((await machines.on(name, "stat --format='%a %U' /etc/etcd/pki/member.key")).output).toBe("600 etcd\n");
      const authority = (await machines.on(name, "ls /etc/etcd/pki/ca.key")).status === 0;
      expect(authority).toBe(name === "etcd-1");
    }

    expect(new Set(sums).size).toBe(3);
  });

  test("changes nothing in a second run", async () => {
    const outcome = await site();

    expect(outcome.status, outcome.output).toBe(0);
    for (const [name, { changed, failed }] of Object.entries(recap(outcome)))
      expect([name, changed, failed]).toEqual([name, 0, 0]);
  });

  test("shows what a hand has changed, and leaves it when it is only asked", async () => {
    await must("lb-2", "sed -i 's/timeout connect .*/timeout connect 99s/' /etc/haproxy/haproxy.cfg");

    const outcome = await play("host-services", "--check", "--diff");

    expect(outcome.status, outcome.output).toBe(0);
    expect(outcome.output).toMatch(/^-\s+timeout connect 99s$/m);
    expect(outcome.output).toContain('"reload haproxy"');
    expect(await must("lb-2", "grep -c 'timeout connect 99s' /etc/haproxy/haproxy.cfg")).toBe("1\n");
    expect(recap(outcome)["lb-1"]?.changed).toBe(0);
  });

  test("puts it right, on that machine alone, by reloading and not by restarting", async () => {
    const before = await must("lb-2", "systemctl show --value --property=MainPID haproxy");

    const outcome = await play("host-services");

    expect(outcome.status, outcome.output).toBe(0);
    expect(recap(outcome)["lb-1"]?.changed).toBe(0);
    expect(await must("lb-2", "grep -c 'timeout connect 99s' /etc/haproxy/haproxy.cfg || true")).toBe("0\n");
    expect(await must("lb-2", "systemctl show --value --property=MainPID haproxy")).toBe(before);
  });

  test("takes the standby first, and stops there when its program refuses the file", async () => {
    const [holder, standby] = await pair();
    const before = await must(holder, "sha256sum /etc/haproxy/haproxy.cfg");
    await must(standby, "printf '#!/bin/sh\\nexit 1\\n' > /usr/local/sbin/haproxy && chmod +x /usr/local/sbin/haproxy");
    render({ haproxy: { idleHours: 4 } });

    const outcome = await play("host-services");

    expect(outcome.status).not.toBe(0);
    expect(outcome.output).toMatch(new RegExp(`failed: \\[${standby}\\].*failed to validate`));
    expect(await must(holder, "sha256sum /etc/haproxy/haproxy.cfg")).toBe(before);
    expect(await holdersOfAddress()).toEqual([holder]);
    await must(standby, "rm /usr/local/sbin/haproxy");
  });

  test("leaves the holder alone while the standby cannot cover for it", async () => {
    const [holder, standby] = await pair();
    await must(standby, "systemctl stop haproxy");

    const outcome = await play("host-services", `--limit=${holder}`);

    expect(outcome.status).not.toBe(0);
    expect(outcome.output).toContain(`${holder} is not touched: ${standby} cannot cover for it`);
    await must(standby, "systemctl start haproxy");
  });

  test("remembers a reload that an earlier run owed, though no file differs any more", async () => {
    const [holder, standby] = await pair();
    const lines = ["[Service]", "ExecReload=", "ExecReload=/bin/false", ""].join("\\n");
    const dropIn = "/etc/systemd/system/haproxy.service.d/zz.conf";
    await must(standby, `printf '${lines}' > ${dropIn}; systemctl daemon-reload`);
    const failed = await play("host-services");
    expect(failed.status).not.toBe(0);
    await must(standby, `rm ${dropIn}; systemctl daemon-reload`);
    expect(await must(standby, "grep -c 'timeout client 4h' /etc/haproxy/haproxy.cfg")).toBe("1\n");
    const since = await must(standby, "date +%s.%N");

    const outcome = await play("host-services");

    expect(outcome.status, outcome.output).toBe(0);
    const journal = await must(standby, `journalctl --unit=haproxy --since=@${since.trim()} --output=cat`);
    expect(journal).toMatch(/Reloading HAProxy/);
    expect(await must(holder, "grep -c 'timeout client 4h' /etc/haproxy/haproxy.cfg")).toBe("1\n");
  });

  test("restarts the members of a quorum one by one: whoever writes does not notice", async () => {
    render({ haproxy: { idleHours: 4 }, etcd: { quotaGiB: 4 } });
    const writer = writeAllTheTime(90);

    const outcome = await play("etcd");

    await must("etcd-1", "touch /run/enough");
    expect(outcome.status, outcome.output).toBe(0);
    for (const name of ["etcd-1", "etcd-2", "etcd-3"])
      expect(await must(name, "grep quota-backend-bytes /etc/etcd/etcd.yaml")).toContain(String(4 * 1024 ** 3));
    const { written, lost } = await writer;
    expect(written).toBeGreaterThan(50);
    expect(lost).toBe(0);
  });

  test("renews certificates that are near their end, and no key", async () => {
    const before = await must("etcd-3", "sha256sum /etc/etcd/pki/member.key /etc/etcd/pki/member.crt");

    const outcome = await play("etcd", "--extra-vars=etcd_certificates_renew_seconds=120000000");

    expect(outcome.status, outcome.output).toBe(0);
    const after = await must("etcd-3", "sha256sum /etc/etcd/pki/member.key /etc/etcd/pki/member.crt");
    expect(after.split("\n")[0]).toBe(before.split("\n")[0]);
    expect(after.split("\n")[1]).not.toBe(before.split("\n")[1]);
    expect(
      (await machines.on("etcd-1", "source /etc/profile.d/etcdctl.sh; etcdctl endpoint health --cluster")).status,
    ).toBe(0);
  });

  function render(options: Record<string, object> = {}): void {
    const rendered = join(machines.folder, "rendered");
    rmSync(rendered, { recursive: true, force: true });
    const cluster = clusterOf(release, options);
    const groups = Object.keys(cluster.spec.machines);
    const trees = groups.map((group) => under(`machines/${group}`, foldGroup(cluster, machinesIn(cluster, group))));
    for (const tree of [...trees, under("ansible", ansibleFiles(cluster))]) {
      for (const { path, content } of tree.values()) {
        mkdirSync(dirname(join(rendered, path)), { recursive: true });
        writeFileSync(join(rendered, path), content);
      }
    }
  }

  const site = () => run("site.yaml");
  const play = (name: string, ...options: readonly string[]) => run(`playbooks/${name}.yaml`, ...options);

  function run(playbook: string, ...options: readonly string[]): Promise<Outcome> {
    const limit = options.some((option) => option.startsWith("--limit")) ? [] : ["--limit=machines_lb:machines_etcd"];
    return machines.operate(["ansible-playbook", `--private-key=${machines.key}`, ...limit, ...options, playbook], {
      cwd: join(machines.folder, "rendered/ansible"),
      timeoutSeconds: 280,
    });
  }

  async function must(machine: string, line: string): Promise<string> {
    const { output, status } = await machines.on(machine, line);
    if (status !== 0) throw new Error(`${machine}: ${line}: ${output}`);
    return output;
  }

  async function holdersOfAddress(): Promise<string[]> {
    const holders: string[] = [];
    for (const name of ["lb-1", "lb-2"]) {
      const { status } = await machines.on(name, "ip -brief address show to 10.0.0.10 | grep -q eth0");
      if (status === 0) holders.push(name);
    }
    return holders;
  }

  /** Who holds the virtual address, and who stands by. */
  async function pair(): Promise<readonly [holder: string, standby: string]> {
    const [holder] = await holdersOfAddress();
    if (holder === undefined) throw new Error("nobody holds the address");
    return [holder, holder === "lb-1" ? "lb-2" : "lb-1"];
  }

  /** Puts one value after another, wherever a member answers, until somebody says that it is enough. */
  async function writeAllTheTime(seconds: number): Promise<{ written: number; lost: number }> {
    const endpoints = "https://10.0.0.41:2379,https://10.0.0.42:2379,https://10.0.0.43:2379";
    const lines = [
      "source /etc/profile.d/etcdctl.sh",
      `export ETCDCTL_ENDPOINTS=${endpoints}`,
      `written=0 lost=0 end=$((SECONDS + ${seconds}))`,
      "while ((SECONDS < end)) && [[ ! -e /run/enough ]]; do",
      "if etcdctl --command-timeout=8s put key $written > /dev/null 2>&1; then written=$((written + 1)); else lost=$((lost + 1)); fi",
      "done",
      "echo $written $lost",
    ];
    const [written, lost] = (await must("etcd-1", lines.join("\n"))).split(" ").map(Number);
    return { written: written ?? 0, lost: lost ?? 0 };
  }
});

/** A release whose archive of etcd holds the programs of this machine's distribution, with the archive's own checksum. */
function releaseWithOurEtcd(folder: string): Release {
  const usual = builtinReleases.find(({ version }) => version === "2026.11.0") ?? expect.unreachable();
  const entry = findReleaseComponent(usual, "etcd");
  const name = `etcd-v${pinnedVersion(usual, "etcd")}-linux-amd64`;
  mkdirSync(join(folder, name));
  for (const [program, source] of Object.entries({ etcd: "etcd", etcdctl: "etcdctl", etcdutl: "etcdctl" }))
    copyFileSync(`/usr/bin/${source}`, join(folder, name, program));
  execFileSync("tar", ["--create", "--gzip", "--file=etcd.tar.gz", name], { cwd: folder });
  rmSync(join(folder, name), { recursive: true });
  const sum = createHash("sha256")
    .update(readFileSync(join(folder, "etcd.tar.gz")))
    .digest("hex");
  const binaries = entry.binaries?.map((binary) => ({ ...binary, sha256: { amd64: sum, arm64: sum } }));
  return { ...usual, components: { ...usual.components, etcd: { ...entry, binaries } } };
}

function clusterOf(release: Release, options: Record<string, object>): Cluster {
  const document = exampleDocument();
  const { spec } = document;
  spec.machines.etcd = {
    network: "nodes",
    size: { cpuCores: 4, memoryGiB: 8 },
    disks: [{ name: "system", sizeGB: 40 }],
    ranges: [{ name: "etcd-", first: 1, last: 3, firstAddress: "10.0.0.41" }],
  };
  spec.kubernetes.etcd = { kind: "external", group: "etcd" };
  spec.hostServices = {
    etcd: { archive: { file: "etcd.tar.gz" }, ...options.etcd },
    haproxy: { maxConnections: 1000, ...options.haproxy },
  };
  return requireCluster(document, {
    components: hostComponents,
    releases: [release],
    priceBooks: [],
    deliveries: ["ansible"],
  });
}

/** What ansible-playbook says at its end, by machine. */
function recap({ output }: Outcome): Record<string, { readonly changed: number; readonly failed: number }> {
  const lines = output.slice(output.indexOf("PLAY RECAP")).matchAll(/^(\S+)\s+:.*changed=(\d+).*failed=(\d+)/gm);
  return Object.fromEntries(
    [...lines].map(([, name, changed, failed]) => [name, { changed: Number(changed), failed: Number(failed) }]),
  );
}
