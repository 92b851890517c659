import { type ExampleDocument, exampleDocument, type OperatingSystem } from "@groundplan/core-model";

// Clusters to look at: the least that one has to say, and everything that can be said.

export type System = readonly [distribution: OperatingSystem["distribution"], version: string, release: string];

export const debian12: System = ["debian", "12", "2026.11.0"];
export const rocky9: System = ["rocky", "9", "2026.11.0"];
export const centos7: System = ["centos", "7.9", "2023.8.1"];

/** The example with machines for Elasticsearch, on a system, changed. */
export function documentOn(
  [distribution, version, release]: System,
  change = (_: ExampleDocument) => {},
): ExampleDocument {
  const document = exampleDocument();
  document.spec.os = { distribution, version };
  document.spec.release = release;
  document.spec.machines.elastic = {
    network: "nodes",
    size: { cpuCores: 4, memoryGiB: 16 },
    disks: [
      { name: "system", sizeGB: 40 },
      { name: "data", sizeGB: 1000, device: "/dev/vdb", use: "data" },
    ],
    ranges: [{ name: "elastic-", first: 1, last: 3, firstAddress: "10.0.0.71" }],
  };
  document.spec.hostServices.elasticsearch = { group: "elastic", auth: { secret: "elasticsearch/logs" } };
  change(document);
  return document;
}

/** What a published architecture asks for: logs of thirty modules for half a year in three copies, for KubeSphere. */
export function published({ spec }: ExampleDocument): void {
  spec.hostServices.elasticsearch = {
    group: "elastic",
    copies: 3,
    retentionDays: 180,
    indicesPerDay: 30,
    dailyIndices: { patterns: ["ks-logstash-*"], perDay: 3 },
    tls: false,
    auth: { user: "kubesphere", secret: "elasticsearch/kubesphere" },
  };
}

/** Everything that the document can say. */
export function enrich({ spec }: ExampleDocument): void {
  spec.site.zones = ["a", "b", "c"];
  spec.hostServices.elasticsearch = {
    kind: "machines",
    group: "elastic",
    copies: 3,
    primaries: 2,
    retentionDays: 90,
    indicesPerDay: 12,
    indexPatterns: ["shop-*", "audit-*"],
    rollover: { kind: "age-or-size", maxAgeDays: 7, maxShardGB: 30 },
    auth: { user: "shop", secret: "elasticsearch/shop" },
    admin: { secret: "elasticsearch/root" },
    kibana: { secret: "elasticsearch/kibana" },
    authority: { secret: "pki/elasticsearch" },
    tls: true,
    heapGiB: 6,
    packages: { url: "https://mirror.example.com/elastic", key: "keys/elastic.asc" },
  };
}

/** The clusters that the golden files are drawn from. */
export const examples: Readonly<Record<string, () => ExampleDocument>> = {
  plain: () => documentOn(debian12),
  rich: () => documentOn(rocky9, enrich),
  "published-centos-7": () => documentOn(centos7, published),
};
