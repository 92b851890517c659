import { type Cluster, type Disk, type Machine, pinnedVersion, tryFindDisk } from "@groundplan/core-model";
import { major } from "semver";
import { lowWatermarkPercent, shardsPerMember } from "./budget.ts";
import type { ElasticsearchOnMachines } from "./schema.ts";

export const httpPort = 9200;
export const transportPort = 9300;
/** Where the package keeps things. */
export const configurationFolder = "/etc/elasticsearch";
export const dataFolder = "/var/lib/elasticsearch";
/** What this machine has made for itself. Elasticsearch reads certificates anew when they change. */
export const certificates = {
  folder: `${configurationFolder}/certificates`,
  authority: `${configurationFolder}/certificates/ca.crt`,
  certificate: `${configurationFolder}/certificates/member.crt`,
  key: `${configurationFolder}/certificates/member.key`,
} as const;

/** Major version of the release's Elasticsearch: packages lie in a folder of that name. */
export function elasticsearchMajor(cluster: Cluster): number {
  return major(pinnedVersion(cluster.release, "elasticsearch"));
}

/**
 * What a member is told. Who the other members are stands in a file of its own, which is read while Elasticsearch runs; and
 * who may found the cluster stands nowhere, see prepare.ts.
 * @see https://www.elastic.co/docs/reference/elasticsearch/configuration-reference
 */
export function elasticsearchConfiguration(
  cluster: Cluster,
  machine: Machine,
  options: ElasticsearchOnMachines,
): Record<string, unknown> {
  return {
    "cluster.name": cluster.name,
    "node.name": machine.name,
    ...(machine.zone === undefined
      ? {}
      : { "node.attr.zone": machine.zone, "cluster.routing.allocation.awareness.attributes": "zone" }),
    "network.host": machine.address,
    "http.port": httpPort,
    "transport.port": transportPort,
    "discovery.seed_providers": "file",
    "path.data": dataFolder,
    "path.logs": "/var/log/elasticsearch",
    // What is swapped out stops the whole cluster while Java looks for garbage.
    "bootstrap.memory_lock": true,
    "action.destructive_requires_name": true,
    "cluster.max_shards_per_node": shardsPerMember,
    "cluster.routing.allocation.disk.watermark.low": `${lowWatermarkPercent}%`,
    "cluster.routing.allocation.disk.watermark.high": "90%",
    "cluster.routing.allocation.disk.watermark.flood_stage": "95%",
    // Nobody here asks where an address lies, and members have no business in the internet.
    "ingest.geoip.downloader.enabled": false,
    "xpack.security.enabled": true,
    "xpack.security.transport.ssl.enabled": true,
    "xpack.security.transport.ssl.verification_mode": "full",
    ...pair("transport"),
    ...(options.tls
      ? { "xpack.security.http.ssl.enabled": true, ...pair("http") }
      : { "xpack.security.http.ssl.enabled": false }),
  };
}

function pair(side: "transport" | "http"): Record<string, string> {
  const ssl = `xpack.security.${side}.ssl`;
  return {
    [`${ssl}.certificate`]: certificates.certificate,
    [`${ssl}.key`]: certificates.key,
    [`${ssl}.certificate_authorities`]: certificates.authority,
  };
}

/** Heap in MiB. Above 31 GiB, Java's references double in size. @see https://www.elastic.co/docs/reference/elasticsearch/jvm-settings */
export function heapMiB({ size }: Machine, { heapGiB }: ElasticsearchOnMachines): number {
  return heapGiB === undefined ? Math.min(Math.floor(size.memoryGiB * 512), 30 * 1024) : heapGiB * 1024;
}

/** The disk that is for the data, when the machine has one and it is known where. */
export function dataDisk(machine: Machine): (Disk & { readonly device: string }) | undefined {
  const disk = tryFindDisk(machine, "data");
  return disk?.device === undefined ? undefined : { ...disk, device: disk.device };
}

/** Where a member answers clients. */
export function memberUrl({ address }: Machine, { tls }: ElasticsearchOnMachines): string {
  return `${tls ? "https" : "http"}://${address}:${httpPort}`;
}
