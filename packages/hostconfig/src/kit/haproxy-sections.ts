import type { Machine } from "@groundplan/core-model";
import type { HaproxySection, Word } from "../formats/haproxy.ts";
import type { HaproxyAbilities } from "./haproxy-abilities.ts";

/** Where haproxy keeps what it needs while it runs: its jail and the socket for operators. Every package makes the folder. */
const home = "/var/lib/haproxy";

type Line = readonly Word[] | string;

/** @param maxConnections connections at a time, 100 and up */
export function globalSection(able: HaproxyAbilities, maxConnections: number): HaproxySection {
  const lines: Line[] = [
    // Under systemd, stdout is the journal. Before 1.9 the only way out of the jail is syslog over UDP.
    able.logToStdout
      ? ["log", "stdout", "format", "short", "local0", "notice"]
      : ["log", "127.0.0.1", "local2", "notice"],
    ["chroot", home],
    ["user", "haproxy"],
    ["group", "haproxy"],
    ["maxconn", maxConnections],
    [
      "stats",
      "socket",
      `${home}/stats`,
      "mode",
      "600",
      "level",
      "admin",
      ...(able.passListeners ? ["expose-fd", "listeners"] : []),
    ],
  ];
  if (able.hardStop)
    lines.push("An old worker lives on after a reload while its connections do, but not for ever.", [
      "hard-stop-after",
      "30m",
    ]);
  return { heading: ["global"], lines };
}

/** @param idleHours how long a silent connection is kept: watches and `kubectl exec` are silent for long */
export function defaultsSection(able: HaproxyAbilities, idleHours: number): HaproxySection {
  const lines: Line[] = [
    ["mode", "tcp"],
    ["log", "global"],
    ["option", "dontlognull"],
    ["option", "log-separate-errors"],
    "Where one server refuses, another is asked.",
    ["option", "redispatch", ...(able.redispatchInterval ? [1] : [])],
    ["retries", 3],
    "Watches may be silent for hours; peers that are gone are found by TCP itself.",
    ["option", "clitcpka"],
    ["option", "srvtcpka"],
  ];
  if (able.keepaliveTimers)
    for (const side of ["cli", "srv"])
      lines.push([`${side}tcpka-idle`, "60s"], [`${side}tcpka-intvl`, "10s"], [`${side}tcpka-cnt`, 6]);
  lines.push(
    ["timeout", "connect", "5s"],
    ["timeout", "client", `${idleHours}h`],
    ["timeout", "server", `${idleHours}h`],
    ["timeout", "check", "2s"],
  );
  return { heading: ["defaults"], lines };
}

/** Answers whether haproxy itself lives, whatever stands behind it, and shows its figures. Reached from the machine only. */
export function healthFrontend(port: number): HaproxySection {
  return {
    heading: ["frontend", "health"],
    lines: [
      ["mode", "http"],
      ["bind", `127.0.0.1:${port}`],
      ["maxconn", 50],
      ["timeout", "client", "5s"],
      ["monitor-uri", healthPath],
      ["stats", "enable"],
      ["stats", "uri", "/stats"],
    ],
  };
}

/** What {@link healthFrontend} answers 200 to. */
export const healthPath = "/healthz";

/** A port that is passed on as it is, TLS and all. */
export function tcpFrontend(name: string, bind: string, backend: string): HaproxySection {
  return {
    heading: ["frontend", name],
    lines: [
      ["bind", bind],
      ["option", "tcplog"],
      ["default_backend", backend],
    ],
  };
}

/** Servers that are healthy when they take a connection. */
export function tcpBackend(name: string, machines: readonly Machine[], port: number): HaproxySection {
  return {
    heading: ["backend", name],
    lines: [["balance", "leastconn"], serverDefaults, ...machines.map((machine) => server(machine, port, []))],
  };
}

/** API servers, which are healthy when they say that they are ready. */
export function apiServerBackend(name: string, machines: readonly Machine[], port: number): HaproxySection {
  return {
    heading: ["backend", name],
    lines: [
      ["balance", "leastconn"],
      "An API server that is about to stop says so here first.",
      ["option", "httpchk", "GET", "/readyz"],
      ["http-check", "expect", "status", 200],
      serverDefaults,
      "The check sends no secret, and the cluster's authority is born after its balancers: the certificate is not verified.",
      ...machines.map((machine) => server(machine, port, ["check-ssl", "verify", "none"])),
    ],
  };
}

const serverDefaults = [
  "default-server",
  "inter",
  "2s",
  "fastinter",
  "1s",
  "downinter",
  "2s",
  "fall",
  3,
  "rise",
  2,
  "on-marked-down",
  "shutdown-sessions",
] as const;

function server(machine: Machine, port: number, more: readonly Word[]): readonly Word[] {
  return ["server", machine.name, `${machine.address}:${port}`, "check", ...more];
}
