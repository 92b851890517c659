import {
  type Cluster,
  DnsLabel,
  DnsName,
  Ipv4Address,
  Port,
  SecretRef,
  tryFindComponent,
  VrrpAddress,
} from "@groundplan/core-model";
import { z } from "zod";
import { packageSource } from "../../kit/package-repository.ts";

const SiteName = z.union([
  DnsName,
  z.string().regex(/^\*\.[a-z0-9-]+(\.[a-z0-9-]+)+$/, "must be a domain name, or *. and a domain name"),
]);

const Tls = z.strictObject({
  certificate: SecretRef.describe(
    "Certificate of the site with those of its authorities, and its private key without a password, all in PEM, one after another.",
  ),
  hstsDays: z
    .int()
    .min(0)
    .max(730)
    .default(0)
    .describe(
      "Days for which browsers are to use TLS only for this domain, 0-730. Default 0: they are told nothing, and you can go back. @see RFC 6797",
    ),
});

const site = {
  domain: SiteName.describe(
    "Domain that the site answers to: `shop.example.com`, or `*.apps.example.com` for all below.",
  ),
  aliases: z.array(SiteName).default([]).describe("More domains of the same site. Default none."),
  tls: Tls.optional().describe(
    "TLS on port 443, which ends here; requests to port 80 are led there. Default none: plain HTTP on port 80.",
  ),
  bodySizeMiB: z
    .int()
    .min(1)
    .max(10_240)
    .default(100)
    .describe("Largest request in MiB, 1-10240. Default 100; nginx's own 1 refuses most uploads."),
  timeoutSeconds: z
    .int()
    .min(1)
    .max(86_400)
    .default(300)
    .describe(
      "Seconds that a server behind may be silent, before its answer, within it, or in a websocket, 1-86400. Default 300: terminals in a browser are silent for longer than nginx's own 60.",
    ),
};

const Server = z.strictObject({
  address: Ipv4Address.describe("Address of the server."),
  port: Port.describe("Port that it answers HTTP on."),
});

const NodePortSite = z.strictObject({
  ...site,
  nodePort: z
    .int()
    .min(30_000)
    .max(32_767)
    .describe("Port of the service (type NodePort) on every worker, 30000-32767. It is spoken to in plain HTTP."),
});

const ServerSite = z.strictObject({
  ...site,
  servers: z.array(Server).min(1).describe("Servers of a site that is not in the cluster, instead of `nodePort`."),
});

export const Site = z.union([NodePortSite, ServerSite]);
export type Site = z.output<typeof Site>;

/** Where nginx comes from on CentOS 7, which has none itself. */
export const extraPackages = "https://dl.fedoraproject.org/pub/archive/epel/7";

const OnMachines = z.strictObject({
  kind: z
    .literal("machines")
    .default("machines")
    .describe("`machines`: nginx on machines of the plan. Default machines."),
  group: DnsLabel.describe("Machine group of the gateway."),
  vip: VrrpAddress.optional().describe(
    "The address that the domains lead to; keepalived moves it between the machines. Default none: something else leads to each machine.",
  ),
  sites: z.array(Site).min(1).describe("What is served, by domain. A request for any other domain is refused."),
  healthPort: Port.default(8008).describe(
    "Port on loopback where nginx answers for its own health and shows its figures. Default 8008, which SELinux leaves to web servers.",
  ),
  connectionsPerCore: z
    .int()
    .min(256)
    .max(65_536)
    .default(4096)
    .describe(
      "Connections of each worker process, of which there is one for every core: to clients and to servers together, 256-65536. Default 4096. @see https://nginx.org/en/docs/ngx_core_module.html#worker_connections",
    ),
  packages: packageSource(
    extraPackages,
    "the community's packages for CentOS 7, by processor; other systems have nginx themselves",
  ),
});
export type GatewayOnMachines = z.output<typeof OnMachines>;

const External = z.strictObject({
  kind: z
    .literal("external")
    .describe("`external`: a gateway that is bought or run elsewhere; nothing of it is on machines."),
  address: Ipv4Address.describe("Address of the external gateway."),
});

/** The way in for web sites: by domain, to services of the cluster and to others. */
export const GatewayOptions = z.union([OnMachines, External]);
export type GatewayOptions = z.output<typeof GatewayOptions>;

/** Every name that a site answers to. */
export function namesOf(site: Site): readonly string[] {
  return [site.domain, ...site.aliases];
}

/** The gateway that stands on machines; none where there is none, or where it is bought. */
export function tryFindGateway(cluster: Cluster): GatewayOnMachines | undefined {
  const used = tryFindComponent(cluster, "host-component", "gateway");
  const options = used && GatewayOptions.parse(used.options);
  return options?.kind === "machines" ? options : undefined;
}

/** @throws Error where no gateway stands on machines. */
export function gatewayOf(cluster: Cluster): GatewayOnMachines {
  const gateway = tryFindGateway(cluster);
  if (!gateway) throw new Error(`cluster ${cluster.name} has no gateway on machines`);
  return gateway;
}
