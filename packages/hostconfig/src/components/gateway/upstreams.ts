import { type Cluster, compareText, generalWorkers, nodes } from "@groundplan/core-model";
import type { NginxBlock, NginxEntry } from "../../formats/nginx.ts";
import type { Site } from "./schema.ts";

/** One for each NodePort, however many sites lead there, and one for each site outside the cluster. */
export function upstreams(cluster: Cluster, sites: readonly Site[]): readonly NginxBlock[] {
  const blocks = new Map<string, NginxBlock>();
  for (const site of sites) {
    const name = upstreamName(site);
    const body: NginxEntry[] = [["zone", name, "64k"], ["least_conn"]];
    for (const server of serversOf(cluster, site)) body.push(["server", server, "max_fails=2", "fail_timeout=10s"]);
    blocks.set(name, { heading: ["upstream", name], body: [...body, ["keepalive", 32]] });
  }
  return [...blocks].sort(([a], [b]) => compareText(a, b)).map(([, block]) => block);
}

/** What a site's requests are passed to. */
export function upstreamName(site: Site): string {
  return "nodePort" in site ? `node-port-${site.nodePort}` : `site-${site.domain}`.replace("*", "_");
}

function serversOf(cluster: Cluster, site: Site): readonly string[] {
  if ("servers" in site) return site.servers.map(({ address, port }) => `${address}:${port}`).sort(compareText);
  const general = generalWorkers(cluster);
  const behind = general.length > 0 ? general : nodes(cluster);
  return behind.map(({ address }) => `${address}:${site.nodePort}`);
}
