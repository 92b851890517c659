import { apiServerEndpoint, type Cluster, type Declaration, workers } from "@groundplan/core-model";
import { defineHostComponent } from "../../host-component.ts";
import { healthPath } from "../../kit/haproxy-sections.ts";
import { haproxyLogPorts } from "../../kit/haproxy-service.ts";
import { httpCheck } from "../../kit/http-check.ts";
import { localProxyFiles } from "./files.ts";
import { localProxyRules } from "./rules.ts";
import { LocalProxyOptions, localProxyOptions } from "./schema.ts";

/** HAProxy on every worker, for the node's own way to the API servers: no address moves, no machine is added. */
export const localProxy = defineHostComponent({
  kind: "host-component",
  name: "local-proxy",
  title: "A proxy to the API servers on every worker",
  docs: "https://docs.haproxy.org/",
  options: LocalProxyOptions,
  provides: ["load-balancer:local"],
  pace: "batches",
  impliedBy: (spec) => spec.loadBalancer.kind === "local",
  declare,
  phase: () => "workers",
  software: () => ({ packages: ["haproxy"], services: ["haproxy"] }),
  files: localProxyFiles,
  checks: () => ({ "etc/haproxy/haproxy.cfg": "haproxy -c -f %s" }),
  probe: (cluster) => ["bash", "-euc", httpCheck(localProxyOptions(cluster).healthPort, healthPath).join("; ")],
  rules: localProxyRules,
});

function declare(cluster: Cluster, { healthPort }: LocalProxyOptions): Declaration {
  if (cluster.spec.loadBalancer.kind !== "local") return { machines: [], ports: [] };
  const machines = workers(cluster);
  const onLoopback = { machines, protocol: "tcp", address: "127.0.0.1" } as const;
  return {
    machines,
    ports: [
      { ...onLoopback, port: apiServerEndpoint(cluster).port, purpose: "proxy to the API servers" },
      { ...onLoopback, port: healthPort, purpose: "health and figures of HAProxy" },
      ...haproxyLogPorts(cluster, machines),
    ],
  };
}
