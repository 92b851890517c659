import type { Cluster, Rule } from "@groundplan/core-model";
import { etcdArchiveRules } from "../../kit/etcd-archive.ts";
import { etcdOptions } from "./schema.ts";

const optionsPath = ["spec", "hostServices", "etcd"] as const;

const optionsUnused: Rule = {
  id: "etcd-options-unused",
  why: "Settings for something that the cluster does not have mislead whoever reads them.",
  severity: "warning",
  reference: "https://etcd.io/docs/v3.6/op-guide/configuration/",
  *check(cluster) {
    if (cluster.spec.kubernetes.etcd.kind === "external") return;
    yield {
      path: optionsPath,
      message: "there are options for etcd on machines of its own, and kubernetes.etcd.kind is stacked",
      remedy: "Take the options out, or use kubernetes.etcd.kind: external",
    };
  },
};

const isExternal = (cluster: Cluster) => cluster.spec.kubernetes.etcd.kind === "external";

export const etcdRules: readonly Rule[] = [...etcdArchiveRules("etcd", etcdOptions, isExternal), optionsUnused];
