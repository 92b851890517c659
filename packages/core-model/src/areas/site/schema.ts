import { z } from "zod";
import {
  DnsLabel,
  DnsName,
  Ipv4Address,
  Port,
  RelativePath,
  SecretRef,
  ServiceRef,
  UserName,
} from "../../document/primitives.ts";

/** The distributions whose package names, unit names and paths are known. A release says which versions it was tested on. */
export const OperatingSystem = z.strictObject({
  distribution: z.enum(["centos", "debian", "rocky", "ubuntu"]).describe("Distribution of Linux."),
  version: z
    .string()
    .regex(/^\d+(\.\d+)?$/, 'must be a version such as "24.04" or "9"')
    .describe('Version of the distribution, as a string: "24.04", "9", "12".'),
});
export type OperatingSystem = z.output<typeof OperatingSystem>;

const HttpUrl = z
  .string()
  .max(300)
  .regex(
    /^https?:\/\/[A-Za-z0-9.-]+(:\d{1,5})?(\/[A-Za-z0-9._~/-]*)?$/,
    "must be an http or https address without user, query or fragment",
  );

const ProxyUrl = HttpUrl.describe("Address of the outbound proxy: http://proxy.example.com:3128.");

const OutboundProxy = z.strictObject({
  http: ProxyUrl,
  https: ProxyUrl.optional().describe("Proxy for https. Default: the same as `http`."),
  noProxy: z
    .array(z.string().regex(/^[A-Za-z0-9.*/:-]+$/, "must be a name, a domain such as .example.com, or a network"))
    .default([])
    .describe(
      "Destinations that are reached directly, beside the machine, pod and service networks and the cluster's own names, which always are. Default none.",
    ),
});

const PrivateRegistry = z.strictObject({
  host: z
    .string()
    .regex(/^[a-z0-9.-]+(:\d{1,5})?$/, "must be a host with an optional port, such as registry.example.com:5000")
    .describe("Host and port of the registry that every image is pulled from."),
  path: z
    .string()
    .regex(/^[a-z0-9._-]+(\/[a-z0-9._-]+)*$/, "must be a path of lower-case names")
    .optional()
    .describe("Project or path that stands before every image name. Default none."),
  address: Ipv4Address.optional().describe(
    "Address of the registry, written to the hosts file where no DNS server knows its name. Default: resolved by DNS.",
  ),
  caCertificate: RelativePath.optional().describe(
    "Certificate (PEM) of the authority that signed the registry's certificate, in the cluster's folder. Default: an authority that the system trusts.",
  ),
  credentials: SecretRef.optional().describe("User and password for pulling. Default: anonymous."),
});
export type PrivateRegistry = z.output<typeof PrivateRegistry>;

export const Access = z.strictObject({
  user: UserName.describe("Account that machines are reached with over SSH, with a key and without a password."),
  become: z
    .boolean()
    .default(true)
    .describe(
      "Whether the account becomes root by sudo where root is needed. Default true; false only where the account is root.",
    ),
  port: Port.default(22).describe("Port of the SSH server. Default 22."),
  bastion: z
    .strictObject({
      host: DnsName.describe("Name or address of the bastion that stands between the operator and the machines."),
      user: UserName.describe("Account on the bastion."),
      port: Port.default(22).describe("Port of the bastion's SSH server. Default 22."),
    })
    .optional()
    .describe("The jump host, where machines are not reached directly. Default none."),
  knownHosts: RelativePath.describe(
    "File of pinned host keys in the cluster's folder, in the format of ssh_known_hosts. A host whose key is not in it is refused.",
  ),
});
export type Access = z.output<typeof Access>;

/** Where the machines stand and what surrounds them. */
export const Site = z.strictObject({
  kind: z
    .enum(["virtual", "bare-metal", "cloud"])
    .describe("What the machines are: virtual machines of one's own, bare metal, or instances of a cloud provider."),
  domain: DnsName.describe("Domain of the site's own names."),
  internet: z
    .enum(["direct", "proxy", "none"])
    .describe(
      "Way to the internet. `none`: every package and image comes from mirrors inside; `proxy`: through `proxy`.",
    ),
  proxy: OutboundProxy.optional().describe("The outbound proxy; wanted with `internet: proxy`. Default none."),
  zones: z
    .array(DnsLabel)
    .default([])
    .describe(
      "Zones that fail independently, in order. Machines of a range are spread over them by number. Default none: one zone.",
    ),
  timeServers: z
    .array(z.union([Ipv4Address, DnsName]))
    .default([])
    .describe(
      "NTP servers. etcd and TLS need machines to agree on the time. Default: those of the distribution, which need the internet.",
    ),
  dnsServers: z
    .array(Ipv4Address)
    .default([])
    .describe("DNS servers of the site. Default: those that the machines already have."),
  registry: z
    .union([PrivateRegistry, ServiceRef])
    .optional()
    .describe(
      "Registry that every image is pulled from: one of the site's, or `{ service: harbor }`. Default: each image's own registry.",
    ),
  access: Access.describe("How machines are reached."),
});
export type Site = z.output<typeof Site>;
