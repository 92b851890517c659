import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import {
  builtinReleases,
  type Cluster,
  type ExampleDocument,
  exampleDocument,
  type FileTree,
  machinesIn,
  mergeTrees,
  requireCluster,
  under,
} from "@groundplan/core-model";
import { describe, expect, onTestFinished, test } from "vitest";
import { parse } from "yaml";
import { hasPrograms, runProgram } from "../../../../../tools/sandbox/programs.ts";
import { foldGroup } from "../../kit/fold-group.ts";
import { hostComponents } from "../../registry.ts";
import { ansibleFiles } from "./files.ts";

const catalogue = {
  components: hostComponents,
  releases: builtinReleases,
  priceBooks: [],
  deliveries: ["ansible"],
};

function clusterOf(change = (_: ExampleDocument) => {}): Cluster {
  const document = exampleDocument();
  change(document);
  return requireCluster(document, catalogue);
}

/** Whatever the document can say about the way to machines, and machines whose names YAML 1.1 would take for numbers. */
function enrich({ spec }: ExampleDocument): void {
  const size = { cpuCores: 4, memoryGiB: 8 };
  spec.site.internet = "proxy";
  spec.site.proxy = { http: "http://proxy.example.com:3128" };
  spec.site.access = {
    user: "root",
    become: false,
    port: 2222,
    bastion: { host: "bastion.example.com", user: "jump", port: 2200 },
    knownHosts: "keys/known_hosts",
  };
  spec.machines["etcd-fast"] = {
    network: "nodes",
    size,
    os: { distribution: "rocky", version: "9" },
    disks: [
      { name: "system", sizeGB: 40 },
      { name: "etcd", sizeGB: 40, device: "/dev/nvme0n1", use: "etcd" },
    ],
    hosts: { "007": { address: "10.0.0.41" }, "1e3": { address: "10.0.0.42" }, no: { address: "10.0.0.43" } },
  };
  spec.kubernetes.etcd = { kind: "external", group: "etcd-fast" };
  spec.kubernetes.upgrade = { workers: { batch: 5 } };
}

const plain = clusterOf();
const rich = clusterOf(enrich);

function inventoryOf(cluster: Cluster) {
  return parse(ansibleFiles(cluster).get("inventory.yaml")?.content ?? "", { version: "1.1" }).all;
}

/** The delivery with the machine trees beside it, as they stand in a repository. */
function renderedTree(cluster: Cluster): FileTree {
  const groups = Object.keys(cluster.spec.machines);
  const machines = groups.map((group) => under(`machines/${group}`, foldGroup(cluster, machinesIn(cluster, group))));
  return under("rendered", mergeTrees([...machines, under("ansible", ansibleFiles(cluster))]));
}

