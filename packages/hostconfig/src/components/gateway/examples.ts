import { type ExampleDocument, exampleDocument, type OperatingSystem } from "@groundplan/core-model";

// Clusters to look at: one site on one NodePort, and everything about a gateway that can be said.

export type System = readonly [distribution: OperatingSystem["distribution"], version: string, release: string];

export const debian12: System = ["debian", "12", "2026.11.0"];
export const debian13: System = ["debian", "13", "2026.11.0"];
export const rocky9: System = ["rocky", "9", "2026.11.0"];
export const ubuntu22: System = ["ubuntu", "22.04", "2026.11.0"];
export const ubuntu24: System = ["ubuntu", "24.04", "2026.11.0"];
export const centos7: System = ["centos", "7.9", "2023.8.1"];
export const systems = [debian12, debian13, rocky9, ubuntu22, ubuntu24, centos7] as const;

/** The example with machines for a gateway, on a system, changed. */
export function documentOn(
  [distribution, version, release]: System,
  change = (_: ExampleDocument) => {},
): ExampleDocument {
  const document = exampleDocument();
  document.spec.os = { distribution, version };
  document.spec.release = release;
  document.spec.machines.nginx = {
    network: "nodes",
    size: { cpuCores: 2, memoryGiB: 4 },
    disks: [{ name: "system", sizeGB: 40 }],
    ranges: [{ name: "nginx-", first: 1, last: 2, firstAddress: "10.0.0.61" }],
  };
  document.spec.hostServices.gateway = {
    group: "nginx",
    sites: [{ domain: "console.example.com", nodePort: 30880 }],
  };
  change(document);
  return document;
}

/** Everything that the document can say about a gateway. */
export function enrich({ spec }: ExampleDocument): void {
  spec.hostServices.gateway = {
    kind: "machines",
    group: "nginx",
    vip: { address: "10.0.0.60", routerId: 60 },
    sites: [
      {
        domain: "shop.example.com",
        aliases: ["www.shop.example.com", "shop.example.org"],
        nodePort: 31080,
        tls: { certificate: { secret: "gateway/shop-example-com" }, hstsDays: 180 },
      },
      {
        domain: "*.apps.example.com",
        nodePort: 31080,
        tls: { certificate: { secret: "gateway/apps-example-com" } },
      },
      {
        domain: "files.example.com",
        servers: [
          { address: "10.0.0.71", port: 8080 },
          { address: "10.0.0.70", port: 8080 },
        ],
        bodySizeMiB: 4096,
        timeoutSeconds: 3600,
      },
      { domain: "console.example.com", nodePort: 30880 },
    ],
    healthPort: 8009,
    connectionsPerCore: 8192,
    packages: { url: "http://mirror.example.com/epel/7", key: "keys/epel-7.asc" },
  };
}

/** The clusters that the golden files are drawn from. */
export const examples: Readonly<Record<string, () => ExampleDocument>> = {
  plain: () => documentOn(debian12),
  rich: () => documentOn(debian13, enrich),
  "rich-centos-7": () => documentOn(centos7, enrich),
};
