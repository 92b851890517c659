import {
  type Cluster,
  type File,
  file,
  type Listener,
  leadsToApiServer,
  listenersOf,
  loadBalancerAddress,
  type Machine,
  machinesIn,
} from "@groundplan/core-model";
import { type HaproxySection, writeHaproxy } from "../../formats/haproxy.ts";
import { writeSysctl } from "../../formats/sysctl.ts";
import { haproxyAbilities } from "../../kit/haproxy-abilities.ts";
import {
  apiServerBackend,
  defaultsSection,
  globalSection,
  healthFrontend,
  tcpBackend,
  tcpFrontend,
} from "../../kit/haproxy-sections.ts";
import { haproxyDropIn, haproxyLogFiles } from "../../kit/haproxy-service.ts";
import { header } from "../../kit/header.ts";
import type { HaproxyOptions } from "./schema.ts";

const component = "haproxy";

export function haproxyFiles(cluster: Cluster, machine: Machine, options: HaproxyOptions): readonly File[] {
  const able = haproxyAbilities(cluster.release, machine.os);
  const sections = [
    globalSection(able, options.maxConnections),
    defaultsSection(able, options.idleHours),
    healthFrontend(options.healthPort),
    ...frontends(cluster),
    ...backends(cluster),
  ];
  return [
    file({
      path: "etc/haproxy/haproxy.cfg",
      content: writeHaproxy(header(component), sections),
      component,
      effects: [{ action: "reload", unit: "haproxy" }],
    }),
    nonLocalBind(),
    haproxyDropIn(component, machine.os, options.maxConnections),
    ...haproxyLogFiles(component, able),
  ];
}

/** By port: the order in which a document lists them says nothing. */
function sortedListeners(cluster: Cluster): readonly Listener[] {
  return [...listenersOf(cluster.spec)].sort((a, b) => a.port - b.port);
}

/** One for each listener, on the address that moves between the balancers: the machines' own addresses stay free. */
function frontends(cluster: Cluster): readonly HaproxySection[] {
  const address = loadBalancerAddress(cluster.spec);
  return sortedListeners(cluster).map((listener) =>
    tcpFrontend(`port-${listener.port}`, `${address}:${listener.port}`, backendName(listener)),
  );
}

/** One for each group and port, however many listeners lead there. */
function backends(cluster: Cluster): readonly HaproxySection[] {
  const sections = new Map<string, HaproxySection>();
  for (const listener of sortedListeners(cluster)) {
    const { group, port } = listener.to;
    const backend = leadsToApiServer(cluster, listener) ? apiServerBackend : tcpBackend;
    sections.set(backendName(listener), backend(backendName(listener), machinesIn(cluster, group), port));
  }
  return [...sections.values()];
}

function backendName({ to }: Listener): string {
  return `${to.group}-${to.port}`;
}

/** The machine that does not hold the address must be able to listen on it, or haproxy would not start there. */
function nonLocalBind(): File {
  return file({
    path: "etc/sysctl.d/60-haproxy.conf",
    content: writeSysctl(header(component), [
      "haproxy listens on the virtual address before this machine holds it.",
      ["net.ipv4.ip_nonlocal_bind", 1],
    ]),
    component,
    effects: [{ action: "apply-sysctl" }],
  });
}
