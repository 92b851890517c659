import { type Cluster, compareText, type File, file, type Machine, machinesIn } from "@groundplan/core-model";
import { type WordLine, writeWordLines } from "../../formats/word-lines.ts";
import { header } from "../../kit/header.ts";
import { clockLines } from "../../kit/time-servers.ts";
import { findSystem } from "../../os/system-facts.ts";
import type { TimeServerOptions } from "./schema.ts";

const component = "time-server";

/** What chrony calls a clock that nobody corrects: worse than any that hears of a real one. */
const orphanStratum = 10;

export function timeServerFiles(cluster: Cluster, machine: Machine, options: TimeServerOptions): readonly File[] {
  const { time } = findSystem(machine.os);
  const lines: WordLine[] = [
    ...sources(machine, options),
    ...others(cluster, machine, options),
    "Who hears of no real clock any more goes on by its own: the machines then still agree with each other.",
    ["local", "stratum", orphanStratum, "orphan"],
    ["driftfile", time.driftFile],
    ...clockLines,
    "The site's own networks are answered, and nobody else.",
    ...clientsOf(cluster, options).map((network) => ["allow", network]),
  ];
  // chrony cannot read its file again while it runs.
  return [
    file({
      path: time.file,
      content: writeWordLines(header(component), lines),
      component,
      effects: [{ action: "restart", unit: time.unit }],
    }),
  ];
}

function sources(machine: Machine, { upstreams }: TimeServerOptions): readonly WordLine[] {
  if (upstreams.length > 0) return upstreams.map((server) => ["server", server, "iburst"]);
  return [["pool", findSystem(machine.os).time.pool, "iburst"]];
}

/** Each asks the others, so that one of them leads when all are cut off. @see chrony.conf(5) "orphan" */
function others(cluster: Cluster, machine: Machine, { group }: TimeServerOptions): readonly WordLine[] {
  return machinesIn(cluster, group)
    .filter(({ name }) => name !== machine.name)
    .map(({ address }) => ["server", address, "iburst"]);
}

function clientsOf(cluster: Cluster, { clients }: TimeServerOptions): readonly string[] {
  const networks = Object.values(cluster.spec.networks).map(({ cidr }) => cidr);
  return [...new Set([...networks, ...clients])].sort(compareText);
}
