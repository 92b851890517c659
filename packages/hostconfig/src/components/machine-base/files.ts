import {
  apiServerAddresses,
  apiServerEndpoint,
  type Cluster,
  type File,
  file,
  isIpv4,
  isNode,
  type Machine,
  privateRegistry,
  writeYaml,
} from "@groundplan/core-model";
import { writeAptConf } from "../../formats/apt-conf.ts";
import { writeIni } from "../../formats/ini.ts";
import { writeSysctl } from "../../formats/sysctl.ts";
import { writeUnit } from "../../formats/systemd-unit.ts";
import { type WordLine, writeWordLines } from "../../formats/word-lines.ts";
import { header } from "../../kit/header.ts";
import { proxyEnvironment } from "../../kit/outbound-proxy.ts";
import { clockLines, givesTime } from "../../kit/time-servers.ts";
import { findSystem } from "../../os/system-facts.ts";
import { kernelModules, kernelSettings, reasons } from "./kernel.ts";
import type { MachineBaseOptions } from "./schema.ts";

const component = "machine-base";
const above = header(component);

export function machineBaseFiles(cluster: Cluster, machine: Machine, options: MachineBaseOptions): readonly File[] {
  return [
    hostsFile(cluster, machine),
    hostsFileKept(),
    openFilesLimit(machine),
    ...modulesFile(cluster, machine, options),
    ...sysctlFile(cluster, machine, options),
    ...timeFile(cluster, machine),
    ...dnsFile(cluster, machine),
    ...proxyFiles(cluster, machine),
    ...(isNode(cluster, machine) ? [swapOff(), foreignInterfaces(machine)] : []),
  ];
}

/** Only the machine itself, the API server and the registry: one more worker changes no other machine's file. */
function hostsFile(cluster: Cluster, machine: Machine): File {
  const { name } = apiServerEndpoint(cluster);
  const lines: WordLine[] = [
    ["127.0.0.1", "localhost"],
    ["::1", "localhost", "ip6-localhost", "ip6-loopback"],
    [machine.address, `${machine.name}.${cluster.spec.site.domain}`, machine.name],
    "The API server",
    ...apiServerAddresses(cluster, machine).map((address) => [address, name]),
  ];
  const registry = privateRegistry(cluster);
  const registryName = registry?.host.replace(/:\d+$/, "") ?? "";
  if (registry?.address !== undefined && !isIpv4(registryName))
    lines.push("The registry that images come from", [registry.address, registryName]);
  return file({ path: "etc/hosts", content: writeWordLines(above, lines), component, effects: [{ action: "none" }] });
}

/** Where cloud-init made the machine, it may write the hosts file anew at every start: Debian's own images do. */
function hostsFileKept(): File {
  const content = writeYaml({ manage_etc_hosts: false }, above);
  return file({ path: "etc/cloud/cloud.cfg.d/99-groundplan.cfg", content, component, effects: [{ action: "none" }] });
}

/** Limits under /etc/security do not reach services: systemd's own default does. */
function openFilesLimit(machine: Machine): File {
  const limit = findSystem(machine.os).takesLimitPairs ? "65536:524288" : "65536";
  return file({
    path: "etc/systemd/system.conf.d/groundplan.conf",
    content: writeUnit(above, [{ name: "Manager", lines: [["DefaultLimitNOFILE", limit]] }]),
    component,
    effects: [{ action: "daemon-reload" }],
  });
}

function modulesFile(cluster: Cluster, machine: Machine, options: MachineBaseOptions): readonly File[] {
  const modules = kernelModules(cluster, machine, options);
  if (modules.length === 0) return [];
  return [
    file({
      path: "etc/modules-load.d/groundplan.conf",
      content: writeWordLines(
        above,
        modules.map((name) => [name]),
      ),
      component,
      effects: [{ action: "load-modules" }],
    }),
  ];
}

function sysctlFile(cluster: Cluster, machine: Machine, options: MachineBaseOptions): readonly File[] {
  const settings = kernelSettings(cluster, machine, options);
  if (settings.length === 0) return [];
  const lines = settings.flatMap(({ key, value, reason }, position) => {
    const line = [key, value] as const;
    return settings[position - 1]?.reason === reason ? [line] : [reasons[reason], line];
  });
  return [
    file({
      path: "etc/sysctl.d/99-groundplan.conf",
      content: writeSysctl(above, lines),
      component,
      effects: [{ action: "apply-sysctl" }],
    }),
  ];
}

