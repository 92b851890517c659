import type { Cluster } from "../../cluster.ts";
import { listText } from "../../list-text.ts";
import type { Finding, Rule } from "../../rule.ts";
import { declaredComponents } from "../components/facts.ts";
import { controlPlanes, generalWorkers } from "../kubernetes/facts.ts";
import { machinesIn, oneOfEachGroup, tryFindDisk } from "../machines/facts.ts";
import type { Machine } from "../machines/machine.ts";
import { type Role, type SizeRow, sizeTable } from "./table.ts";

const refused: Rule = {
  id: "size-refused",
  why: "kubeadm checks the machine before it begins, and ends there.",
  severity: "error",
  reference: "https://kubernetes.io/docs/setup/production-environment/tools/kubeadm/install-kubeadm/#before-you-begin",
  *check(cluster) {
    yield* shortfalls(cluster, "error");
  },
};

const minimum: Rule = {
  id: "size-minimum",
  why: "A machine that is too small works until the day it has to carry the load of another one.",
  severity: "warning",
  reference: "published highly available design (2021-05), the strictest of the architectures that give sizes",
  *check(cluster) {
    const isRefused = new Set([...shortfalls(cluster, "error")].map((finding) => finding.value));
    for (const finding of shortfalls(cluster, "warning")) if (!isRefused.has(finding.value)) yield finding;
  },
};

/** Machine groups that are smaller than the rows of that grade ask for. */
function* shortfalls(cluster: Cluster, grade: SizeRow["grade"]): Generator<Finding> {
  const rows = sizeTable.filter((row) => row.tiers.includes(cluster.spec.tier));
  for (const { role, machine } of rolesOf(cluster)) {
    const ofRole = rows.filter((row) => row.role === role);
    for (const row of ofRole) {
      const short = missing(machine, row);
      if (row.grade !== grade || short.length === 0) continue;
      const content = ofRole.filter((other) => other.grade === "accepted" && missing(machine, other).length === 0);
      const accepted = content.map((other) => `; ${other.source} is content with ${sizeText(other)}`).join("");
      yield {
        path: ["spec", "machines", machine.group, "size"],
        value: machine.group,
        message: `the machines of ${machine.group} have ${listText(short.map((part) => part.has))}; ${article(role)} wants ${listText(short.map((part) => part.wants))}${tierText(row)}, says ${row.source}${accepted}`,
        remedy: `Give its machines ${sizeText(row)}`,
      };
    }
  }
}

/** One machine of each group, for each role that the group has. */
function rolesOf(cluster: Cluster): readonly { readonly role: Role; readonly machine: Machine }[] {
  const { loadBalancer, kubernetes } = cluster.spec;
  const machines: Record<Role, readonly Machine[]> = {
    "load balancer": loadBalancer.kind === "haproxy-keepalived" ? machinesIn(cluster, loadBalancer.group) : [],
    "control plane": controlPlanes(cluster),
    "etcd member": kubernetes.etcd.kind === "external" ? machinesIn(cluster, kubernetes.etcd.group) : [],
    worker: generalWorkers(cluster),
  };
  return (Object.keys(machines) as Role[]).flatMap((role) => {
    const alike = declaredComponents(cluster).filter(({ component }) => component.sizedAs === role);
    const ofRole = [...machines[role], ...alike.flatMap(({ declaration }) => declaration.machines)];
    return oneOfEachGroup(ofRole).map((machine) => ({ role, machine }));
  });
}

function missing(machine: Machine, row: SizeRow): readonly { readonly has: string; readonly wants: string }[] {
  const { cpuCores, memoryGiB } = machine.size;
  const disk = tryFindDisk(machine, "system")?.sizeGB;
  const parts: { has: string; wants: string }[] = [];
  if (cpuCores < row.cpuCores) parts.push({ has: coresText(cpuCores), wants: coresText(row.cpuCores) });
  if (memoryGiB < row.memoryGiB) parts.push({ has: memoryText(memoryGiB), wants: memoryText(row.memoryGiB) });
  if (disk !== undefined && disk < row.systemDiskGB) {
    parts.push({ has: `a system disk of ${disk} GB`, wants: `${row.systemDiskGB} GB` });
  }
  return parts;
}

function sizeText({ cpuCores, memoryGiB, systemDiskGB }: SizeRow): string {
  const disk = systemDiskGB === 0 ? [] : [`a system disk of ${systemDiskGB} GB`];
  return listText([coresText(cpuCores), memoryText(memoryGiB), ...disk]);
}

function coresText(cores: number): string {
  return cores === 1 ? "1 core" : `${cores} cores`;
}

function memoryText(gibibytes: number): string {
  return Number.isInteger(gibibytes * 2) ? `${gibibytes} GiB` : `${Math.round(gibibytes * 1024)} MiB`;
}

function article(role: Role): string {
  return role === "etcd member" ? `an ${role}` : `a ${role}`;
}

function tierText({ tiers }: SizeRow): string {
  if (!tiers.includes("production")) return " outside production";
  return tiers.length === 1 ? " in production" : "";
}

export const sizeRules: readonly Rule[] = [refused, minimum];
