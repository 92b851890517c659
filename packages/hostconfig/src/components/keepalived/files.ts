import { type Cluster, type File, file, type HealthCheck, type Machine, networkOf } from "@groundplan/core-model";
import { type KeepalivedBlock, type KeepalivedEntry, writeKeepalived } from "../../formats/keepalived.ts";
import { writeUnit } from "../../formats/systemd-unit.ts";
import { header } from "../../kit/header.ts";
import { httpCheck } from "../../kit/http-check.ts";
import { checkScriptPath } from "../../kit/keepalived-check.ts";
import { heldBy, type VrrpHeldAddress } from "./addresses.ts";
import type { KeepalivedOptions } from "./schema.ts";

const component = "keepalived";

export function keepalivedFiles(cluster: Cluster, machine: Machine, options: KeepalivedOptions): readonly File[] {
  const held = heldBy(cluster, machine);
  const checked = held.filter(isChecked);
  const blocks = [
    globalDefs(machine, options),
    ...uniqueChecks(checked).map(vrrpScript),
    ...held.map((address) => vrrpInstance(cluster, machine, address, options)),
  ];
  return [
    file({
      path: "etc/keepalived/keepalived.conf",
      content: writeKeepalived(header(component), blocks),
      mode: 0o600,
      component,
      effects: [{ action: "reload", unit: "keepalived" }],
    }),
    dropIn(),
    ...uniqueChecks(checked).flatMap(checkScript),
  ];
}

type CheckedAddress = VrrpHeldAddress & { readonly healthCheck: HealthCheck };

function isChecked(address: VrrpHeldAddress): address is CheckedAddress {
  return address.healthCheck !== undefined;
}

/** Two addresses of one program share its check. */
function uniqueChecks(addresses: readonly CheckedAddress[]): readonly CheckedAddress[] {
  return [...new Map(addresses.map((address) => [checkName(address), address])).values()];
}

function checkName({ component: program, healthCheck }: CheckedAddress): string {
  return healthCheck.kind === "script" ? healthCheck.name : `${program}-${healthCheck.port}`;
}

function globalDefs(machine: Machine, options: KeepalivedOptions): KeepalivedBlock {
  return {
    heading: ["global_defs"],
    body: [
      ["router_id", machine.name],
      ["enable_script_security"],
      ["script_user", "root"],
      ["vrrp_check_unicast_src"],
      ["vrrp_garp_master_refresh", options.garpRefreshSeconds],
    ],
  };
}

function vrrpScript(address: CheckedAddress): KeepalivedBlock {
  return {
    heading: ["vrrp_script", checkName(address)],
    body: [
      "Without a weight: a failure is a fault, and the address leaves. With nopreempt, a weight would keep it on a dead machine.",
      ["script", `/${checkScriptPath(checkName(address))}`],
      ["interval", 1],
      ["timeout", 2],
      ["fall", 2],
      ["rise", 2],
      ["init_fail"],
    ],
  };
}

function vrrpInstance(
  cluster: Cluster,
  machine: Machine,
  held: VrrpHeldAddress,
  options: KeepalivedOptions,
): KeepalivedBlock {
  const { interface: networkInterface } = networkOf(cluster, machine);
  const peers = held.holders.filter((holder) => holder.name !== machine.name);
  const body: KeepalivedEntry[] = [
    "Nobody starts as master and nobody takes the address back: a machine that recovers causes no second interruption.",
    ["state", "BACKUP"],
    ["nopreempt"],
    ["interface", networkInterface],
    ["virtual_router_id", held.routerId],
    ["priority", priorityOf(machine, held)],
    ["advert_int", options.advertSeconds],
    "No password: VRRP would send it in clear text, eight characters at most (RFC 5798 dropped it). Only the peers are heard.",
    ["unicast_src_ip", machine.address],
    { heading: ["unicast_peer"], body: peers.map((peer) => [peer.address]) },
    { heading: ["virtual_ipaddress"], body: [[`${held.address}/32`, "dev", networkInterface]] },
  ];
  if (isChecked(held)) body.push({ heading: ["track_script"], body: [[checkName(held)]] });
  return { heading: ["vrrp_instance", `${held.component}-${held.address}`], body };
}

/** Distinct, by the order of the holders. 255 is for the owner of the address, and turns tracking off; equal ones decide by address. */
function priorityOf(machine: Machine, { holders }: VrrpHeldAddress): number {
  return Math.max(1, 200 - holders.findIndex((holder) => holder.name === machine.name));
}

/** Asks the program itself, over loopback. Whoever has a script of its own brings it. */
function checkScript(address: CheckedAddress): readonly File[] {
  if (address.healthCheck.kind === "script") return [];
  const { port, path } = address.healthCheck;
  const lines = ["#!/bin/bash", ...header(component).map((line) => `# ${line}`), "set -eu", ...httpCheck(port, path)];
  return [
    file({
      path: checkScriptPath(checkName(address)),
      content: `${lines.join("\n")}\n`,
      mode: 0o755,
      component,
      effects: [{ action: "none" }],
    }),
  ];
}

/** keepalived that is killed leaves its addresses behind. Started again, it takes them off before it asks who holds them. */
function dropIn(): File {
  // Slower than systemd's limit of five starts in ten seconds, so that it never gives up.
  const lines = [
    ["Restart", "always"],
    ["RestartSec", 3],
  ] as const;
  return file({
    path: "etc/systemd/system/keepalived.service.d/groundplan.conf",
    content: writeUnit(header(component), [{ name: "Service", lines }]),
    component,
    effects: [{ action: "daemon-reload" }],
  });
}
