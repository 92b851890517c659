import { type Cluster, DnsLabel, SecretRef, tryFindComponent, UserName } from "@groundplan/core-model";
import { z } from "zod";
import { packageSource } from "../../kit/package-repository.ts";

/** Where the maker keeps the packages, and beside them the key. */
export const upstreamPackages = "https://artifacts.elastic.co";

/** Names of indices, `*` for any characters. Elasticsearch wants them lower-case, and a leading dot is its own. */
const IndexPattern = z
  .string()
  .max(100)
  .regex(/^[a-z0-9][a-z0-9._*-]*$/, "must be the name of an index, with * for any characters");

/** Elasticsearch's own users cannot be given another role. @see https://www.elastic.co/docs/deploy-manage/users-roles/cluster-or-deployment-auth/built-in-users */
const ownUsers = [
  "apm_system",
  "beats_system",
  "elastic",
  "kibana",
  "kibana_system",
  "logstash_system",
  "remote_monitoring_user",
];
const LogUser = UserName.refine((name) => !ownUsers.includes(name), "must not be a user that Elasticsearch has itself");

const ByAgeOrSize = z.strictObject({
  kind: z
    .literal("age-or-size")
    .default("age-or-size")
    .describe(
      "`age-or-size`: each module writes to a data stream, which begins a new index when the last is old or large. Default age-or-size.",
    ),
  maxAgeDays: z
    .int()
    .min(1)
    .max(365)
    .default(30)
    .describe("Age in days at which a stream begins a new index, 1-365. Default 30."),
  maxShardGB: z
    .int()
    .min(1)
    .max(200)
    .default(50)
    .describe(
      "Size of a primary shard in GB at which a stream begins a new index, 1-200. Default 50, the largest that upstream suggests. @see https://www.elastic.co/docs/deploy-manage/production-guidance/optimize-performance/size-shards",
    ),
});

const Daily = z.strictObject({
  kind: z
    .literal("daily")
    .describe(
      "`daily`: whoever writes makes an index with the day in its name, as KubeSphere does: `ks-logstash-log-2026.11.21`.",
    ),
});

const OnMachines = z.strictObject({
  kind: z
    .literal("machines")
    .default("machines")
    .describe("`machines`: Elasticsearch on machines of the plan. Default machines."),
  group: DnsLabel.describe("Machine group of the members; each of them may lead and holds data."),
  copies: z
    .int()
    .min(1)
    .max(10)
    .default(2)
    .describe(
      "Copies of each shard, the first included, 1-10. Default 2: one machine may be lost without a loss of data.",
    ),
  primaries: z
    .int()
    .min(1)
    .max(100)
    .default(1)
    .describe("Primary shards of an index, 1-100. Default 1: up to some 50 GB an index is not the faster for more."),
  retentionDays: z
    .int()
    .min(1)
    .max(3650)
    .default(30)
    .describe("Days after which logs are deleted, 1-3650. Default 30."),
  indicesPerDay: z
    .int()
    .min(1)
    .max(1000)
    .default(1)
    .describe("Modules that write logs, each to an index or stream of its own, 1-1000. Default 1."),
  indexPatterns: z
    .array(IndexPattern)
    .min(1)
    .default(["app-*"])
    .describe("Names of the indices or streams that the retention is for. Default `app-*`."),
  rollover: z
    .union([ByAgeOrSize, Daily])
    .prefault({})
    .describe(
      "When a new index begins. Default by age or size, since indices of a day each soon are more than the members can hold.",
    ),
  dailyIndices: z
    .strictObject({
      patterns: z.array(IndexPattern).min(1).describe("Names of these indices, such as `ks-logstash-*`."),
      perDay: z.int().min(1).max(1000).describe("How many of them a day makes, 1-1000."),
    })
    .optional()
    .describe(
      "Indices beside the streams that whoever writes names by the day, as KubeSphere does: three a day, `ks-logstash-*`. They live as long. Default none.",
    ),
  auth: z
    .strictObject({
      user: LogUser.default("logs").describe("Name of the user that reads and writes logs. Default logs."),
      ...SecretRef.shape,
    })
    .describe(
      "The user of those who read and write logs, and its password: one line of at least six printable ASCII characters.",
    ),
  admin: SecretRef.prefault({ secret: "elasticsearch/elastic" }).describe(
    "Password of the superuser `elastic`, one line of at least six printable ASCII characters. Default the secret elasticsearch/elastic.",
  ),
  kibana: SecretRef.optional().describe(
    "Password of the built-in user `kibana_system`, one line of at least six printable ASCII characters. Default none: no Kibana connects.",
  ),
  authority: SecretRef.prefault({ secret: "elasticsearch/authority" }).describe(
    "Certificate and private key (PEM, one after the other, no password) of the authority that members believe. Each member signs its own certificate with it. Default the secret elasticsearch/authority.",
  ),
  tls: z
    .boolean()
    .default(true)
    .describe(
      "Whether clients speak TLS. Default true. Members always do among themselves. Without it, passwords and logs can be read on the way; KubeSphere 3 wants it so.",
    ),
  heapGiB: z
    .int()
    .min(1)
    .max(30)
    .optional()
    .describe(
      "Memory of the Java heap in GiB, 1-30. Default half of the machine's memory, at most 30: the other half keeps files of the index in memory.",
    ),
  packages: packageSource(
    upstreamPackages,
    "`packages/9.x/apt` or `packages/9.x/yum`, by major version, and `GPG-KEY-elasticsearch`",
  ),
});
export type ElasticsearchOnMachines = z.output<typeof OnMachines>;

const External = z.strictObject({
  kind: z
    .literal("external")
    .describe("`external`: an Elasticsearch that is bought or run elsewhere; nothing of it is on machines."),
  endpoint: z
    .url({ protocol: /^https?$/ })
    .max(300)
    .describe("Address of the external Elasticsearch, such as https://logs.example.com:9200."),
  auth: z
    .strictObject({
      user: UserName.default("logs").describe("Name of the user that reads and writes logs. Default logs."),
      ...SecretRef.shape,
    })
    .describe(
      "The user of those who read and write logs, and its password: one line of at least six printable ASCII characters.",
    ),
});

/** Where logs are kept and searched. */
export const ElasticsearchOptions = z.union([OnMachines, External]);
export type ElasticsearchOptions = z.output<typeof ElasticsearchOptions>;

/** The Elasticsearch that stands on machines; none where there is none, or where it is bought. */
export function tryFindElasticsearch(cluster: Cluster): ElasticsearchOnMachines | undefined {
  const used = tryFindComponent(cluster, "host-component", "elasticsearch");
  const options = used && ElasticsearchOptions.parse(used.options);
  return options?.kind === "machines" ? options : undefined;
}