/** @returns the folder that ansible-playbook is run in */
function onDisk(cluster: Cluster): string {
  const folder = mkdtempSync(join(tmpdir(), "ansible-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const { path, content } of renderedTree(cluster).values()) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return join(folder, "rendered/ansible");
}

test("looks like this", async () => {
  for (const { path, content } of ansibleFiles(plain).values()) {
    await expect(content).toMatchFileSnapshot(`golden/plain/${path}`);
  }
});

test("says in data alone what is different from cluster to cluster", () => {
  const [one, other] = [ansibleFiles(plain), ansibleFiles(rich)];

  const different = [...one.keys()].filter((path) => one.get(path)?.content !== other.get(path)?.content);

  expect([...one.keys()]).toEqual([...other.keys()]);
  expect(different).toEqual(["inventory.yaml", "ssh_config", "vars/batch.yaml"]);
  expect(other.get("vars/batch.yaml")?.content).toContain("groundplan_batch: 5\n");
});

test("one more worker adds two lines to the inventory and changes nothing else", () => {
  const grown = clusterOf(({ spec }) => {
    const range = spec.machines.workers?.ranges?.[0];
    if (range) range.last = 4;
  });

  const [before, after] = [ansibleFiles(plain), ansibleFiles(grown)];

  const different = [...after.keys()].filter((path) => before.get(path)?.content !== after.get(path)?.content);
  expect(different).toEqual(["inventory.yaml"]);
  expect(inventoryOf(grown).children.machines_workers.hosts["worker-4"]).toEqual({ ansible_host: "10.0.0.34" });
  const lines = (tree: FileTree) => tree.get("inventory.yaml")?.content.split("\n") ?? [];
  expect(lines(after).filter((line) => !lines(before).includes(line))).toEqual([
    "        worker-4:",
    "          ansible_host: 10.0.0.34",
  ]);
  expect(lines(after)).toHaveLength(lines(before).length + 2);
});

describe("the inventory", () => {
  test("puts every machine in the phases of its components", () => {
    const { children } = inventoryOf(rich);

    expect(children.phase_machine_base.children).toEqual({
      machines_etcd_fast: {},
      machines_lb: {},
      machines_masters: {},
      machines_workers: {},
    });
    expect(children.phase_host_services).toEqual({ children: { machines_lb: {} } });
    expect(children.phase_etcd).toEqual({ children: { machines_etcd_fast: {} } });
    expect(children.phase_first_control_plane).toEqual({ hosts: { "master-1": {} } });
    expect(children.phase_control_planes).toEqual({ hosts: { "master-2": {}, "master-3": {} } });
    expect(children.phase_workers).toEqual({ children: { machines_workers: {} } });
  });

  test("takes balancers, members and control planes one by one, and workers in batches", () => {
    expect(inventoryOf(rich).children.one_by_one).toEqual({
      children: { machines_etcd_fast: {}, machines_lb: {}, machines_masters: {} },
    });
  });

  test("takes a worker that carries half of a pair alone", () => {
    const shared = clusterOf(({ spec }) => {
      spec.loadBalancer = {
        kind: "haproxy-keepalived",
        group: "workers",
        vip: { address: "10.0.0.10", routerId: 10 },
        listeners: [{ port: 8443, to: { group: "masters", port: 6443 } }],
      };
    });

    expect(inventoryOf(shared).children.one_by_one.children).toEqual({ machines_masters: {}, machines_workers: {} });
  });

  test("keeps names that a YAML 1.1 reader would take for something else", () => {
    expect(Object.keys(inventoryOf(rich).children.machines_etcd_fast.hosts)).toEqual(["007", "1e3", "no"]);
  });

  test("says how machines are reached, and becomes root only where the account is not", () => {
    expect(inventoryOf(plain).vars).toMatchObject({ ansible_user: "ops", ansible_port: 22 });
    expect(inventoryOf(plain).vars).not.toHaveProperty("ansible_become");
    expect(inventoryOf(rich).vars).toMatchObject({ ansible_user: "root", ansible_port: 2222, ansible_become: false });
  });

  test("tells what is compared before anything is touched", () => {
    expect(inventoryOf(rich).children.machines_etcd_fast.vars).toEqual({
      groundplan_group: "etcd-fast",
      groundplan_os: { distribution: "rocky", version: "9" },
      groundplan_disks: ["/dev/nvme0n1"],
    });
  });

  test("lets no text of the document be read as a template", () => {
    const templates = JSON.stringify(inventoryOf(rich)).match(/\{[{%#].*?\}\}/g);

    expect(templates).toHaveLength(2);
    expect(templates?.[0]).toBe("{{ inventory_dir }}");
    expect(templates?.[1]).toMatch(
      /^\{\{ lookup\('ansible.builtin.pipe', .* groundplan_secrets_command\) \| from_yaml \}\}$/,
    );
  });
});

describe("ssh_config", () => {
  test("knows pinned hosts only", () => {
    expect(ansibleFiles(plain).get("ssh_config")?.content).toContain(`Host *
  StrictHostKeyChecking yes
  UserKnownHostsFile ../../known_hosts
`);
  });

  test("goes through the bastion, whose key is pinned too", () => {
    const text = ansibleFiles(rich).get("ssh_config")?.content ?? "";

    expect(text).toContain("Host bastion.example.com\n  User jump\n  Port 2200\n  ProxyJump none\n");
    expect(text.slice(text.indexOf("Host *"))).toContain("ProxyJump bastion.example.com\n");
    expect(text.indexOf("Host bastion")).toBeLessThan(text.indexOf("Host *"));
  });

  test.skipIf(!hasPrograms("ssh"))("is what ssh understands", () => {
    const settings = (host: string) =>
      runProgram("ssh", ["-G", "-F", "ssh_config", host], { cwd: onDisk(rich) }).output;

    expect(settings("10.0.0.41")).toMatch(/^proxyjump bastion.example.com$/m);
    expect(settings("10.0.0.41")).toMatch(/^stricthostkeychecking (yes|true)$/m);
    expect(settings("bastion.example.com")).toMatch(/^userknownhostsfile \.\.\/\.\.\/keys\/known_hosts$/m);
    expect(settings("bastion.example.com")).not.toMatch(/^proxyjump/m);
  });
});

describe.skipIf(!hasPrograms("ansible-playbook"))("Ansible", { timeout: 60_000 }, () => {
  test.each([
    ["plain", plain],
    ["rich", rich],
  ])("takes the playbooks of the %s cluster", (_, cluster) => {
    const { output, status } = runProgram("ansible-playbook", ["--syntax-check", "site.yaml"], {
      cwd: onDisk(cluster),
    });

    expect(output).not.toMatch(/WARNING|ERROR/i);
    expect(status).toBe(0);
  });

  test("sees the machines that the document has", () => {
    const { output } = runProgram("ansible-inventory", ["--list"], { cwd: onDisk(rich) });

    const { _meta, one_by_one } = JSON.parse(output);
    expect(Object.keys(_meta.hostvars).sort()).toEqual(rich.machines.map(({ name }) => name).sort());
    expect(_meta.hostvars["1e3"]).toMatchObject({ ansible_host: "10.0.0.42", groundplan_group: "etcd-fast" });
    expect(one_by_one.children).toEqual(["machines_etcd_fast", "machines_lb", "machines_masters"]);
  });

  test("fills secrets into files to the byte, whatever they look like", () => {
    const contents = {
      json: '{"auths": {"registry": "@@secret:registry/login@@"}}\n',
      template: "{{ lookup('pipe', 'id') }} {% raw %} {# @@secret:registry/login@@ #}\n",
      unended: "@@secret:registry/login@@",
      blank: "\n  @@secret:registry/login@@\n\n\n",
    };
    const folder = onDisk(plain);
    const etc = join(folder, "../machines/lb/common/etc");
    for (const [name, content] of Object.entries(contents)) writeFileSync(join(etc, name), content);
    writeFileSync(join(folder, "secrets.yaml"), "registry/login: 'a$\"{{ b }}'\n");
    const slot = { placeholder: "@@secret:registry/login@@", secret: "registry/login" };
    const fill = (name: string) => ({
      "ansible.builtin.template": {
        src: "roles/machine/templates/filled.j2",
        dest: join(folder, `filled-${name}`),
        mode: "0600",
      },
      vars: {
        filled_file: { path: `/etc/${name}`, from: "lb/common", secrets: [slot] },
        filled_values: "{{ groundplan_secrets }}",
        groundplan_secrets_command: "cat secrets.yaml",
      },
    });
    const vars = { ansible_python_interpreter: "{{ ansible_playbook_python }}" };
    const play = { hosts: "lb-1", gather_facts: false, vars, tasks: Object.keys(contents).map(fill) };
    writeFileSync(join(folder, "fill.yaml"), JSON.stringify([play]));

    const { output, status } = runProgram("ansible-playbook", ["--connection=local", "fill.yaml"], { cwd: folder });

    expect(status, output).toBe(0);
    for (const [name, content] of Object.entries(contents)) {
      const wanted = content.replace("@@secret:registry/login@@", () => 'a$"{{ b }}');
      expect(readFileSync(join(folder, `filled-${name}`), "utf8")).toBe(wanted);
    }
  });
});

describe.skipIf(!hasPrograms("ansible-lint"))("ansible-lint", { timeout: 120_000 }, () => {
  test("has nothing to say in its strictest profile", () => {
    const cwd = onDisk(rich);

    const { output, status } = runProgram("ansible-lint", ["--nocolor", "--offline", "--profile", "production"], {
      cwd,
    });

    expect(output).toMatch(/Passed.*0 failure\(s\), 0 warning\(s\)/);
    expect(status).toBe(0);
  });
});
