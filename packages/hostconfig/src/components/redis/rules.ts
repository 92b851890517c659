import { machinesIn, type Rule } from "@groundplan/core-model";
import { tryFindSystem } from "../../os/system-facts.ts";
import { tryFindRedis } from "./schema.ts";

const optionsPath = ["spec", "hostServices", "redis"] as const;
const replicationPage = "https://redis.io/docs/latest/operate/oss_and_stack/management/replication/";
const sentinelPage = "https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/";

const primaryUnknown: Rule = {
  id: "redis-primary",
  why: "Without a primary in its group every server would take writes for itself.",
  severity: "error",
  reference: replicationPage,
  *check(cluster) {
    const redis = tryFindRedis(cluster);
    if (!redis) return;
    const names = machinesIn(cluster, redis.group).map(({ name }) => name);
    if (names.includes(redis.primary)) return;
    yield {
      path: [...optionsPath, "primary"],
      value: redis.primary,
      message: `${redis.primary} is no machine of ${redis.group} (${names.join(", ")})`,
      remedy: `Name one of the machines of ${redis.group}`,
    };
  },
};

const systemWithout: Rule = {
  id: "redis-system",
  why: "A system that does not package Redis gets no fixes for it either.",
  severity: "error",
  reference: "https://redis.io/docs/latest/operate/oss_and_stack/install/",
  *check(cluster) {
    const redis = tryFindRedis(cluster);
    const [machine] = redis ? machinesIn(cluster, redis.group) : [];
    const system = machine && tryFindSystem(machine.os);
    if (!machine || !system || system.databases.redis !== undefined) return;
    const { distribution, version } = machine.os;
    yield {
      path: [...optionsPath, "group"],
      value: machine.group,
      message: `the machines of ${machine.group} run ${distribution} ${version}, which packages no Redis`,
      remedy: "Place it on machines with a newer system, or use kind: external",
    };
  },
};

const noFailover: Rule = {
  id: "redis-no-failover",
  why: "Sentinels decide by majority: with fewer than three nobody may make a replica the primary by itself.",
  severity: "advice",
  reference: sentinelPage,
  *check(cluster) {
    const redis = tryFindRedis(cluster);
    if (!redis || cluster.spec.tier === "testing") return;
    const count = machinesIn(cluster, redis.group).length;
    yield {
      path: [...optionsPath, "group"],
      message: `Redis has ${count === 1 ? "one server" : `${count} servers and no sentinel`}: writes stop with ${redis.primary} until a person acts`,
      remedy:
        count === 1
          ? `Add a second machine to ${redis.group}, which would hold the data`
          : "Have the procedure of the README at hand, and waive this when those who are on call know it",
    };
  },
};

export const redisRules: readonly Rule[] = [primaryUnknown, systemWithout, noFailover];
