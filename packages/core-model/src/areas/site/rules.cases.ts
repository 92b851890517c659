import type { RuleCases } from "../rule-case.ts";

const site = "spec.site";
const proxy = { http: "http://proxy.example.com:3128" };
const registry = { host: "registry.example.com" };

export const siteCases: RuleCases = {
  "site-proxy": {
    breaks: [
      {
        name: "a proxy that is not described",
        given: { [`${site}.internet`]: "proxy" },
        finds: [
          "warning site.internet: the way to the internet is a proxy, and site.proxy is missing. Write proxy: { http: ... }; without it, every machine must know it by itself",
        ],
      },
      {
        name: "a proxy that is not used",
        given: { [`${site}.proxy`]: proxy },
        finds: [
          "warning site.proxy: there is a proxy, and the way to the internet is direct. Write internet: proxy, or remove the proxy",
        ],
      },
    ],
    keeps: [
      {
        name: "a proxy that is described and used",
        given: { [`${site}.internet`]: "proxy", [`${site}.proxy`]: proxy },
      },
    ],
  },
  "site-registry": {
    breaks: [
      {
        name: "no internet and no registry",
        given: { [`${site}.internet`]: "none" },
        finds: [
          "warning site.internet: there is no way to the internet, and site.registry is missing. Name the registry that holds the images: registry: { host: ... }; without it, load them on every node by hand",
        ],
      },
    ],
    keeps: [
      { name: "no internet, and a registry", given: { [`${site}.internet`]: "none", [`${site}.registry`]: registry } },
    ],
  },
  "site-time-servers": {
    breaks: [
      {
        name: "no internet and no time servers",
        given: { [`${site}.internet`]: "none", [`${site}.timeServers`]: [] },
        finds: [
          "warning site.internet: there is no way to the distribution's time servers, and site.timeServers is missing. Name a time server of the site: timeServers: [...]",
        ],
      },
      {
        name: "a proxy and no time servers",
        given: { [`${site}.internet`]: "proxy", [`${site}.timeServers`]: [] },
        finds: [
          "advice site.internet: a web proxy passes no NTP to the distribution's time servers, and site.timeServers is missing. Name a time server of the site: timeServers: [...]",
        ],
      },
    ],
    keeps: [
      { name: "no internet, and a time server", given: { [`${site}.internet`]: "none" } },
      { name: "the internet, and no time server of its own", given: { [`${site}.timeServers`]: [] } },
    ],
  },
  "site-zone-twice": {
    breaks: [
      {
        name: "a zone listed twice",
        given: { [`${site}.zones`]: ["a", "b", "a"] },
        finds: ["error site.zones[2]: zone a is listed before. Remove one of the two"],
      },
    ],
    keeps: [{ name: "three zones", given: { [`${site}.zones`]: ["a", "b", "c"] } }],
  },
  "site-access-root": {
    breaks: [
      {
        name: "root by SSH",
        given: { [`${site}.access.user`]: "root" },
        finds: [
          "advice site.access.user: machines are reached as root. Use an account that becomes root by sudo, and keep root from signing in",
        ],
      },
    ],
    keeps: [{ name: "an account of its own", given: { [`${site}.access.user`]: "devops" } }],
  },
};
