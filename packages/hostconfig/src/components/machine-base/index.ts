import { type Cluster, isNode, type Machine } from "@groundplan/core-model";
import { defineHostComponent, type Software } from "../../host-component.ts";
import { findSystem } from "../../os/system-facts.ts";
import { machineBaseFiles } from "./files.ts";
import { machineBaseRules } from "./rules.ts";
import { MachineBaseOptions } from "./schema.ts";

/** The system of every machine, before any software is laid on it. */
export const machineBase = defineHostComponent({
  kind: "host-component",
  name: "machine-base",
  title: "The system of every machine: kernel, swap, names, time, limits",
  docs: "https://kubernetes.io/docs/setup/production-environment/container-runtimes/",
  options: MachineBaseOptions,
  pace: "all-at-once",
  impliedBy: () => true,
  declare: (cluster) => ({
    machines: cluster.machines,
    ports: [
      { machines: cluster.machines, port: 323, protocol: "udp", address: "127.0.0.1", purpose: "commands for chrony" },
    ],
  }),
  phase: () => "machine-base",
  software,
  files: machineBaseFiles,
  rules: machineBaseRules,
});

function software(cluster: Cluster, machine: Machine): Software {
  const { time, interfaces, resolverPackage } = findSystem(machine.os);
  const packages = ["chrony"];
  const services = [time.unit];
  if (cluster.spec.site.dnsServers.length > 0 && interfaces === "networkd") {
    services.push("systemd-resolved");
    if (resolverPackage !== undefined) packages.push(resolverPackage);
  }
  if (isNode(cluster, machine)) services.push("swap-off");
  return { packages, services };
}
