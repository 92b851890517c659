import { type Cluster, type Declaration, machinesIn } from "@groundplan/core-model";
import { defineHostComponent } from "../../host-component.ts";
import { findSystem } from "../../os/system-facts.ts";
import { timeServerFiles } from "./files.ts";
import { timeServerRules } from "./rules.ts";
import { TimeServerOptions } from "./schema.ts";

/** The site's own clock: chrony on machines of the plan, which every other machine asks. */
export const timeServer = defineHostComponent({
  kind: "host-component",
  name: "time-server",
  title: "chrony, the time server of the site",
  docs: "https://chrony-project.org/documentation.html",
  options: TimeServerOptions,
  // Clients keep the time for hours by themselves.
  pace: "all-at-once",
  declare,
  phase: () => "machine-base",
  software: (_cluster, machine) => ({ packages: ["chrony"], services: [findSystem(machine.os).time.unit] }),
  files: timeServerFiles,
  // `chronyd -p` would judge the file, and the chrony of CentOS 7 does not know it: no check before the file is in place.
  // Asks as any client would, once, and sets nothing. `chronyc waitsync` would call a server wrong that is cut off from the world.
  probe: (_cluster, machine) => ["chronyd", "-Q", "-t", "3", `server ${machine.address} iburst maxsamples 1`],
  rules: timeServerRules,
});

function declare(cluster: Cluster, { group }: TimeServerOptions): Declaration {
  const machines = machinesIn(cluster, group);
  return {
    machines,
    ports: [{ machines, port: 123, protocol: "udp", purpose: "time for the site (NTP)" }],
  };
}
