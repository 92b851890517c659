import { type Cluster, type Declaration, type Machine, machinesIn } from "@groundplan/core-model";
import { defineHostComponent, type Software } from "../../host-component.ts";
import { dataDiskServices } from "../../kit/data-disk.ts";
import { component, redisDisk, redisFiles, serverOn } from "./files.ts";
import { redisRules } from "./rules.ts";
import { RedisOptions, tryFindRedis } from "./schema.ts";

/** Redis on machines: a primary, and replicas that follow it. Which one is the primary is said in the document alone. */
export const redis = defineHostComponent({
  kind: "host-component",
  name: "redis",
  title: "Redis, a primary and its replicas",
  docs: "https://redis.io/docs/latest/operate/oss_and_stack/management/replication/",
  options: RedisOptions,
  provides: ["redis"],
  pace: "one-by-one",
  declare,
  phase: () => "host-services",
  software,
  files: redisFiles,
  probe: (cluster) => ["bash", "-euc", answers(tryFindRedis(cluster)?.port ?? 6379).join("; ")],
  rules: redisRules,
});

/** Commands for bash that succeed when the server on this machine answers. It asks for the password, which is an answer. */
function answers(port: number): readonly string[] {
  return [
    `exec 3<>/dev/tcp/127.0.0.1/${port}`,
    "printf 'PING\\r\\n' >&3",
    "read -r -t 1 answer <&3",
    "[[ $answer == -NOAUTH* ]]",
  ];
}

function declare(cluster: Cluster, options: RedisOptions): Declaration {
  if (options.kind === "external") return { machines: [], ports: [] };
  const machines = machinesIn(cluster, options.group);
  const path = ["spec", "hostServices", component, "port"];
  return { machines, ports: [{ machines, port: options.port, protocol: "tcp", purpose: "Redis", path }] };
}

function software(_cluster: Cluster, machine: Machine, options: RedisOptions): Software {
  if (options.kind === "external") return { packages: [], services: [] };
  const { packages, unit } = serverOn(machine);
  const disk = redisDisk(machine);
  return {
    packages: [...packages, ...(disk === undefined ? [] : ["xfsprogs"])],
    services: [unit, ...(disk === undefined ? [] : dataDiskServices(disk))],
  };
}
