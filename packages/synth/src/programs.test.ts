import { join } from "node:path";
import { type Cluster, type FileTree, type Machine, networkOf, virtualAddresses } from "@groundplan/core-model";
import { describe, expect, onTestFinished, test } from "vitest";
import { caseFile, caseNames, caseText } from "../../../tools/cases/case-files.ts";
import { findJudge } from "../../../tools/judges/find-judge.ts";
import { temporaryFolder, writeFiles } from "../../../tools/sandbox/folders.ts";
import { hasPrograms, runProgram } from "../../../tools/sandbox/programs.ts";
import { canSandbox, isRoot, Sandbox } from "../../../tools/sandbox/sandbox.ts";
import { filesOfMachine, renderText } from "./cases/render-text.ts";

// The programs that will read these files on the machines read them here, case by case and machine by machine.

const rendered = (name: string) => renderText(caseText(name), caseFile(name));

describe.skipIf(!hasPrograms("haproxy"))("haproxy accepts, without a warning,", () => {
  // Older versions understand less, so what is written for them is a part of what this one knows.
  test.each(["bgp-large", "edge-pair", "fleet-staging", "ha-lab", "ha-prod", "kubesphere-prod"])(
    "the file of every balancer and local proxy of %s",
    async (name) => {
      const holders = await machinesWith(name, "etc/haproxy/haproxy.cfg");

      expect(holders.length).toBeGreaterThan(1);
      for (const { files } of holders) {
        const folder = temporaryFolder();
        writeFiles(folder, files.values());
        const said = runProgram("haproxy", ["-c", "-dW", "-f", join(folder, "etc/haproxy/haproxy.cfg")]);
        expect(said).toEqual({ status: 0, output: "Configuration file is valid\n" });
      }
    },
  );
});

describe.skipIf(!(hasPrograms("keepalived") && isRoot && canSandbox()))("keepalived accepts", () => {
  test.each(["bgp-large", "edge-pair", "ha-lab", "ha-prod", "kubesphere-prod"])(
    "every file of %s on a machine with that interface and address",
    async (name) => {
      const holders = await machinesWith(name, "etc/keepalived/keepalived.conf");
      const sandbox = await Sandbox.open();
      onTestFinished(() => sandbox.close());

      expect(holders.length).toBeGreaterThan(1);
      for (const { cluster, machine, files } of holders) {
        const network = networkOf(cluster, machine);
        const address = `${machine.address}/${network.cidr.split("/")[1]}`;
        const host = { name: machine.name, interface: network.interface, addresses: [address], files };
        await sandbox.add(host);
        expect(await sandbox.run(host, ["keepalived", "-t"])).toEqual({ status: 0, output: "" });
      }
    },
  );
});

test("balancers and etcd are where the plans have them, and nowhere else", async () => {
  expect(await placesOf("etc/haproxy/haproxy.cfg")).toEqual({
    "bgp-large": "bgp-lb-1 bgp-lb-2",
    "edge-pair": "edge-lb-1 edge-lb-2",
    "fleet-staging": "s-node-1 s-node-2 s-node-3 s-node-4 s-node-5 s-node-6",
    "ha-lab": "lab-master-1 lab-master-2 lab-master-3",
    "ha-prod": "ha-lb-1 ha-lb-2",
    "kubesphere-prod": "k8s-slb-1 k8s-slb-2",
  });
  expect(await placesOf("etc/etcd/etcd.yaml")).toEqual({
    "bgp-large": "bgp-etcd-1 bgp-etcd-2 bgp-etcd-3 bgp-etcd-4 bgp-etcd-5",
    "fleet-production": "p-etcd-1 p-etcd-2 p-etcd-3",
    "ha-prod": "ha-etcd-1 ha-etcd-2 ha-etcd-3",
  });
});

test.each(caseNames)(
  "keepalived runs on the holders of addresses that move by VRRP in %s, and nowhere else",
  async (name) => {
    const { cluster } = await rendered(name);
    const addresses = virtualAddresses(cluster).filter(({ mechanism }) => mechanism === "vrrp");
    const holders = new Set(addresses.flatMap((address) => address.holders.map((machine) => machine.name)));

    const running = (await machinesWith(name, "etc/keepalived/keepalived.conf")).map(({ machine }) => machine.name);

    expect(running.sort()).toEqual([...holders].sort());
  },
);

describe.skipIf(!hasPrograms("ansible-playbook"))("ansible-playbook understands", () => {
  test.each(caseNames)("every playbook of %s", async (name) => {
    const folder = temporaryFolder();
    writeFiles(folder, (await rendered(name)).tree.values());

    // It imports the playbooks of all phases.
    const said = runProgram("ansible-playbook", ["--syntax-check", "site.yaml"], { cwd: join(folder, "ansible") });

    expect(said).toEqual({ status: 0, output: "\nplaybook: site.yaml\n" });
  });

  test.each(["bgp-large", "kubesphere-prod"])("the inventory of %s: every machine, at its address", async (name) => {
    const { cluster, tree } = await rendered(name);
    const folder = temporaryFolder();
    writeFiles(folder, tree.values());

    const said = runProgram("ansible-inventory", ["--list"], { cwd: join(folder, "ansible") });

    expect(said.status, said.output).toBe(0);
    const { _meta } = JSON.parse(said.output);
    const addresses = cluster.machines.map(({ name: host, address }) => [host, address]);
    const read = Object.keys(_meta.hostvars).map((host) => [host, _meta.hostvars[host].ansible_host]);
    expect(Object.fromEntries(read)).toEqual(Object.fromEntries(addresses));
  });
});

