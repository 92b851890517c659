import { type Cluster, diskUse, type Machine, machinesIn } from "@groundplan/core-model";
import type { ElasticsearchOnMachines } from "./schema.ts";

/** What a member may hold: Elasticsearch refuses new indices above it. @see https://www.elastic.co/docs/reference/elasticsearch/configuration-reference/miscellaneous-cluster-settings */
export const shardsPerMember = 1000;

/** Share that the plan may use: the rest is for indices of the system, and for the members that are left when one is lost. */
const usable = 0.8;

/** The disk fills to here before shards go elsewhere. The others follow at 90 and 95 percent. */
export const lowWatermarkPercent = 85;

/** How many shards the logs come to at the end of the retention, and how many there may be. */
export interface ShardBudget {
  readonly shards: number;
  readonly limit: number;
  /** The sum, for people to read. */
  readonly arithmetic: string;
}

export function shardBudget(cluster: Cluster, options: ElasticsearchOnMachines): ShardBudget {
  const members = machinesIn(cluster, options.group);
  const limit = usable * shardsPerMember * members.length;
  const most = `${number(limit)} (0.8 x ${number(shardsPerMember)} x ${members.length} members)`;
  const parts = [ofModules(members, options), ...ofDailyIndices(options)];
  const shards = parts.reduce((sum, part) => sum + part.shards, 0);
  const sum = parts.map((part) => part.sum).join(" + ");
  return { shards, limit, arithmetic: `${sum} = ${number(shards)} shards, and at most ${most}` };
}

interface Part {
  readonly shards: number;
  readonly sum: string;
}

function ofModules(members: readonly Machine[], options: ElasticsearchOnMachines): Part {
  const { indicesPerDay, retentionDays, primaries, copies, rollover } = options;
  if (rollover.kind === "daily") return daily(indicesPerDay, options);
  // An index lives until its youngest line is old enough, so that one more is there than are full.
  const generations = Math.ceil(retentionDays / rollover.maxAgeDays) + 1;
  const roomGB = (members.reduce((sum, member) => sum + dataGB(member), 0) * lowWatermarkPercent) / 100;
  const full = Math.floor(roomGB / rollover.maxShardGB);
  return {
    shards: indicesPerDay * generations * primaries * copies + full,
    sum: `${indicesPerDay} streams x ${generations} indices in ${retentionDays} days x ${primaries} primaries x ${copies} copies + ${full} full shards of ${rollover.maxShardGB} GB on the disks`,
  };
}

function ofDailyIndices(options: ElasticsearchOnMachines): readonly Part[] {
  return options.dailyIndices === undefined ? [] : [daily(options.dailyIndices.perDay, options)];
}

function daily(perDay: number, { retentionDays, primaries, copies }: ElasticsearchOnMachines): Part {
  return {
    shards: perDay * retentionDays * primaries * copies,
    sum: `${perDay} indices a day x ${retentionDays} days x ${primaries} primaries x ${copies} copies`,
  };
}

/** Size of the disk that data lie on. */
function dataGB({ disks }: Machine): number {
  return (
    (disks.find((disk) => diskUse(disk) === "data") ?? disks.find((disk) => diskUse(disk) === "system"))?.sizeGB ?? 0
  );
}

function number(value: number): string {
  return String(Math.floor(value)).replaceAll(/\B(?=(\d{3})+$)/g, ",");
}
