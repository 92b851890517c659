import { type Cluster, routeReflectors } from "@groundplan/core-model";
import type { Chart } from "cdk8s";
import { k8s } from "cdk8s-plus-27";
import { fixed, nodeName } from "./environment.ts";
import { calicoImage, namespace, routeReflectorNames } from "./facts.ts";
import { everyTaint } from "./node-daemonset.ts";
import { serviceAccount } from "./rbac.ts";
import { routeReflectorGrants } from "./rbac-rules.ts";
import type { CalicoOptions } from "./schema.ts";
import type { CalicoMinor } from "./versions.ts";

const name = "calico-route-reflector";
const labels = { "k8s-app": name };

/**
 * Marks the reflectors as such. The mark is an annotation of the Node object, which no flag of the kubelet sets: a pod on each of
 * them writes it when it starts, so that a machine that was replaced is a reflector again without anybody thinking of it.
 */
export function routeReflectorMarks(chart: Chart, cluster: Cluster, options: CalicoOptions, minor: CalicoMinor): void {
  if (routeReflectors(cluster).length === 0) return;
  const names = routeReflectorNames(cluster);
  serviceAccount(chart, name, routeReflectorGrants(names), minor);
  new k8s.KubeDaemonSet(chart, name, {
    metadata: { name, namespace, labels },
    spec: {
      selector: { matchLabels: labels },
      updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: k8s.IntOrString.fromNumber(1) } },
      template: {
        metadata: { labels },
        spec: {
          affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: onlyOn(names) } },
          nodeSelector: { "kubernetes.io/os": "linux" },
          hostNetwork: true,
          tolerations: everyTaint,
          serviceAccountName: name,
          priorityClassName: "system-node-critical",
          securityContext: {
            runAsNonRoot: true,
            runAsUser: 65534,
            runAsGroup: 65534,
            seccompProfile: { type: "RuntimeDefault" },
          },
          initContainers: [afterCalicoNode(cluster), mark(cluster, options)],
          containers: [waiting(cluster)],
        },
      },
    },
  });
}

function onlyOn(names: readonly string[]): k8s.NodeSelector {
  return {
    nodeSelectorTerms: [{ matchExpressions: [{ key: "kubernetes.io/hostname", operator: "In", values: [...names] }] }],
  };
}

/**
 * Waits until calico-node has started on this node. At its start it writes its own record of the node, address and all, over what
 * it read before: a mark that came in between would be lost. Each failure lets the kubelet try again.
 */
function afterCalicoNode(cluster: Cluster): k8s.Container {
  return {
    name: "after-calico-node",
    image: calicoImage(cluster, "node"),
    command: ["/bin/calico-node", "-felix-ready"],
    ...modest,
  };
}

function mark(cluster: Cluster, { routeReflectorClusterId }: CalicoOptions): k8s.Container {
  const patch = { spec: { bgp: { routeReflectorClusterID: routeReflectorClusterId } } };
  return calicoctl(cluster, "mark", ["patch", "node", "$(NODE_NAME)", "--patch", JSON.stringify(patch)]);
}

/** A DaemonSet wants a container that stays: calicoctl, looking once an hour which version the cluster runs. */
function waiting(cluster: Cluster): k8s.Container {
  return calicoctl(cluster, "wait", ["version", "--poll=1h"]);
}

const modest = {
  securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] }, readOnlyRootFilesystem: true },
  resources: { requests: { cpu: k8s.Quantity.fromString("10m"), memory: k8s.Quantity.fromString("32Mi") } },
} satisfies Partial<k8s.Container>;

function calicoctl(cluster: Cluster, container: string, args: string[]): k8s.Container {
  return {
    name: container,
    image: calicoImage(cluster, "ctl"),
    args: [...args, "--allow-version-mismatch"],
    env: [fixed("DATASTORE_TYPE", "kubernetes"), nodeName("NODE_NAME")],
    ...modest,
  };
}
