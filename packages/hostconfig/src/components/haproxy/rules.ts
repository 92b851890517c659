import type { Rule } from "@groundplan/core-model";
import { haproxyOptions } from "./schema.ts";

const optionsPath = ["spec", "hostServices", "haproxy"] as const;

/** Two buffers of 16 KiB, and what the kernel and TLS checks keep beside them. */
const memoryPerConnectionKiB = 50;

const optionsUnused: Rule = {
  id: "haproxy-options-unused",
  why: "Settings for a balancer that the cluster does not have mislead whoever reads them.",
  severity: "warning",
  reference: "https://docs.haproxy.org/",
  *check(cluster) {
    const { kind } = cluster.spec.loadBalancer;
    if (kind === "haproxy-keepalived") return;
    yield {
      path: optionsPath,
      message: `there are options for HAProxy, and loadBalancer.kind is ${kind}`,
      remedy: "Take the options out, or use loadBalancer.kind: haproxy-keepalived",
    };
  },
};

const memoryForConnections: Rule = {
  id: "haproxy-memory",
  why: "A balancer that reaches its limit of connections must not run out of memory before.",
  severity: "warning",
  reference: "https://docs.haproxy.org/2.8/configuration.html#3.2-maxconn",
  *check(cluster) {
    const { loadBalancer, machines } = cluster.spec;
    if (loadBalancer.kind !== "haproxy-keepalived") return;
    const { maxConnections } = haproxyOptions(cluster);
    const wantedGiB = (maxConnections * memoryPerConnectionKiB) / 1024 ** 2;
    const { memoryGiB } = machines[loadBalancer.group]?.size ?? { memoryGiB: Number.POSITIVE_INFINITY };
    if (wantedGiB <= memoryGiB / 2) return;
    yield {
      path: [...optionsPath, "maxConnections"],
      value: maxConnections,
      message: `${maxConnections} connections may take ${wantedGiB.toFixed(1)} GiB, and the machines of ${loadBalancer.group} have ${memoryGiB} GiB`,
      remedy: "Lower maxConnections, or give the balancers twice that memory",
    };
  },
};

export const haproxyRules: readonly Rule[] = [optionsUnused, memoryForConnections];
