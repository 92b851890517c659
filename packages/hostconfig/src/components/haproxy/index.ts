import { type Cluster, type Declaration, listenersOf, machinesIn } from "@groundplan/core-model";
import { defineHostComponent } from "../../host-component.ts";
import { healthPath } from "../../kit/haproxy-sections.ts";
import { haproxyLogPorts } from "../../kit/haproxy-service.ts";
import { httpCheck } from "../../kit/http-check.ts";
import { haproxyFiles } from "./files.ts";
import { haproxyRules } from "./rules.ts";
import { HaproxyOptions, haproxyOptions } from "./schema.ts";

/** The balancers in front of the API server: HAProxy on two or more machines, with an address that keepalived moves between them. */
export const haproxy = defineHostComponent({
  kind: "host-component",
  name: "haproxy",
  title: "HAProxy, the balancer in front of the API server",
  docs: "https://docs.haproxy.org/",
  options: HaproxyOptions,
  provides: ["load-balancer:haproxy-keepalived"],
  pace: "one-by-one",
  impliedBy: (spec) => spec.loadBalancer.kind === "haproxy-keepalived",
  declare,
  phase: () => "host-services",
  software: () => ({ packages: ["haproxy"], services: ["haproxy"] }),
  files: haproxyFiles,
  checks: () => ({ "etc/haproxy/haproxy.cfg": "haproxy -c -f %s" }),
  probe: (cluster) => ["bash", "-euc", httpCheck(haproxyOptions(cluster).healthPort, healthPath).join("; ")],
  rules: haproxyRules,
});

const nothing: Declaration = { machines: [], ports: [] };

function declare(cluster: Cluster, { healthPort }: HaproxyOptions): Declaration {
  const { loadBalancer } = cluster.spec;
  if (loadBalancer.kind !== "haproxy-keepalived") return nothing;
  const machines = machinesIn(cluster, loadBalancer.group);
  const { address, routerId } = loadBalancer.vip;
  const path = ["spec", "loadBalancer"] as const;
  return {
    machines,
    ports: [
      ...listenersOf(cluster.spec).map(({ port, to }, position) => ({
        machines,
        port,
        protocol: "tcp" as const,
        address,
        purpose: `listener that leads to port ${to.port} of ${to.group}`,
        path: [...path, "listeners", position, "port"],
      })),
      { machines, port: healthPort, protocol: "tcp", address: "127.0.0.1", purpose: "health and figures of HAProxy" },
      ...haproxyLogPorts(cluster, machines),
    ],
    virtualAddresses: [
      {
        address,
        mechanism: "vrrp",
        holders: machines,
        routerId,
        healthCheck: { kind: "http", port: healthPort, path: healthPath },
        path: [...path, "vip", "address"],
      },
    ],
  };
}
