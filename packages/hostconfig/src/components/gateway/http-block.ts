import { type Cluster, compareText } from "@groundplan/core-model";
import { expression, type NginxBlock, type NginxEntry } from "../../formats/nginx.ts";
import type { NginxAbilities } from "./abilities.ts";
import type { GatewayOnMachines } from "./schema.ts";
import { healthServer, refusals, siteServers } from "./servers.ts";
import { upstreams } from "./upstreams.ts";

export function eventsBlock({ connectionsPerCore }: GatewayOnMachines): NginxBlock {
  return { heading: ["events"], body: [["worker_connections", connectionsPerCore]] };
}

export function httpBlock(cluster: Cluster, options: GatewayOnMachines, able: NginxAbilities): NginxBlock {
  const sites = [...options.sites].sort((a, b) => compareText(a.domain, b.domain));
  return {
    heading: ["http"],
    body: [
      ...commonSettings(sites.some(({ tls }) => tls !== undefined)),
      upgradeMap,
      ...upstreams(cluster, sites),
      healthServer(options.healthPort),
      ...refusals(sites, options, able),
      ...sites.flatMap((site) => siteServers(site, options, able)),
    ],
  };
}

const logFormat = [
  "$remote_addr [$time_iso8601] $scheme://$host ",
  '"$request" $status $body_bytes_sent ',
  '$request_time $upstream_addr $upstream_response_time "$http_user_agent"',
];

function commonSettings(tls: boolean): readonly NginxEntry[] {
  const settings: NginxEntry[] = [
    ["server_tokens", "off"],
    ["default_type", "application/octet-stream"],
    ["server_names_hash_bucket_size", 128],
    ["log_format", "gateway", ...logFormat.map(expression)],
    ["access_log", "/var/log/nginx/access.log", "gateway"],
    ["tcp_nodelay", "on"],
    ["keepalive_timeout", "75s"],
    "Slow clients must not fill the connections.",
    ["client_header_timeout", "30s"],
    ["client_body_timeout", "60s"],
    ["send_timeout", "60s"],
    "A server that refuses or does not take a connection is left out for a while, and another is asked; one that is slow is not.",
    ["proxy_connect_timeout", "2s"],
    ["proxy_next_upstream", "error", "timeout"],
    ["proxy_next_upstream_tries", 3],
    ["proxy_next_upstream_timeout", "10s"],
    "What the servers behind learn of the client. What the client says of itself here is not passed on.",
    ["proxy_http_version", "1.1"],
    ["proxy_set_header", "Host", expression("$host")],
    ["proxy_set_header", "X-Real-IP", expression("$remote_addr")],
    ["proxy_set_header", "X-Forwarded-For", expression("$remote_addr")],
    ["proxy_set_header", "X-Forwarded-Host", expression("$host")],
    ["proxy_set_header", "X-Forwarded-Proto", expression("$scheme")],
    ["proxy_set_header", "Upgrade", expression("$http_upgrade")],
    ["proxy_set_header", "Connection", expression("$connection_upgrade")],
  ];
  return tls ? [...settings, ...tlsSettings] : settings;
}

/** For clients of the last ten years. @see https://wiki.mozilla.org/Security/Server_Side_TLS "Intermediate" */
const tlsSettings: readonly NginxEntry[] = [
  "TLS that nobody has broken: forward secrecy and authenticated encryption only.",
  ["ssl_protocols", "TLSv1.2", "TLSv1.3"],
  [
    "ssl_ciphers",
    [
      "ECDHE-ECDSA-AES128-GCM-SHA256",
      "ECDHE-RSA-AES128-GCM-SHA256",
      "ECDHE-ECDSA-AES256-GCM-SHA384",
      "ECDHE-RSA-AES256-GCM-SHA384",
      "ECDHE-ECDSA-CHACHA20-POLY1305",
      "ECDHE-RSA-CHACHA20-POLY1305",
    ].join(":"),
  ],
  ["ssl_prefer_server_ciphers", "off"],
  ["ssl_session_cache", "shared:tls:10m"],
  ["ssl_session_timeout", "1d"],
  ["ssl_session_tickets", "off"],
];

/** A websocket asks to leave HTTP; every other request keeps the connection to the server open for the next. */
const upgradeMap: NginxBlock = {
  heading: ["map", expression("$http_upgrade"), expression("$connection_upgrade")],
  body: [
    ["default", "upgrade"],
    ["", ""],
  ],
};