/** Without time servers, and on a machine that is one itself, the distribution's own file stays. */
function timeFile(cluster: Cluster, machine: Machine): readonly File[] {
  const { timeServers } = cluster.spec.site;
  if (timeServers.length === 0 || givesTime(cluster, machine)) return [];
  const { time } = findSystem(machine.os);
  const lines: WordLine[] = [
    ...timeServers.map((server) => ["server", server, "iburst"]),
    ["driftfile", time.driftFile],
    ...clockLines,
  ];
  // chrony cannot read its file again while it runs.
  return [
    file({
      path: time.file,
      content: writeWordLines(above, lines),
      component,
      effects: [{ action: "restart", unit: time.unit }],
    }),
  ];
}

function dnsFile(cluster: Cluster, machine: Machine): readonly File[] {
  const { dnsServers } = cluster.spec.site;
  if (dnsServers.length === 0) return [];
  if (findSystem(machine.os).interfaces === "network-manager") {
    const content = writeIni(above, [{ name: "global-dns-domain-*", lines: [["servers", dnsServers.join(",")]] }]);
    return [
      file({
        path: "etc/NetworkManager/conf.d/groundplan-dns.conf",
        content,
        component,
        effects: [{ action: "reload", unit: "NetworkManager" }],
      }),
    ];
  }
  // `~.`: every name is asked here, and not of the servers that an interface was told by DHCP.
  const content = writeUnit(above, [
    {
      name: "Resolve",
      lines: [
        ["DNS", dnsServers.join(" ")],
        ["Domains", "~."],
      ],
    },
  ]);
  return [
    file({
      path: "etc/systemd/resolved.conf.d/groundplan.conf",
      content,
      component,
      effects: [{ action: "restart", unit: "systemd-resolved" }],
    }),
  ];
}

/** For people and package managers; containerd's own drop-in belongs to containerd. */
function proxyFiles(cluster: Cluster, machine: Machine): readonly File[] {
  const environment = proxyEnvironment(cluster);
  if (environment === undefined) return [];
  const { environmentPath, packageManager } = findSystem(machine.os);
  const variables = { ...(environmentPath === undefined ? {} : { PATH: environmentPath }), ...environment };
  const lines = Object.entries(variables).map(([name, value]) => [`${name}=${value}`]);
  const files = [
    file({ path: "etc/environment", content: writeWordLines(above, lines), component, effects: [{ action: "none" }] }),
  ];
  if (packageManager === "apt") {
    const content = writeAptConf(above, [
      ["Acquire::http::Proxy", environment.http_proxy],
      ["Acquire::https::Proxy", environment.https_proxy],
    ]);
    files.push(
      file({ path: "etc/apt/apt.conf.d/90groundplan-proxy", content, component, effects: [{ action: "none" }] }),
    );
  }
  return files;
}

/**
 * Whatever brings swap (fstab, a partition that systemd found, zram, an installer's swap file), it is off before the kubelet starts.
 * fstab belongs to the machine's owner and is not touched.
 */
function swapOff(): File {
  const content = writeUnit(above, [
    {
      name: "Unit",
      lines: [
        ["Description", "Turn swap off before the kubelet starts"],
        ["After", "swap.target"],
        ["Before", "kubelet.service"],
      ],
    },
    {
      name: "Service",
      lines: [
        ["Type", "oneshot"],
        ["ExecStart", ["/usr/sbin/swapoff", "--all"]],
        ["RemainAfterExit", "yes"],
      ],
    },
    { name: "Install", lines: [["WantedBy", "multi-user.target"]] },
  ]);
  const effects = [{ action: "daemon-reload" }, { action: "restart", unit: "swap-off" }] as const;
  return file({ path: "etc/systemd/system/swap-off.service", content, component, effects });
}

/** Interfaces that Kubernetes makes: the pod network's, and those of kube-proxy and the node's DNS cache. */
const podInterfaces = [
  "cali*",
  "tunl*",
  "vxlan.calico",
  "wireguard.cali",
  "flannel*",
  "cni*",
  "kube-ipvs0",
  "nodelocaldns",
];

/** The system's network service must leave alone what the pod network made: networkd would delete its routes at every restart. */
function foreignInterfaces(machine: Machine): File {
  if (findSystem(machine.os).interfaces === "network-manager") {
    const devices = podInterfaces.map((name) => `interface-name:${name}`).join(";");
    const content = writeIni(above, [{ name: "keyfile", lines: [["unmanaged-devices", devices]] }]);
    return file({
      path: "etc/NetworkManager/conf.d/groundplan-pods.conf",
      content,
      component,
      effects: [{ action: "reload", unit: "NetworkManager" }],
    });
  }
  const content = writeUnit(above, [
    {
      name: "Network",
      lines: [
        ["ManageForeignRoutes", "no"],
        ["ManageForeignRoutingPolicyRules", "no"],
      ],
    },
  ]);
  // networkd reads it when it next starts, which is the moment that it protects from.
  return file({
    path: "etc/systemd/networkd.conf.d/groundplan.conf",
    content,
    component,
    effects: [{ action: "none" }],
  });
}
