import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import {
  builtinReleases,
  type Cluster,
  type ExampleDocument,
  type FileTree,
  fileTree,
  findMachine,
  judge,
  optionsFor,
  requireCluster,
} from "@groundplan/core-model";
import { describe, expect, onTestFinished, test } from "vitest";
import { hasPrograms, runProgram } from "../../../../../tools/sandbox/programs.ts";
import {
  centos7,
  debian12,
  debian13,
  documentOn,
  enrich,
  examples,
  rocky9,
  type System,
  ubuntu22,
  ubuntu24,
} from "./examples.ts";
import { ansibleControl } from "./index.ts";

function clusterOf(document: ExampleDocument): Cluster {
  return requireCluster(document, {
    components: [ansibleControl],
    releases: builtinReleases,
    priceBooks: [],
    deliveries: ["ansible", "cloud-init"],
  });
}

function clusterOn(system: System, change?: (document: ExampleDocument) => void): Cluster {
  return clusterOf(documentOn(system, change));
}

function filesOf(cluster: Cluster): FileTree {
  return fileTree(ansibleControl.files(cluster, findMachine(cluster, "ops-1"), optionsFor(cluster, ansibleControl)));
}

function scriptOf(cluster: Cluster): string {
  return filesOf(cluster).get("usr/local/bin/groundplan-apply")?.content ?? expect.unreachable();
}

test.each(Object.entries(examples))("%s", async (name, document) => {
  for (const { path, content } of filesOf(clusterOf(document())).values())
    await expect(content).toMatchFileSnapshot(`golden/${name}/${path}`);
});

test("whoever signs in from there meets the machines whose keys are pinned, by the file that the delivery goes by", () => {
  const cluster = clusterOn(debian12, enrich);

  const { supplies } = ansibleControl.software(
    cluster,
    findMachine(cluster, "ops-1"),
    optionsFor(cluster, ansibleControl),
  );

  expect(supplies).toEqual([
    { path: "/etc/ssh/ssh_known_hosts", mode: 0o644, from: { clusterFile: "keys/known_hosts" } },
  ]);
});

test.each(["srv/plan", "/srv/../etc", "/srv/a b", "/srv/$(reboot)", "/srv/plan\nreboot", "/"])(
  "refuses the folder %j",
  (folder) => {
    expect(ansibleControl.options.safeParse({ group: "ops", folder }).success).toBe(false);
  },
);

describe("rules", () => {
  test.each([
    [debian12, []],
    [debian13, []],
    [rocky9, []],
    [ubuntu24, []],
    [ubuntu22, ["ubuntu 22.04 (group ops) has Ansible 2.12.0, and the playbooks want 2.14 or newer"]],
    [centos7, ["centos 7.9 (group ops) has Ansible 2.9.27, and the playbooks want 2.14 or newer"]],
  ])("the Ansible of %s", (system, expected) => {
    expect(messages(clusterOn(system), "ansible-version")).toEqual(expected);
  });

  test("one that is too new reaches no CentOS 7, an older one does", () => {
    const legacy = (distribution: "debian" | "rocky", version: string) =>
      clusterOn(debian13, ({ spec }) => {
        if (spec.machines.workers) spec.machines.workers.os = { distribution: "centos", version: "7.9" };
        if (spec.machines.ops) spec.machines.ops.os = { distribution, version };
      });

    expect(messages(legacy("debian", "13"), "ansible-version")).toEqual([
      "debian 13 (group ops) has Ansible 2.19.0, and from 2.17 on it reaches no CentOS 7 (group workers)",
    ]);
    expect(messages(legacy("rocky", "9"), "ansible-version")).toEqual([]);
  });

  test("without the delivery there is nothing to run", () => {
    const other = clusterOn(debian12, ({ spec }) => {
      spec.delivery = { machines: ["cloud-init"] };
    });

    expect(messages(other, "ansible-unused")).toEqual([
      "there is a machine to run Ansible from, and delivery.machines is cloud-init",
    ]);
    expect(messages(clusterOn(debian12), "ansible-unused")).toEqual([]);
  });
});

test.skipIf(!hasPrograms("shellcheck"))("shellcheck has nothing to say", () => {
  expect(runProgram("shellcheck", ["-"], { input: scriptOf(clusterOn(debian12)) })).toEqual({ status: 0, output: "" });
});

describe.skipIf(!hasPrograms("git", "flock", "ansible-playbook"))("groundplan-apply", () => {
  test("applies the newest commit that is merged, with what it is given", () => {
    const { upstream, script, apply } = checkout();
    writePlaybook(upstream, "second");
    commit(upstream, "Second word");

    const { status, output } = apply("--check");

    expect(script).toContain("clusters/example/rendered/ansible");
    expect(output).toMatch(/^applying [0-9a-f]+ Second word$/m);
    expect(output).toContain("second, checking: True");
    expect(status).toBe(0);
  });

  test("touches nothing while the folder holds changes that nobody has merged", () => {
    const { folder, apply } = checkout();
    writePlaybook(folder, "of my own");

    const { status, output } = apply();

    expect(status).toBe(1);
    expect(output).toContain("holds changes that nobody has merged");
    expect(output).not.toContain("checking");
  });

  test("does not run beside another run", async () => {
    const { folder, apply } = checkout();
    const other = spawn("flock", [folder, "sleep", "20"]);
    onTestFinished(() => void other.kill());
    await setTimeout(300);

    const { status, output } = apply();

    expect(status).toBe(1);
    expect(output).toContain("another run is going on");
  });

  test("fails where Ansible fails", () => {
    const { upstream, apply } = checkout();
    writePlaybook(upstream, "{{ nothing_of_that_name }}");
    commit(upstream, "A mistake");

    expect(apply().status).not.toBe(0);
  });
});

/** A repository, its checkout where the script looks for one, and the script. */
function checkout() {
  const root = mkdtempSync(join(tmpdir(), "control-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const [upstream, folder] = [join(root, "upstream"), join(root, "checkout")];
  writePlaybook(upstream, "first");
  git(upstream, "init", "--quiet", "--initial-branch=main");
  commit(upstream, "First word");
  git(root, "clone", "--quiet", upstream, folder);
  const script = scriptOf(
    clusterOn(debian12, ({ spec }) => Object.assign(spec.hostServices, { ansible: { group: "ops", folder } })),
  );
  writeFileSync(join(root, "groundplan-apply"), script, { mode: 0o755 });
  const apply = (...words: readonly string[]) =>
    runProgram(join(root, "groundplan-apply"), words, { env: { LC_ALL: "C.UTF-8", HOME: root } });
  return { upstream, folder, script, apply };
}

function writePlaybook(repository: string, word: string): void {
  const folder = join(repository, "clusters/example/rendered/ansible");
  mkdirSync(folder, { recursive: true });
  const task = `    - ansible.builtin.debug:\n        msg: "${word}, checking: {{ ansible_check_mode }}"\n`;
  writeFileSync(join(folder, "site.yaml"), `- hosts: localhost\n  gather_facts: false\n  tasks:\n${task}`);
}

function commit(repository: string, message: string): void {
  git(repository, "add", "--all");
  git(
    repository,
    "-c",
    "user.name=Test",
    "-c",
    "user.email=test@example.com",
    "commit",
    "--quiet",
    "--message",
    message,
  );
}

function git(folder: string, ...words: readonly string[]): void {
  expect(runProgram("git", words, { cwd: folder })).toMatchObject({ status: 0 });
}

function messages(cluster: Cluster, code: string): string[] {
  return judge(cluster).flatMap((problem) => (problem.code === code ? [problem.message] : []));
}
