import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { etcdFailureTolerance, etcdMembers, file, fileTree, type Machine, networkOf } from "@groundplan/core-model";
import { describe, expect, onTestFinished, test } from "vitest";
import { caseFile, caseText } from "../../../../tools/cases/case-files.ts";
import { findJudge } from "../../../../tools/judges/find-judge.ts";
import { temporaryFolder } from "../../../../tools/sandbox/folders.ts";
import { hasPrograms } from "../../../../tools/sandbox/programs.ts";
import { canSandbox, isRoot, Sandbox, type SandboxMachine } from "../../../../tools/sandbox/sandbox.ts";
import { filesOfMachine, type RenderedCase, renderText } from "../cases/render-text.ts";

// Every case with etcd on machines of its own, started from its files as they are: each member in a network stack that has the
// member's address, with certificates where the file expects them, and a data folder that is its own.
const asked = process.env.GROUNDPLAN_LIVE === "1";
// Debian's etcd is older than the pinned one, and passes over keys that it does not know: where the pinned one is built, it is asked.
const program = findJudge("etcd-3.6") ?? (hasPrograms("etcd") ? "etcd" : undefined);
const possible = asked && isRoot && program !== undefined && hasPrograms("etcdctl", "openssl") && canSandbox();

describe.skipIf(!possible)("etcd", { timeout: 120_000 }, () => {
  test.each(["bgp-large", "fleet-production", "ha-prod"])(
    "of %s forms, and outlives what it tolerates",
    async (name) => {
      const rendered = await renderText(caseText(name), caseFile(name));
      const members = etcdMembers(rendered.cluster);
      const tolerated = etcdFailureTolerance(members.length);
      const sandbox = await Sandbox.open();
      onTestFinished(() => sandbox.close());
      const machines = members.map((member) => machineOf(rendered, member));
      const last = machines.at(-1) ?? expect.unreachable();
      for (const machine of machines) await sandbox.add(machine);

      for (const machine of machines) start(machine);

      await eventually(async () => healthy(await etcdctl(last, "endpoint health --cluster")) === members.length);
      const named = JSON.parse((await etcdctl(last, "member list --write-out=json")).output);
      expect(named.members.map((member: { name: string }) => member.name).sort()).toEqual(
        members.map((member) => member.name).sort(),
      );
      expect(await etcdctl(last, "put key before")).toEqual({ status: 0, output: "OK\n" });
      // Whoever shows no certificate of the authority is not served.
      expect((await etcdctl(last, "--cert= --key= get key")).status).not.toBe(0);

      for (const machine of machines.slice(0, tolerated)) await kill(machine);
      await eventually(async () => (await etcdctl(last, "put key after")).status === 0);
      expect((await etcdctl(last, "get key --print-value-only")).output).toBe("after\n");

      await kill(machines[tolerated] ?? expect.unreachable());
      expect((await etcdctl(last, "--command-timeout=4s put key never")).status).not.toBe(0);

      function start(machine: SandboxMachine): void {
        const script = `echo $$ >/run/etcd.pid; exec ${program} --config-file=/etc/etcd/etcd.yaml`;
        sandbox.start(machine, ["bash", "-c", script]);
      }

      async function kill(machine: SandboxMachine): Promise<void> {
        const { status, output } = await sandbox.run(machine, ["bash", "-c", "kill -9 $(cat /run/etcd.pid)"]);
        expect(status, output).toBe(0);
      }

      /** As root asks on the machine, whose shell has read the profile. */
      function etcdctl(machine: SandboxMachine, words: string) {
        return sandbox.run(machine, ["bash", "-c", `. /etc/profile.d/etcdctl.sh; etcdctl ${words} 2>&1`]);
      }

      async function eventually(holds: () => Promise<boolean>): Promise<void> {
        for (let count = 0; count < 80; count++) {
          if (await holds()) return;
          await setTimeout(250);
        }
        expect.fail(`not in time:\n${sandbox.journal()}`);
      }
    },
  );
});

function healthy({ output }: { output: string }): number {
  return output.match(/ is healthy/g)?.length ?? 0;
}

/** The member as it stands in its network, with the files of the tree, and certificates as a delivery mints them. */
function machineOf({ cluster, tree }: RenderedCase, member: Machine): SandboxMachine {
  const { interface: networkInterface, cidr } = networkOf(cluster, member);
  return {
    name: member.name,
    interface: networkInterface,
    addresses: [`${member.address}/${cidr.split("/")[1]}`],
    files: fileTree([...filesOfMachine(tree, member).values(), ...certificates(cluster.name, member)]),
    writable: ["var/lib/etcd", "run"],
  };
}

const authorities = new Map<string, string>();

/** One authority for each cluster, and a pair of each member's own that names its address. */
function certificates(cluster: string, { name, address }: Machine) {
  const folder = temporaryFolder();
  const openssl = (...words: string[]) => execFileSync("openssl", words, { cwd: folder, stdio: "ignore" });
  const ca = authorities.get(cluster) ?? temporaryFolder();
  const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  if (!authorities.has(cluster))
    openssl(
      "req",
      "-x509",
      ...newKey,
      "-subj",
      "/CN=etcd-ca",
      "-days",
      "1",
      "-keyout",
      `${ca}/ca.key`,
      "-out",
      `${ca}/ca.crt`,
    );
  authorities.set(cluster, ca);
  writeFileSync(join(folder, "names"), `subjectAltName=IP:${address}\nextendedKeyUsage=serverAuth,clientAuth\n`);
  openssl("req", ...newKey, "-subj", `/CN=${name}`, "-keyout", "member.key", "-out", "member.csr");
  const signed = [
    "-CA",
    `${ca}/ca.crt`,
    "-CAkey",
    `${ca}/ca.key`,
    "-CAcreateserial",
    "-days",
    "1",
    "-extfile",
    "names",
  ];
  openssl("x509", "-req", "-in", "member.csr", ...signed, "-out", "member.crt");
  return [`${ca}/ca.crt`, `${folder}/member.crt`, `${folder}/member.key`].map((path) =>
    file({ path: `etc/etcd/pki/${basename(path)}`, content: readFileSync(path, "utf8"), component: "test" }),
  );
}