// A node's file differs from its neighbours' in its name and address alone. All of them are asked about in the live run.
const asksAll = process.env.GROUNDPLAN_LIVE === "1";

const generations: Readonly<Record<string, { readonly kubeadm: string; readonly containerd: string }>> = {
  "2023.8.1": { kubeadm: "kubeadm-1.24", containerd: "containerd-1.6" },
  "2026.11.0": { kubeadm: "kubeadm-1.36", containerd: "containerd-2.3" },
};

describe.each(caseNames)("the nodes of %s", (name) => {
  const release = /^ {2}release: "([^"]+)"/m.exec(caseText(name))?.[1] ?? "";
  const judges = generations[release] ?? { kubeadm: "", containerd: "" };
  const kubeadm = findJudge(judges.kubeadm);
  const containerd = findJudge(judges.containerd);

  test.skipIf(kubeadm === undefined)("have files that their kubeadm takes without a warning", async () => {
    const first = await machinesWith(name, "etc/kubernetes/kubeadm-init.yaml");
    const others = await machinesWith(name, "etc/kubernetes/kubeadm-join.yaml");

    expect(first).toHaveLength(1);
    for (const { files } of [...first, ...(asksAll ? others : outermost(others))]) {
      const folder = temporaryFolder();
      writeFiles(folder, [{ path: "kubeadm.yaml", content: kubeadmText(files), mode: 0o600 }]);
      // The older one can only be asked to read the file: it has no word for judging it.
      const check = judges.kubeadm === "kubeadm-1.24" ? ["migrate", "--old-config"] : ["validate", "--config"];
      const { status, output } = runProgram(kubeadm ?? "", ["config", ...check, join(folder, "kubeadm.yaml")]);
      expect(status, output).toBe(0);
      expect(output.split("\n").filter((line) => /^[WE]\d{4} |unknown field|deprecated/.test(line))).toEqual([]);
    }
  });

  test.skipIf(containerd === undefined)("have a configuration that their containerd reads as it is meant", async () => {
    const nodes = await machinesWith(name, "etc/containerd/config.toml");
    const texts = new Set(nodes.map(({ files }) => files.get("etc/containerd/config.toml")?.content ?? ""));

    expect(texts.size).toBeGreaterThan(0);
    for (const content of texts) {
      const folder = temporaryFolder();
      writeFiles(folder, [{ path: "config.toml", content, mode: 0o644 }]);
      const path = join(folder, "config.toml");
      const { status, output } = runProgram(containerd ?? "", ["--config", path, "config", "dump"]);
      expect(status, output).toBe(0);
      // Newer ones say that they would write it in a newer version; they read this one as long as they are containerd 2.
      const warnings = output.split("\n").filter((line) => /level=(warning|error)/.test(line));
      expect(warnings.filter((line) => !line.includes("migrated"))).toEqual([]);
      expect(output).toContain("SystemdCgroup = true");
    }
  });
});

interface Holder {
  readonly cluster: Cluster;
  readonly machine: Machine;
  readonly files: FileTree;
}

/** Case -> the machines that hold a file. */
async function placesOf(path: string): Promise<Record<string, string>> {
  const places: Record<string, string> = {};
  for (const name of caseNames) {
    const holders = await machinesWith(name, path);
    if (holders.length > 0) places[name] = holders.map(({ machine }) => machine.name).join(" ");
  }
  return places;
}

/** The machines of a case that hold a file, with all their files. */
async function machinesWith(name: string, path: string): Promise<readonly Holder[]> {
  const { cluster, tree } = await rendered(name);
  return cluster.machines
    .map((machine) => ({ cluster, machine, files: filesOfMachine(tree, machine) }))
    .filter(({ files }) => files.has(path));
}

/** The first and the last machine of every group. */
function outermost(holders: readonly Holder[]): readonly Holder[] {
  const groups = Map.groupBy(holders, ({ machine }) => machine.group);
  return [...groups.values()]
    .flatMap((group) => [...new Set([group[0], group.at(-1)])])
    .filter((each) => each !== undefined);
}

/** What kubeadm is told on a machine, with dummies of the right form where the run fills in what it has minted. */
function kubeadmText(files: FileTree): string {
  const init = files.get("etc/kubernetes/kubeadm-init.yaml");
  const join = files.get("etc/kubernetes/kubeadm-join.yaml");
  return (init ?? join ?? expect.unreachable()).content
    .replace("@@secret:run/bootstrap-token@@", "abcdef.0123456789abcdef")
    .replace("@@secret:run/ca-cert-hash@@", `sha256:${"0".repeat(64)}`)
    .replace("@@secret:run/certificate-key@@", "0".repeat(64));
}
