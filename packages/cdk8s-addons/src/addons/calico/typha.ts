import type { Cluster } from "@groundplan/core-model";
import type { Chart } from "cdk8s";
import { k8s } from "cdk8s-plus-27";
import { fixed } from "./environment.ts";
import { calicoImage, namespace } from "./facts.ts";
import { everyTaint } from "./node-daemonset.ts";
import { typhaHealthPort, typhaPort } from "./ports.ts";
import type { CalicoOptions } from "./schema.ts";

const name = "calico-typha";
const labels = { "k8s-app": name };

/** Seconds in which Typha hands its nodes over to the others before it ends; the pod is given as long. */
const shutdownSeconds = 300;

/** Typha: watches the API server once for many nodes. */
export function typha(chart: Chart, cluster: Cluster, options: CalicoOptions, replicas: number): void {
  new k8s.KubeService(chart, `${name}-service`, {
    metadata: { name, namespace, labels },
    spec: {
      selector: labels,
      ports: [{ name, port: typhaPort, protocol: "TCP", targetPort: k8s.IntOrString.fromString(name) }],
    },
  });
  new k8s.KubeDeployment(chart, name, {
    metadata: { name, namespace, labels },
    spec: {
      replicas,
      revisionHistoryLimit: 2,
      selector: { matchLabels: labels },
      // A new copy needs a host port of its own, so a surge goes to other nodes: there must be more nodes than copies.
      strategy: {
        type: "RollingUpdate",
        rollingUpdate: { maxSurge: k8s.IntOrString.fromString("100%"), maxUnavailable: k8s.IntOrString.fromNumber(1) },
      },
      template: {
        metadata: { labels, annotations: { "cluster-autoscaler.kubernetes.io/safe-to-evict": "true" } },
        spec: {
          nodeSelector: { "kubernetes.io/os": "linux" },
          hostNetwork: true,
          terminationGracePeriodSeconds: shutdownSeconds,
          tolerations: everyTaint,
          serviceAccountName: "calico-node",
          priorityClassName: "system-cluster-critical",
          securityContext: { fsGroup: 65534, seccompProfile: { type: "RuntimeDefault" } },
          containers: [container(cluster, options)],
        },
      },
    },
  });
  new k8s.KubePodDisruptionBudget(chart, `${name}-budget`, {
    metadata: { name, namespace, labels },
    spec: { maxUnavailable: k8s.IntOrString.fromNumber(1), selector: { matchLabels: labels } },
  });
}

function container(cluster: Cluster, options: CalicoOptions): k8s.Container {
  return {
    name,
    image: calicoImage(cluster, "typha"),
    ports: [{ name, containerPort: typhaPort, protocol: "TCP" }],
    env: environment(options),
    securityContext: { runAsNonRoot: true, allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
    resources: { requests: { cpu: k8s.Quantity.fromString("100m"), memory: k8s.Quantity.fromString("128Mi") } },
    livenessProbe: { httpGet: health("/liveness"), initialDelaySeconds: 30, periodSeconds: 30, timeoutSeconds: 10 },
    readinessProbe: { httpGet: health("/readiness"), periodSeconds: 10, timeoutSeconds: 10 },
  };
}

function health(path: string): k8s.HttpGetAction {
  return { path, port: k8s.IntOrString.fromNumber(typhaHealthPort), host: "localhost" };
}

function environment({ logSeverity, metrics }: CalicoOptions): k8s.EnvVar[] {
  const prometheus = metrics
    ? [fixed("TYPHA_PROMETHEUSMETRICSENABLED", "true"), fixed("TYPHA_PROMETHEUSMETRICSPORT", String(metrics.typhaPort))]
    : [];
  return [
    fixed("TYPHA_LOGSEVERITYSCREEN", logSeverity),
    fixed("TYPHA_LOGFILEPATH", "none"),
    fixed("TYPHA_LOGSEVERITYSYS", "none"),
    fixed("TYPHA_CONNECTIONREBALANCINGMODE", "kubernetes"),
    fixed("TYPHA_DATASTORETYPE", "kubernetes"),
    fixed("TYPHA_HEALTHENABLED", "true"),
    ...prometheus,
    fixed("TYPHA_SHUTDOWNTIMEOUTSECS", String(shutdownSeconds)),
  ];
}
