import type { FileTree } from "@groundplan/core-model";
import { describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { caseFile, caseText } from "../../../tools/cases/case-files.ts";
import { filesOfMachine, type RenderedCase, renderText } from "./cases/render-text.ts";

/** As much of a document as these tests change. */
interface Plan {
  spec: {
    machines: Record<string, { ranges: [{ last: number; skip?: number[] }] }>;
    hostServices?: Record<string, unknown>;
  };
}

// What a change of the plan touches, path by path: whoever reviews it reads these files and no others.
const pages = ["~ OVERVIEW.md", "~ ansible/inventory.yaml"];

describe("one more worker", () => {
  test.each([
    ["bgp-large", "workers", "bgp-worker-201"],
    ["edge-pair", "nodes", "edge-node-7"],
    ["fleet-development", "nodes", "d-node-4"],
    ["fleet-production", "general", "p-general-31"],
    ["fleet-staging", "nodes", "s-node-7"],
    ["fleet-testing", "nodes", "t-node-3"],
    ["ha-lab", "nodes", "lab-node-4"],
    ["ha-prod", "nodes", "ha-node-10"],
  ])("in %s touches no other machine: %s gets %s", async (name, group, host) => {
    const changes = await changesOf(name, (plan) => grow(plan, group));

    expect(changes).toEqual([
      `+ machines/${group}/${host}/etc/hosts`,
      `+ machines/${group}/${host}/etc/kubernetes/kubeadm-join.yaml`,
      ...pages,
      `~ machines/${group}/files.yaml`,
    ]);
  });

  test("in kubesphere-prod touches the balancers and the gateway too, which lead to NodePorts of the workers", async () => {
    const changes = await changesOf("kubesphere-prod", (plan) => grow(plan, "workers"));

    expect(changes).toEqual([
      "+ machines/workers/k8s-node-7/etc/hosts",
      "+ machines/workers/k8s-node-7/etc/kubernetes/kubeadm-join.yaml",
      ...pages,
      "~ machines/nginx/common/etc/nginx/nginx.conf",
      "~ machines/nginx/files.yaml",
      "~ machines/slb/common/etc/haproxy/haproxy.cfg",
      "~ machines/slb/files.yaml",
      "~ machines/workers/files.yaml",
    ]);
  });
});

describe("number 2 left out", () => {
  test.each([
    ["bgp-large", "workers", "bgp-worker-2"],
    ["edge-pair", "nodes", "edge-node-2"],
    ["fleet-production", "gpu", "p-gpu-2"],
    ["fleet-staging", "nodes", "s-node-2"],
    ["ha-prod", "nodes", "ha-node-2"],
  ])("in %s moves nobody else: %s loses %s", async (name, group, host) => {
    const changes = await changesOf(name, (plan) => leaveOut(plan, group));

    expect(changes).toEqual([
      `- machines/${group}/${host}/etc/hosts`,
      `- machines/${group}/${host}/etc/kubernetes/kubeadm-join.yaml`,
      ...pages,
      `~ machines/${group}/files.yaml`,
    ]);
  });

  test("among the control planes, changes what names it: balancers, and the first one's certificate", async () => {
    const changes = await changesOf("ha-prod", (plan) => leaveOut(plan, "masters"));
    const { tree } = await original("ha-prod");

    expect(changes).toEqual([
      "- machines/masters/ha-master-2/etc/hosts",
      "- machines/masters/ha-master-2/etc/kubernetes/kubeadm-join.yaml",
      ...pages,
      "~ machines/lb/common/etc/haproxy/haproxy.cfg",
      "~ machines/lb/files.yaml",
      "~ machines/masters/files.yaml",
      "~ machines/masters/ha-master-1/etc/kubernetes/kubeadm-init.yaml",
    ]);
    for (const path of ["lb/common/etc/haproxy/haproxy.cfg", "masters/ha-master-1/etc/kubernetes/kubeadm-init.yaml"])
      expect(tree.get(`machines/${path}`)?.content).toMatch(/ha-master-2\b/);
  });

  test("of a group of two, leaves the other as it was, although its files are now the group's", async () => {
    const before = await original("edge-pair");
    const after = await changed("edge-pair", (plan) => leaveOut(plan, "edge"));
    const machine = before.cluster.machines.find(({ name }) => name === "edge-1") ?? expect.unreachable();

    expect(filesOfMachine(after.tree, machine)).toEqual(filesOfMachine(before.tree, machine));
  });
});

describe("one kernel setting", () => {
  test("for 200 workers is one changed file, and its line in files.yaml", async () => {
    const changes = await changesOf("bgp-large", ({ spec }) => {
      spec.hostServices = {
        ...spec.hostServices,
        "machine-base": { groups: { workers: { sysctl: { "vm.max_map_count": 262_144 } } } },
      };
    });

    expect(changes).toEqual([
      "~ machines/workers/common/etc/sysctl.d/99-groundplan.conf",
      "~ machines/workers/files.yaml",
    ]);
  });
});

test("the virtual router id of a pair is the pair's matter alone", async () => {
  const text = caseText("ha-prod").replace("routerId: 10 ", "routerId: 99 ");

  const changes = differences(await original("ha-prod"), await renderText(text, caseFile("ha-prod")));

  expect(changes).toEqual([
    "~ OVERVIEW.md",
    "~ machines/lb/files.yaml",
    "~ machines/lb/ha-lb-1/etc/keepalived/keepalived.conf",
    "~ machines/lb/ha-lb-2/etc/keepalived/keepalived.conf",
  ]);
});

function original(name: string): Promise<RenderedCase> {
  return renderText(caseText(name), caseFile(name));
}

function changed(name: string, change: (plan: Plan) => void): Promise<RenderedCase> {
  const plan: Plan = parse(caseText(name));
  change(plan);
  return renderText(stringify(plan), caseFile(name));
}

async function changesOf(name: string, change: (plan: Plan) => void): Promise<string[]> {
  return differences(await original(name), await changed(name, change));
}

function grow({ spec }: Plan, group: string): void {
  rangeOf(spec, group).last += 1;
}

function leaveOut({ spec }: Plan, group: string): void {
  rangeOf(spec, group).skip = [2];
}

function rangeOf({ machines }: Plan["spec"], group: string): { last: number; skip?: number[] } {
  return machines[group]?.ranges[0] ?? expect.unreachable(`${group} has a range`);
}

/** `+` added, `-` removed, `~` changed. */
function differences({ tree: before }: { tree: FileTree }, { tree: after }: { tree: FileTree }): string[] {
  const changes: string[] = [];
  for (const [path, file] of after) {
    const old = before.get(path);
    if (!old) changes.push(`+ ${path}`);
    else if (JSON.stringify(old) !== JSON.stringify(file)) changes.push(`~ ${path}`);
  }
  for (const path of before.keys()) if (!after.has(path)) changes.push(`- ${path}`);
  return changes.sort();
}
