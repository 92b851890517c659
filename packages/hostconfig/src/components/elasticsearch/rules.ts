import { machinesIn, oneOfEachGroup, type Rule, tryFindDisk, tryPinnedVersion } from "@groundplan/core-model";
import { repositoryReach } from "../../kit/repository-reach.ts";
import { shardBudget } from "./budget.ts";
import { tryFindElasticsearch, upstreamPackages } from "./schema.ts";

const optionsPath = ["spec", "hostServices", "elasticsearch"] as const;

const members: Rule = {
  id: "elasticsearch-members",
  why: "A leader needs the votes of a majority: of one or two members none may be lost, and the fourth does not help either.",
  severity: "error",
  reference:
    "https://www.elastic.co/docs/deploy-manage/distributed-architecture/discovery-cluster-formation/modules-discovery-quorums",
  *check(cluster) {
    const options = tryFindElasticsearch(cluster);
    if (!options) return;
    const count = machinesIn(cluster, options.group).length;
    const place = { path: [...optionsPath, "group"], value: options.group };
    if (count < 3 && cluster.spec.tier !== "testing")
      yield {
        ...place,
        message: `elasticsearch has ${count} ${count === 1 ? "member" : "members"} (${options.group}): none may be lost`,
        remedy: "Use 3 or 5 machines",
      };
    else if (count > 2 && count % 2 === 0)
      yield {
        ...place,
        severity: "advice",
        message: `elasticsearch has ${count} members (${options.group}): as many may be lost as of ${count - 1}`,
        remedy: `Use ${count - 1} or ${count + 1} machines, unless the room on the disks is needed`,
      };
  },
};

const copies: Rule = {
  id: "elasticsearch-copies",
  why: "No member holds two copies of a shard: a copy more than there are members is never made, and the cluster never turns green.",
  severity: "error",
  reference: "https://www.elastic.co/docs/deploy-manage/distributed-architecture/shard-allocation-relocation-recovery",
  *check(cluster) {
    const options = tryFindElasticsearch(cluster);
    if (!options) return;
    const count = machinesIn(cluster, options.group).length;
    const place = { path: [...optionsPath, "copies"], value: options.copies };
    if (options.copies > count)
      yield {
        ...place,
        message: `copies is ${options.copies}, and ${options.group} has ${count} ${count === 1 ? "machine" : "machines"}`,
        remedy: `Write copies: ${count}, or add machines to ${options.group}`,
      };
    else if (options.copies === 1 && cluster.spec.tier === "production")
      yield {
        ...place,
        severity: "warning",
        message: "copies is 1: with a machine its share of the logs is lost",
        remedy: "Write copies: 2",
      };
  },
};

const budget: Rule = {
  id: "elasticsearch-shard-budget",
  why: "Past 1,000 shards a member, no index can be made any more: logs are refused, without a word at the one who writes them.",
  severity: "error",
  reference:
    "https://www.elastic.co/docs/reference/elasticsearch/configuration-reference/miscellaneous-cluster-settings",
  *check(cluster) {
    const options = tryFindElasticsearch(cluster);
    if (!options) return;
    const { shards, limit, arithmetic } = shardBudget(cluster, options);
    if (shards <= limit) return;
    yield {
      path: [...optionsPath, options.rollover.kind === "daily" ? "rollover" : "retentionDays"],
      message: `${arithmetic}`,
      remedy:
        options.rollover.kind === "daily"
          ? "Use rollover by age or size, or fewer retentionDays, copies or indicesPerDay, or more machines"
          : "Use a greater rollover.maxAgeDays, or fewer retentionDays, copies, primaries or dailyIndices, or more machines",
    };
  },
};

const heap: Rule = {
  id: "elasticsearch-heap",
  why: "A heap above half of the memory leaves none for the files of the index, and searches then wait for the disk.",
  severity: "error",
  reference: "https://www.elastic.co/docs/reference/elasticsearch/jvm-settings",
  *check(cluster) {
    const options = tryFindElasticsearch(cluster);
    if (options?.heapGiB === undefined) return;
    for (const { group, size } of oneOfEachGroup(machinesIn(cluster, options.group))) {
      if (options.heapGiB <= size.memoryGiB / 2) continue;
      yield {
        path: [...optionsPath, "heapGiB"],
        value: options.heapGiB,
        message: `heapGiB is ${options.heapGiB}, more than half of the ${size.memoryGiB} GiB that machines of ${group} have`,
        remedy: "Leave heapGiB out: it is then half of the memory",
      };
    }
  },
};

const plainHttp: Rule = {
  id: "elasticsearch-plain-http",
  why: "Without TLS the password of the user and every line of the logs can be read on the way.",
  severity: "warning",
  reference: "https://www.elastic.co/docs/deploy-manage/security/set-up-basic-security-plus-https",
  *check(cluster) {
    const options = tryFindElasticsearch(cluster);
    if (cluster.spec.tier !== "production" || !options || options.tls) return;
    yield {
      path: [...optionsPath, "tls"],
      value: false,
      message: "tls is false: clients of Elasticsearch send their password and the logs in plain HTTP",
      remedy:
        "Leave tls out; or waive this where the client cannot speak TLS, and keep port 9200 to the networks of the site",
    };
  },
};

const disk: Rule = {
  id: "elasticsearch-disk",
  why: "Logs that fill the disk of the system take the whole machine with them.",
  severity: "warning",
  reference: "https://www.elastic.co/docs/deploy-manage/deploy/self-managed/important-settings-configuration",
  *check(cluster) {
    const options = tryFindElasticsearch(cluster);
    if (!options || cluster.spec.tier === "testing") return;
    for (const machine of oneOfEachGroup(machinesIn(cluster, options.group))) {
      const { group } = machine;
      const data = tryFindDisk(machine, "data");
      if (data?.device !== undefined) continue;
      yield {
        path: ["spec", "machines", group, "disks"],
        message: `the logs lie on the system's disk of ${group}: ${data ? `the disk ${data.name} has no device` : "there is no disk for data"}`,
        remedy: "Add a disk of its own, with its device and use: data",
      };
    }
  },
};

const unknown: Rule = {
  id: "elasticsearch-release",
  why: "Members are installed in the version that the release pins.",
  severity: "error",
  reference: "https://www.elastic.co/support/matrix",
  *check(cluster) {
    if (!tryFindElasticsearch(cluster) || tryPinnedVersion(cluster.release, "elasticsearch") !== undefined) return;
    yield {
      path: ["spec", "release"],
      value: cluster.release.version,
      message: `hostServices names elasticsearch, and release ${cluster.release.version} pins no version of it`,
      remedy: "Add a component elasticsearch to the release, or use one that has it",
    };
  },
};

export const elasticsearchRules: readonly Rule[] = [
  members,
  copies,
  budget,
  heap,
  plainHttp,
  disk,
  unknown,
  repositoryReach("elasticsearch", upstreamPackages),
];
