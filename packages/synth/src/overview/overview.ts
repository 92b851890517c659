import {
  apiServerEndpoint,
  type Cluster,
  controlPlanes,
  etcdFailureTolerance,
  etcdMembers,
  formatPath,
  isFailure,
  machinesIn,
  type Problem,
  tryFindReleaseComponent,
  tryPinnedVersion,
  virtualAddresses,
} from "@groundplan/core-model";
import type { RootContent } from "mdast";
import { costSection } from "./cost-section.ts";
import { code, heading, list, paragraph, table, writeMarkdown } from "./markdown.ts";

/** `OVERVIEW.md`: what a person should see first. It shows dates, never whether they have passed, so that it does not go stale by itself. */
export function overview(cluster: Cluster, problems: readonly Problem[]): string {
  return writeMarkdown([
    heading(1, `${cluster.name} ${cluster.version}`),
    paragraph("Generated from ", code("cluster.yaml"), "; edit that instead."),
    ...summary(cluster),
    heading(2, "Machines"),
    machineTable(cluster),
    ...addressSection(cluster),
    heading(2, "Versions"),
    versionTable(cluster),
    ...costSection(cluster),
    ...findingSection(problems),
    ...waiverSection(cluster),
  ]);
}

function summary(cluster: Cluster): RootContent[] {
  const endpoint = apiServerEndpoint(cluster);
  const members = etcdMembers(cluster).length;
  const { tier, kubernetes, slo } = cluster.spec;
  const rows = [
    ["Tier", cluster.metadata.expires ? `${tier}, until ${cluster.metadata.expires}` : tier],
    ...(slo ? [["Availability aimed at", `${slo.availabilityPercent} %${slo.agreement ? ", by agreement" : ""}`]] : []),
    ["Platform release", `${cluster.release.version} (Kubernetes ${cluster.release.kubernetes.version})`],
    ["API server", `${endpoint.name}:${endpoint.port} at ${endpoint.address} (${cluster.spec.loadBalancer.kind})`],
    ["Control plane", `${controlPlanes(cluster).length} machines`],
    ["etcd", `${kubernetes.etcd.kind}, ${members} members, may lose ${etcdFailureTolerance(members)}`],
    ["Pods, services", `${kubernetes.podNetwork.cidr} (${kubernetes.podNetwork.kind}), ${kubernetes.serviceCidr}`],
  ];
  return [table(["", ""], rows)];
}

function machineTable(cluster: Cluster): RootContent {
  const rows = Object.keys(cluster.spec.machines)
    .sort()
    .map((group) => {
      const machines = machinesIn(cluster, group);
      const first = machines[0];
      if (!first) return [group, "0", "", "", "", "", ""];
      const { size, os } = first;
      const disks = first.disks.map((disk) => `${disk.sizeGB} GB`).join(" + ");
      return [
        group,
        String(machines.length),
        span(machines.map((machine) => machine.name)),
        span(machines.map((machine) => machine.address)),
        `${size.cpuCores} cores, ${size.memoryGiB} GiB`,
        disks,
        `${os.distribution} ${os.version}`,
      ];
    });
  return table(["Group", "Machines", "Names", "Addresses", "Size", "Disks", "System"], rows, [1]);
}

function span(values: readonly string[]): string {
  const last = values.at(-1);
  return values.length > 2 && last !== undefined ? `${values[0]} to ${last}` : values.join(", ");
}

function addressSection(cluster: Cluster): RootContent[] {
  const addresses = virtualAddresses(cluster);
  if (addresses.length === 0) return [];
  const rows = addresses.map((entry) => [
    entry.address,
    entry.component,
    entry.mechanism,
    entry.routerId === undefined ? "" : String(entry.routerId),
    entry.holders.map((machine) => machine.name).join(", "),
  ]);
  return [
    heading(2, "Virtual addresses"),
    table(["Address", "Component", "Moved by", "Router id", "Holders"], rows, [3]),
  ];
}

function versionTable({ components, release }: Cluster): RootContent {
  const rows = components.flatMap(({ component }) => {
    const known = tryFindReleaseComponent(release, component.name);
    if (!known) return [];
    const version = tryPinnedVersion(release, component.name) ?? "of the operating system";
    return [[component.title, version, known.lifecycle.state]];
  });
  const kubernetes = ["Kubernetes", release.kubernetes.version, `until ${release.kubernetes.endOfLife}`];
  return table(["Component", "Version", "Lifecycle"], [kubernetes, ...rows]);
}

function findingSection(problems: readonly Problem[]): RootContent[] {
  const open = problems.filter((problem) => !problem.waived && !isFailure(problem));
  if (open.length === 0) return [];
  const items = open.map((problem) =>
    paragraph(
      `${problem.severity}: `,
      code(formatPath(problem.path)),
      ` ${problem.message}. ${problem.remedy}. `,
      code(problem.code),
    ),
  );
  return [heading(2, "Findings"), list(items)];
}

function waiverSection(cluster: Cluster): RootContent[] {
  const { waivers } = cluster.spec;
  if (waivers.length === 0) return [];
  const rows = waivers.map((waiver) => [waiver.rule, waiver.at ?? "everywhere", waiver.until, waiver.reason]);
  return [heading(2, "Rules set aside"), table(["Rule", "Where", "Until", "Reason"], rows)];
}
