import {
  type Cluster,
  type File,
  file,
  type HostPort,
  type Machine,
  type OperatingSystem,
} from "@groundplan/core-model";
import { type UnitLine, writeUnit } from "../formats/systemd-unit.ts";
import { enforcesSelinux } from "../os/selinux.ts";
import { type HaproxyAbilities, haproxyAbilities } from "./haproxy-abilities.ts";
import { header } from "./header.ts";

/** What the packaged haproxy.service does not say: enough file descriptors, a restart after a crash, and SELinux's consent. */
export function haproxyDropIn(component: string, os: OperatingSystem, maxConnections: number): File {
  const lines: UnitLine[] = [
    // Two for each connection, and some for listeners, checks and logs.
    ["LimitNOFILE", 2 * maxConnections + 1000],
    // Slower than systemd's limit of five starts in ten seconds, so that it never gives up.
    ["Restart", "always"],
    ["RestartSec", 3],
  ];
  if (enforcesSelinux(os)) {
    lines.push("SELinux lets haproxy use well-known web ports only. Where it is off, the dash forgives the failure.");
    lines.push(["ExecStartPre", ["-/usr/sbin/setsebool", "haproxy_connect_any", "on"]]);
  }
  return file({
    path: "etc/systemd/system/haproxy.service.d/groundplan.conf",
    content: writeUnit(header(component), [{ name: "Service", lines }]),
    component,
    effects: [{ action: "daemon-reload" }, { action: "restart", unit: "haproxy" }],
  });
}

/** Where haproxy can only log over UDP, the system's log has to listen: on loopback. None where the journal hears it. */
export function haproxyLogFiles(component: string, able: HaproxyAbilities): readonly File[] {
  if (able.logToStdout) return [];
  const lines = [
    ...header(component).map((line) => `# ${line}`),
    "$ModLoad imudp",
    "$UDPServerAddress 127.0.0.1",
    "$UDPServerRun 514",
    "local2.* /var/log/haproxy.log",
  ];
  return [
    file({
      path: "etc/rsyslog.d/49-haproxy.conf",
      content: `${lines.join("\n")}\n`,
      component,
      effects: [{ action: "restart", unit: "rsyslog" }],
    }),
  ];
}

/** The ports that {@link haproxyLogFiles} opens. */
export function haproxyLogPorts(cluster: Cluster, machines: readonly Machine[]): readonly HostPort[] {
  const listening = machines.filter(({ os }) => !haproxyAbilities(cluster.release, os).logToStdout);
  if (listening.length === 0) return [];
  return [{ machines: listening, port: 514, protocol: "udp", address: "127.0.0.1", purpose: "log of HAProxy" }];
}
