import type { Rule } from "@groundplan/core-model";

const optionsUnused: Rule = {
  id: "local-proxy-options-unused",
  why: "Settings for proxies that the cluster does not have mislead whoever reads them.",
  severity: "warning",
  reference: "https://docs.haproxy.org/",
  *check(cluster) {
    const { kind } = cluster.spec.loadBalancer;
    if (kind === "local") return;
    yield {
      path: ["spec", "hostServices", "local-proxy"],
      message: `there are options for a proxy on every worker, and loadBalancer.kind is ${kind}`,
      remedy: "Take the options out, or use loadBalancer.kind: local",
    };
  },
};

export const localProxyRules: readonly Rule[] = [optionsUnused];
