import { type Cluster, type Declaration, VrrpAddress } from "@groundplan/core-model";
import { z } from "zod";
import { defineHostComponent } from "../../host-component.ts";
import { vrrpAddresses } from "./addresses.ts";
import { keepalivedFiles } from "./files.ts";
import { keepalivedRules } from "./rules.ts";
import { KeepalivedOptions } from "./schema.ts";

/** Moves virtual addresses between machines by VRRP, wherever a component declares one: it knows none of them by name. */
export const keepalived = defineHostComponent({
  kind: "host-component",
  name: "keepalived",
  title: "keepalived, which moves virtual addresses",
  docs: "https://www.keepalived.org/manpage.html",
  options: KeepalivedOptions,
  moves: "vrrp",
  pace: "one-by-one",
  impliedBy: ({ loadBalancer, hostServices }) =>
    loadBalancer.kind === "haproxy-keepalived" ||
    Object.values(hostServices).some((service) => WithVrrpAddress.safeParse(service).success),
  declare,
  phase: () => "host-services",
  software: () => ({ packages: ["keepalived"], services: ["keepalived"] }),
  files: keepalivedFiles,
  // `keepalived -t` would want the check scripts in place, and version 1 does not know it: no check before the file is.
  probe: () => ["systemctl", "is-active", "--quiet", "keepalived"],
  rules: keepalivedRules,
});

/** Software of any kind whose `vip` has a router id. */
const WithVrrpAddress = z.looseObject({ vip: VrrpAddress });

function declare(cluster: Cluster): Declaration {
  const holders = new Set(vrrpAddresses(cluster).flatMap((address) => address.holders.map((holder) => holder.name)));
  return { machines: cluster.machines.filter((machine) => holders.has(machine.name)), ports: [] };
}
