import { type Cluster, type Declaration, type Machine, machinesIn } from "@groundplan/core-model";
import { defineHostComponent, type Software } from "../../host-component.ts";
import { extraPackagesSupplies } from "../../kit/extra-packages.ts";
import { httpCheck } from "../../kit/http-check.ts";
import { gatewayFiles } from "./files.ts";
import { gatewayRules } from "./rules.ts";
import { GatewayOptions, gatewayOf } from "./schema.ts";
import { healthPath } from "./servers.ts";

/** The way in for web sites: nginx on two machines with an address that keepalived moves, by domain to the workers' NodePorts. */
export const gateway = defineHostComponent({
  kind: "host-component",
  name: "gateway",
  title: "nginx, the gateway that leads from domains to services",
  docs: "https://nginx.org/en/docs/",
  sizedAs: "load balancer",
  options: GatewayOptions,
  provides: ["gateway"],
  pace: "one-by-one",
  declare,
  phase: () => "host-services",
  software,
  files: gatewayFiles,
  // A site's certificate is written after nginx.conf, which `nginx -t` would want it for: the unit's reload asks it instead.
  probe: (cluster) => ["bash", "-euc", httpCheck(gatewayOf(cluster).healthPort, healthPath).join("; ")],
  rules: gatewayRules,
});

function declare(cluster: Cluster, options: GatewayOptions): Declaration {
  if (options.kind === "external") return { machines: [], ports: [] };
  const { group, vip, sites, healthPort } = options;
  const machines = machinesIn(cluster, group);
  const path = ["spec", "hostServices", "gateway"] as const;
  const place = vip === undefined ? {} : { address: vip.address };
  const web = sites.some(({ tls }) => tls !== undefined) ? [80, 443] : [80];
  return {
    machines,
    ports: [
      ...web.map((port) => ({
        machines,
        port,
        protocol: "tcp" as const,
        ...place,
        purpose: "web sites of the gateway",
        path: [...path, "sites"],
      })),
      { machines, port: healthPort, protocol: "tcp", address: "127.0.0.1", purpose: "health and figures of nginx" },
    ],
    virtualAddresses:
      vip === undefined
        ? []
        : [
            {
              address: vip.address,
              mechanism: "vrrp",
              holders: machines,
              routerId: vip.routerId,
              healthCheck: { kind: "http", port: healthPort, path: healthPath },
              path: [...path, "vip", "address"],
            },
          ],
  };
}

function software(_cluster: Cluster, machine: Machine, options: GatewayOptions): Software {
  if (options.kind === "external") return { packages: [], services: [] };
  return {
    packages: ["nginx"],
    services: ["nginx"],
    supplies: extraPackagesSupplies("gateway", machine, options.packages),
  };
}
