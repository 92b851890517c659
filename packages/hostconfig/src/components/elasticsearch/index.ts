import { type Cluster, type Declaration, type Machine, machinesIn } from "@groundplan/core-model";
import { defineHostComponent, type Software } from "../../host-component.ts";
import { mountUnit } from "../../kit/disk-mount.ts";
import { repositorySupplies } from "../../kit/package-repository.ts";
import { findSystem } from "../../os/system-facts.ts";
import { dataDisk, dataFolder, httpPort, transportPort } from "./configuration.ts";
import { carriesLifecycle, elasticsearchFiles, repository } from "./files.ts";
import { elasticsearchRules } from "./rules.ts";
import { ElasticsearchOptions } from "./schema.ts";

/** Logs, kept and searched: three or more members, each of which may lead and holds data. */
export const elasticsearch = defineHostComponent({
  kind: "host-component",
  name: "elasticsearch",
  title: "Elasticsearch, where logs are kept and searched",
  docs: "https://www.elastic.co/docs/reference/elasticsearch/",
  options: ElasticsearchOptions,
  provides: ["elasticsearch"],
  pace: "one-by-one",
  declare,
  phase: () => "host-services",
  software,
  files: elasticsearchFiles,
  probe: () => ["/usr/local/sbin/elasticsearch-healthy"],
  rules: elasticsearchRules,
});

function declare(cluster: Cluster, options: ElasticsearchOptions): Declaration {
  if (options.kind === "external") return { machines: [], ports: [] };
  const machines = machinesIn(cluster, options.group);
  return {
    machines,
    ports: [
      { machines, port: httpPort, protocol: "tcp", purpose: "clients of Elasticsearch" },
      { machines, port: transportPort, protocol: "tcp", purpose: "members of Elasticsearch" },
    ],
  };
}

function software(cluster: Cluster, machine: Machine, options: ElasticsearchOptions): Software {
  if (options.kind === "external") return { packages: [], services: [] };
  const disk = dataDisk(machine);
  // Where dnf is, curl is there already, and under one of two names.
  const curl = findSystem(machine.os).packageManager === "apt" ? ["curl"] : [];
  return {
    packages: ["elasticsearch", "openssl", ...curl, ...(disk === undefined ? [] : ["xfsprogs"])],
    services: [
      "elasticsearch",
      "elasticsearch-prepare.timer",
      ...(carriesLifecycle(cluster, machine, options) ? ["elasticsearch-lifecycle"] : []),
      ...(disk === undefined ? [] : [mountUnit(dataFolder)]),
    ],
    supplies: repositorySupplies(machine, repository(cluster, options)),
  };
}
