import type { Cluster } from "@groundplan/core-model";
import type { Chart } from "cdk8s";
import { k8s } from "cdk8s-plus-27";
import { fixed } from "./environment.ts";
import { calicoImage, namespace } from "./facts.ts";
import { type CalicoMinor, enabledControllers } from "./versions.ts";

const name = "calico-kube-controllers";
const labels = { "k8s-app": name };

/** Gives back addresses of nodes and pods that are gone. One copy at a time: it does not elect a leader. */
export function kubeControllers(chart: Chart, cluster: Cluster, minor: CalicoMinor): void {
  new k8s.KubeDeployment(chart, name, {
    metadata: { name, namespace, labels },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      strategy: { type: "Recreate" },
      template: {
        metadata: { labels },
        spec: {
          nodeSelector: { "kubernetes.io/os": "linux" },
          tolerations: [
            { key: "CriticalAddonsOnly", operator: "Exists" },
            { key: "node-role.kubernetes.io/control-plane", operator: "Exists", effect: "NoSchedule" },
            { key: "node-role.kubernetes.io/master", operator: "Exists", effect: "NoSchedule" },
          ],
          serviceAccountName: name,
          securityContext: { seccompProfile: { type: "RuntimeDefault" } },
          priorityClassName: "system-cluster-critical",
          containers: [container(cluster, minor)],
        },
      },
    },
  });
  new k8s.KubePodDisruptionBudget(chart, `${name}-budget`, {
    metadata: { name, namespace, labels },
    spec: { maxUnavailable: k8s.IntOrString.fromNumber(1), selector: { matchLabels: labels } },
  });
}

function container(cluster: Cluster, minor: CalicoMinor): k8s.Container {
  return {
    name,
    image: calicoImage(cluster, "kube-controllers"),
    env: [fixed("ENABLED_CONTROLLERS", enabledControllers(minor)), fixed("DATASTORE_TYPE", "kubernetes")],
    securityContext: { runAsNonRoot: true, allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
    resources: { requests: { cpu: k8s.Quantity.fromString("30m"), memory: k8s.Quantity.fromString("64Mi") } },
    livenessProbe: {
      exec: { command: ["/usr/bin/check-status", "-l"] },
      initialDelaySeconds: 10,
      periodSeconds: 10,
      timeoutSeconds: 10,
      failureThreshold: 6,
    },
    readinessProbe: { exec: { command: ["/usr/bin/check-status", "-r"] }, periodSeconds: 10, timeoutSeconds: 10 },
  };
}
