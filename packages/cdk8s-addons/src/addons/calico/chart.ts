import type { Cluster } from "@groundplan/core-model";
import type { Chart } from "cdk8s";
import { calicoConfig, calicoConfigMap } from "./config-map.ts";
import { calicoCrds } from "./crds.ts";
import { customResources } from "./custom-resources.ts";
import { findCalicoMinor, typhaReplicas } from "./facts.ts";
import { kubeControllers } from "./kube-controllers.ts";
import { nodeDaemonSet } from "./node-daemonset.ts";
import { calicoAccounts } from "./rbac.ts";
import { routeReflectorMarks } from "./route-reflectors.ts";
import type { CalicoOptions } from "./schema.ts";
import { typha } from "./typha.ts";

/** The pod network of a cluster, whole. @throws Error when the release pins a line of Calico that this addon does not know, which a rule has refused before. */
export function draw(chart: Chart, cluster: Cluster, options: CalicoOptions): void {
  const minor = findCalicoMinor(cluster);
  const config = calicoConfig(cluster, options, minor);
  const replicas = typhaReplicas(cluster, options);
  calicoCrds(chart, minor);
  calicoAccounts(chart, minor);
  calicoConfigMap(chart, config);
  customResources(chart, cluster, options, minor);
  nodeDaemonSet(chart, cluster, options, minor, config);
  kubeControllers(chart, cluster, minor);
  if (replicas > 0) typha(chart, cluster, options, replicas);
  routeReflectorMarks(chart, cluster, options, minor);
}
