import type { Rule } from "../../rule.ts";

const sitePath = ["spec", "site"] as const;

const proxy: Rule = {
  id: "site-proxy",
  why: "Machines that do not know the proxy fetch no package and no image; a proxy that nobody uses misleads.",
  severity: "warning",
  reference: "plain sense: the way to the internet is either through a proxy or it is not",
  *check(cluster) {
    const { internet, proxy } = cluster.spec.site;
    if (internet === "proxy" && !proxy) {
      yield {
        path: [...sitePath, "internet"],
        value: internet,
        message: "the way to the internet is a proxy, and site.proxy is missing",
        remedy: "Write proxy: { http: ... }; without it, every machine must know it by itself",
      };
    } else if (internet !== "proxy" && proxy) {
      yield {
        path: [...sitePath, "proxy"],
        message: `there is a proxy, and the way to the internet is ${internet}`,
        remedy: "Write internet: proxy, or remove the proxy",
      };
    }
  },
};

const registry: Rule = {
  id: "site-registry",
  why: "Without the internet no image comes from where it is published: nodes join, and no pod starts.",
  severity: "warning",
  reference: "https://kubernetes.io/docs/reference/setup-tools/kubeadm/kubeadm-init/#without-internet-connection",
  *check(cluster) {
    const { internet, registry } = cluster.spec.site;
    if (internet !== "none" || registry) return;
    yield {
      path: [...sitePath, "internet"],
      value: internet,
      message: "there is no way to the internet, and site.registry is missing",
      remedy:
        "Name the registry that holds the images: registry: { host: ... }; without it, load them on every node by hand",
    };
  },
};

const timeServers: Rule = {
  id: "site-time-servers",
  why: "Clocks drift apart without a server to follow: certificates are not valid yet, and etcd's members mistrust each other.",
  severity: "warning",
  reference: "RFC 5905",
  *check(cluster) {
    const { internet, timeServers } = cluster.spec.site;
    if (internet === "direct" || timeServers.length > 0) return;
    yield {
      path: [...sitePath, "internet"],
      value: internet,
      severity: internet === "none" ? "warning" : "advice",
      message:
        internet === "none"
          ? "there is no way to the distribution's time servers, and site.timeServers is missing"
          : "a web proxy passes no NTP to the distribution's time servers, and site.timeServers is missing",
      remedy: "Name a time server of the site: timeServers: [...]",
    };
  },
};

const zoneTwice: Rule = {
  id: "site-zone-twice",
  why: "Machines of a range take the zones in turn: one that is listed twice gets twice as many.",
  severity: "error",
  reference: "plain sense: a zone is one zone",
  *check(cluster) {
    const { zones } = cluster.spec.site;
    for (const [position, zone] of zones.entries()) {
      if (zones.indexOf(zone) === position) continue;
      const message = `zone ${zone} is listed before`;
      yield { path: [...sitePath, "zones", position], value: zone, message, remedy: "Remove one of the two" };
    }
  },
};

const asRoot: Rule = {
  id: "site-access-root",
  why: "Nobody can tell afterwards who it was, and a stolen key opens everything at once.",
  severity: "advice",
  reference: "published outline of a large cluster (Kubernetes 1.17): an account of its own for automation",
  *check(cluster) {
    const { user } = cluster.spec.site.access;
    if (user !== "root") return;
    yield {
      path: [...sitePath, "access", "user"],
      value: user,
      message: "machines are reached as root",
      remedy: "Use an account that becomes root by sudo, and keep root from signing in",
    };
  },
};

export const siteRules: readonly Rule[] = [proxy, registry, timeServers, zoneTwice, asRoot];
