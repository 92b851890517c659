import { expression, type NginxBlock, type NginxEntry } from "../../formats/nginx.ts";
import type { NginxAbilities } from "./abilities.ts";
import { certificatePath } from "./certificates.ts";
import { type GatewayOnMachines, namesOf, type Site } from "./schema.ts";
import { upstreamName } from "./upstreams.ts";

/** What nginx itself answers 200 to, whatever stands behind it. */
export const healthPath = "/healthz";

/** Answers whether nginx itself lives, and shows its figures. Reached from the machine only. */
export function healthServer(port: number): NginxBlock {
  return {
    heading: ["server"],
    body: [
      ["listen", `127.0.0.1:${port}`],
      ["access_log", "off"],
      { heading: ["location", "=", healthPath], body: [["return", 200]] },
      { heading: ["location", "=", "/status"], body: [["stub_status"]] },
      { heading: ["location", "/"], body: [["return", 404]] },
    ],
  };
}

/** Whoever comes for another domain, or by the bare address, is refused: no site is shown to those who only try. */
export function refusals(
  sites: readonly Site[],
  options: GatewayOnMachines,
  able: NginxAbilities,
): readonly (NginxBlock | string)[] {
  const plain: NginxBlock = {
    heading: ["server"],
    body: [
      ["listen", listenOn(options, 80), "default_server"],
      ["server_name", "_"],
      "No answer at all.",
      ["return", 444],
    ],
  };
  const first = sites.find(({ tls }) => tls !== undefined);
  if (first === undefined) return [plain];
  const handshake: readonly NginxEntry[] = able.rejectHandshake
    ? [["ssl_reject_handshake", "on"]]
    : [
        "This version cannot refuse before it has shown a certificate: that of the first site.",
        ...certificateOf(first),
      ];
  const secure: NginxBlock = {
    heading: ["server"],
    body: [
      ...secureListen(options, able, "default_server"),
      ["server_name", "_"],
      ...handshake,
      "A browser may come on another site's connection: this sends it to make one of its own.",
      ["return", 421],
    ],
  };
  return [plain, secure];
}

/** A site with TLS has two: the plain one leads to the other. */
export function siteServers(site: Site, options: GatewayOnMachines, able: NginxAbilities): readonly NginxBlock[] {
  const names = ["server_name", ...namesOf(site)];
  const plainListen = ["listen", listenOn(options, 80)];
  if (site.tls === undefined) return [{ heading: ["server"], body: [plainListen, names, ...proxied(site)] }];
  const redirect: NginxBlock = {
    heading: ["server"],
    body: [plainListen, names, ["return", 308, expression("https://$host$request_uri")]],
  };
  const hsts: readonly NginxEntry[] =
    site.tls.hstsDays === 0
      ? []
      : [["add_header", "Strict-Transport-Security", `max-age=${site.tls.hstsDays * 86_400}`, "always"]];
  const secure: NginxBlock = {
    heading: ["server"],
    body: [...secureListen(options, able), names, ...certificateOf(site), ...hsts, ...proxied(site)],
  };
  return [redirect, secure];
}

function proxied(site: Site): readonly NginxEntry[] {
  return [
    ["client_max_body_size", `${site.bodySizeMiB}m`],
    ["proxy_read_timeout", `${site.timeoutSeconds}s`],
    ["proxy_send_timeout", `${site.timeoutSeconds}s`],
    { heading: ["location", "/"], body: [["proxy_pass", `http://${upstreamName(site)}`]] },
  ];
}

/** The virtual address where there is one: the machines' own addresses stay free. */
export function listenOn({ vip }: GatewayOnMachines, port: number): string {
  return vip === undefined ? String(port) : `${vip.address}:${port}`;
}

function secureListen(
  options: GatewayOnMachines,
  { http2Directive }: NginxAbilities,
  ...more: readonly string[]
): readonly NginxEntry[] {
  const listen = ["listen", listenOn(options, 443), "ssl"];
  return http2Directive
    ? [
        [...listen, ...more],
        ["http2", "on"],
      ]
    : [[...listen, "http2", ...more]];
}

/** Certificate and key lie in one file. */
function certificateOf(site: Site): readonly NginxEntry[] {
  const path = `/${certificatePath(site)}`;
  return [
    ["ssl_certificate", path],
    ["ssl_certificate_key", path],
  ];
}
