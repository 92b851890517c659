import { type ExampleDocument, exampleDocument, type OperatingSystem } from "@groundplan/core-model";

// Clusters to look at: one folder, and everything that can be said, on a new and on an old system.

export type System = readonly [distribution: OperatingSystem["distribution"], version: string, release: string];

export const debian12: System = ["debian", "12", "2026.11.0"];
export const debian13: System = ["debian", "13", "2026.11.0"];
export const rocky9: System = ["rocky", "9", "2026.11.0"];
export const ubuntu22: System = ["ubuntu", "22.04", "2026.11.0"];
export const ubuntu24: System = ["ubuntu", "24.04", "2026.11.0"];
export const centos7: System = ["centos", "7.9", "2023.8.1"];
export const systems = [debian12, debian13, rocky9, ubuntu22, ubuntu24, centos7] as const;

/** The example with a machine for files, on a system, changed. */
export function documentOn(
  [distribution, version, release]: System,
  change = (_: ExampleDocument) => {},
): ExampleDocument {
  const document = exampleDocument();
  document.spec.os = { distribution, version };
  document.spec.release = release;
  document.spec.machines.nfs = {
    network: "nodes",
    size: { cpuCores: 4, memoryGiB: 8 },
    disks: [
      { name: "system", sizeGB: 40 },
      { name: "data", sizeGB: 2000, device: "/dev/sdb", use: "data" },
    ],
    hosts: { "nfs-1": { address: "10.0.0.81" } },
  };
  document.spec.hostServices["nfs-server"] = { group: "nfs", exports: ["/srv/kubernetes"] };
  change(document);
  return document;
}

/** Everything that the document can say. */
export function enrich({ spec }: ExampleDocument): void {
  spec.hostServices["nfs-server"] = {
    kind: "machines",
    group: "nfs",
    exports: ["/srv/kubernetes", "/data/build/cache"],
    clients: ["192.168.50.0/24"],
    threads: 64,
  };
}

/** The clusters that the golden files are drawn from. */
export const examples: Readonly<Record<string, () => ExampleDocument>> = {
  plain: () => documentOn(debian12),
  rich: () => documentOn(rocky9, enrich),
  "rich-centos-7": () => documentOn(centos7, enrich),
};
