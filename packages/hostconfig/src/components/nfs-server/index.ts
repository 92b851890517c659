import { type Cluster, type Declaration, type Machine, machinesIn } from "@groundplan/core-model";
import { defineHostComponent, type Software } from "../../host-component.ts";
import { mountUnit } from "../../kit/disk-mount.ts";
import { findSystem } from "../../os/system-facts.ts";
import { dataDisk, diskFolder, mountdPort, nfsServerFiles } from "./files.ts";
import { nfsServerRules } from "./rules.ts";
import { NfsServerOptions } from "./schema.ts";

const nfsPort = 2049;
const rpcPort = 111;

/** Files for the cluster from one machine. */
export const nfsServer = defineHostComponent({
  kind: "host-component",
  name: "nfs-server",
  title: "NFS, a server of files for the cluster",
  docs: "https://linux-nfs.org/wiki/index.php/Main_Page",
  options: NfsServerOptions,
  provides: ["nfs-server"],
  pace: "one-by-one",
  declare,
  phase: () => "host-services",
  software,
  files: nfsServerFiles,
  probe: () => ["bash", "-euc", `exec 3<>/dev/tcp/127.0.0.1/${nfsPort}`],
  rules: nfsServerRules,
});

function declare(cluster: Cluster, options: NfsServerOptions): Declaration {
  if (options.kind === "external") return { machines: [], ports: [] };
  const machines = machinesIn(cluster, options.group);
  const rpc = (["tcp", "udp"] as const).flatMap((protocol) => [
    { machines, port: rpcPort, protocol, purpose: "table of RPC programs (rpcbind)" },
    { machines, port: mountdPort, protocol, purpose: "who may mount (mountd)" },
  ]);
  return { machines, ports: [{ machines, port: nfsPort, protocol: "tcp", purpose: "files over NFS 4" }, ...rpc] };
}

function software(_cluster: Cluster, machine: Machine, options: NfsServerOptions): Software {
  if (options.kind === "external") return { packages: [], services: [] };
  const { nfs } = findSystem(machine.os);
  const disk = dataDisk(machine);
  return {
    packages: [nfs.serverPackage, ...(disk === undefined ? [] : ["xfsprogs"])],
    services: [
      "nfs-server",
      ...(nfs.settings === "sysconfig" ? ["nfs-config"] : []),
      ...(disk === undefined ? [] : [diskFolder, ...options.exports].map(mountUnit)),
    ],
  };
}
