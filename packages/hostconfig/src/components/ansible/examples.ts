import { type ExampleDocument, exampleDocument, type OperatingSystem } from "@groundplan/core-model";

// Clusters to look at: a control machine among its like, and one that stands for machines of an older system.

export type System = readonly [distribution: OperatingSystem["distribution"], version: string, release: string];

export const debian12: System = ["debian", "12", "2026.11.0"];
export const debian13: System = ["debian", "13", "2026.11.0"];
export const rocky9: System = ["rocky", "9", "2026.11.0"];
export const ubuntu22: System = ["ubuntu", "22.04", "2026.11.0"];
export const ubuntu24: System = ["ubuntu", "24.04", "2026.11.0"];
export const centos7: System = ["centos", "7.9", "2023.8.1"];

/** The example with a machine to run Ansible from, on a system, changed. */
export function documentOn(
  [distribution, version, release]: System,
  change = (_: ExampleDocument) => {},
): ExampleDocument {
  const document = exampleDocument();
  document.spec.os = { distribution, version };
  document.spec.release = release;
  document.spec.machines.ops = {
    network: "nodes",
    size: { cpuCores: 2, memoryGiB: 4 },
    disks: [{ name: "system", sizeGB: 40 }],
    ranges: [{ name: "ops-", first: 1, last: 1, firstAddress: "10.0.0.61" }],
  };
  document.spec.hostServices.ansible = { group: "ops" };
  change(document);
  return document;
}

/** All that can be said, on a system of its own. */
export function enrich({ spec }: ExampleDocument): void {
  if (spec.machines.ops) spec.machines.ops.os = { distribution: "rocky", version: "9" };
  spec.site.access.knownHosts = "keys/known_hosts";
  spec.hostServices.ansible = { group: "ops", folder: "/home/ops/plan" };
}

/** The clusters that the golden files are drawn from. */
export const examples: Readonly<Record<string, () => ExampleDocument>> = {
  plain: () => documentOn(debian12),
  rich: () => documentOn(centos7, enrich),
};
