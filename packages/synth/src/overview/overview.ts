import {
  apiServerEndpoint,
  type Cluster,
  controlPlanes,
  etcdFailureTolerance,
  etcdMembers,
  formatPath,
  isFailure,
  type Problem,
  tryFindReleaseComponent,
  tryPinnedVersion,
} from "@groundplan/core-model";
import type { RootContent } from "mdast";
import { costSection } from "./cost-section.ts";
import { machineSection } from "./machine-section.ts";
import { code, heading, list, paragraph, table, writeMarkdown } from "./markdown.ts";
import { networkSection } from "./network-section.ts";

/** `OVERVIEW.md`: what a person should see first. It shows dates, never whether they have passed, so that it does not go stale by itself. */
export function overview(cluster: Cluster, problems: readonly Problem[]): string {
  return writeMarkdown([
    heading(1, `${cluster.name} ${cluster.version}`),
    paragraph("Generated from ", code("cluster.yaml"), "; edit that instead."),
    ...summary(cluster),
    ...machineSection(cluster),
    ...networkSection(cluster),
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
  ];
  return [table(["", ""], rows)];
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
