import { type ExampleDocument, exampleDocument, type OperatingSystem } from "@groundplan/core-model";

// Clusters to look at: one machine that gives the time, and three of them with clocks of the site's own.

export type System = readonly [distribution: OperatingSystem["distribution"], version: string, release: string];

export const debian12: System = ["debian", "12", "2026.11.0"];
export const rocky9: System = ["rocky", "9", "2026.11.0"];
export const ubuntu22: System = ["ubuntu", "22.04", "2026.11.0"];
export const centos7: System = ["centos", "7.9", "2023.8.1"];

/** The example with machines that give the time, on a system, changed. */
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
    ranges: [{ name: "ops-", first: 1, last: 1, firstAddress: "10.0.0.250" }],
  };
  document.spec.hostServices["time-server"] = { group: "ops" };
  change(document);
  return document;
}

/** Everything that the document can say about the time. */
export function enrich({ spec }: ExampleDocument): void {
  for (const range of spec.machines.ops?.ranges ?? []) range.last = 3;
  spec.networks.storage = { cidr: "10.0.1.0/24", router: "10.0.1.254", interface: "eth0" };
  spec.site.timeServers = ["10.0.0.250", "ops-2", "ops-3.example.com"];
  spec.site.internet = "none";
  spec.hostServices["time-server"] = {
    group: "ops",
    upstreams: ["10.9.0.1", "clock.example.com"],
    clients: ["192.0.2.0/24", "10.0.1.0/24"],
  };
}

/** The clusters that the golden files are drawn from. */
export const examples: Readonly<Record<string, () => ExampleDocument>> = {
  plain: () => documentOn(debian12),
  rich: () => documentOn(rocky9, enrich),
  "rich-centos-7": () => documentOn(centos7, enrich),
};
