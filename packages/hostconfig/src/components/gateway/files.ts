import { type Cluster, type File, file, type Machine } from "@groundplan/core-model";
import { writeNginx } from "../../formats/nginx.ts";
import { writeSysctl } from "../../formats/sysctl.ts";
import { type UnitLine, writeUnit } from "../../formats/systemd-unit.ts";
import { extraPackagesFiles } from "../../kit/extra-packages.ts";
import { header } from "../../kit/header.ts";
import { enforcesSelinux } from "../../os/selinux.ts";
import { findSystem } from "../../os/system-facts.ts";
import { nginxAbilities } from "./abilities.ts";
import { certificateFiles } from "./certificates.ts";
import { eventsBlock, httpBlock } from "./http-block.ts";
import type { GatewayOnMachines, GatewayOptions } from "./schema.ts";
import { listenOn } from "./servers.ts";

const component = "gateway";

export function gatewayFiles(cluster: Cluster, machine: Machine, options: GatewayOptions): readonly File[] {
  if (options.kind === "external") return [];
  return [
    configuration(cluster, machine, options),
    ...options.sites.flatMap((site) => certificateFiles(component, site)),
    dropIn(machine, options),
    ...(options.vip === undefined ? [] : [nonLocalBind()]),
    ...extraPackagesFiles(component, machine, options.packages, ["nginx*", "openssl11*"]),
  ];
}

/** The whole of it in one file: what the package lays into other folders is not read. */
function configuration(cluster: Cluster, machine: Machine, options: GatewayOnMachines): File {
  const able = nginxAbilities(cluster.release, machine.os);
  const content = writeNginx(header(component), [
    ["user", findSystem(machine.os).webUser],
    ["worker_processes", "auto"],
    ["pid", "/run/nginx.pid"],
    ["error_log", "/var/log/nginx/error.log", "warn"],
    eventsBlock(options),
    httpBlock(cluster, options, able),
  ]);
  return file({
    path: "etc/nginx/nginx.conf",
    content,
    component,
    effects: [{ action: "reload", unit: "nginx" }],
  });
}

/** What the packaged nginx.service does not say: file descriptors, a reload that fails loudly, a restart, and SELinux's consent. */
function dropIn(machine: Machine, options: GatewayOnMachines): File {
  const lines: UnitLine[] = [
    ["LimitNOFILE", 2 * options.connectionsPerCore],
    "Some packages only send a signal, and nobody hears that the new configuration was refused.",
    ["ExecReload", ""],
    ["ExecReload", ["/usr/sbin/nginx", "-t", "-q"]],
    ["ExecReload", ["/usr/sbin/nginx", "-s", "reload"]],
    // Slower than systemd's limit of five starts in ten seconds, so that it never gives up.
    ["Restart", "always"],
    ["RestartSec", 3],
    `A reload cannot take nginx from one address to all of them or back. This line makes it a restart: ${listenOn(options, 80)}`,
  ];
  if (enforcesSelinux(machine.os)) {
    lines.push("SELinux lets nginx connect to nobody. Where it is off, the dash forgives the failure.");
    lines.push(["ExecStartPre", ["-/usr/sbin/setsebool", "httpd_can_network_connect", "on"]]);
  }
  return file({
    path: "etc/systemd/system/nginx.service.d/groundplan.conf",
    content: writeUnit(header(component), [{ name: "Service", lines }]),
    component,
    effects: [{ action: "daemon-reload" }, { action: "restart", unit: "nginx" }],
  });
}

/** The machine that does not hold the address must be able to listen on it, or nginx would not start there. */
function nonLocalBind(): File {
  return file({
    path: "etc/sysctl.d/60-gateway.conf",
    content: writeSysctl(header(component), [
      "nginx listens on the virtual address before this machine holds it.",
      ["net.ipv4.ip_nonlocal_bind", 1],
    ]),
    component,
    effects: [{ action: "apply-sysctl" }],
  });
}
