import { apiServerEndpoint, type Cluster, privateRegistry } from "@groundplan/core-model";

/** Variables by which programs find the outbound proxy. Some read the one form only, some the other. */
export interface ProxyEnvironment {
  readonly http_proxy: string;
  readonly https_proxy: string;
  readonly no_proxy: string;
  readonly HTTP_PROXY: string;
  readonly HTTPS_PROXY: string;
  readonly NO_PROXY: string;
}

// The same on every machine, and asked for on each: worked out once per cluster.
const environments = new WeakMap<Cluster, ProxyEnvironment>();

/** The proxy as environment variables, where the site has one. */
export function proxyEnvironment(cluster: Cluster): ProxyEnvironment | undefined {
  const { proxy } = cluster.spec.site;
  if (proxy === undefined) return undefined;
  const known = environments.get(cluster);
  if (known) return known;
  const https = proxy.https ?? proxy.http;
  const direct = reachedDirectly(cluster).join(",");
  const fresh = {
    http_proxy: proxy.http,
    https_proxy: https,
    no_proxy: direct,
    HTTP_PROXY: proxy.http,
    HTTPS_PROXY: https,
    NO_PROXY: direct,
  };
  environments.set(cluster, fresh);
  return fresh;
}

/** The machine, pod and service networks, the site's and the cluster's own names, and what the document adds. Sorted. */
function reachedDirectly(cluster: Cluster): readonly string[] {
  const { site, networks, kubernetes } = cluster.spec;
  const registry = privateRegistry(cluster)?.host.replace(/:\d+$/, "");
  const destinations = new Set([
    "localhost",
    "127.0.0.1",
    ...Object.values(networks).map((network) => network.cidr),
    kubernetes.podNetwork.cidr,
    kubernetes.serviceCidr,
    ".svc",
    ".cluster.local",
    `.${site.domain}`,
    apiServerEndpoint(cluster).name,
    ...(registry === undefined ? [] : [registry]),
    ...(site.proxy?.noProxy ?? []),
  ]);
  return [...destinations].sort();
}
