import type { Cluster } from "@groundplan/core-model";
import type { Chart } from "cdk8s";
import { k8s } from "cdk8s-plus-27";
import { type calicoConfig, configDigest } from "./config-map.ts";
import { fixed, fromConfig, nodeName } from "./environment.ts";
import { backend, calicoImage, namespace, nodeCidrs, poolModes, typhaReplicas } from "./facts.ts";
import { hostPathMounts, hostPathVolumes } from "./host-paths.ts";
import type { CalicoOptions } from "./schema.ts";
import { bpfMountContainer, type CalicoMinor } from "./versions.ts";

const labels = { "k8s-app": "calico-node" };

/** Everything that must run on a node before its taints are taken away, so it tolerates them all. */
export const everyTaint: k8s.Toleration[] = [
  { key: "CriticalAddonsOnly", operator: "Exists" },
  { effect: "NoSchedule", operator: "Exists" },
  { effect: "NoExecute", operator: "Exists" },
];

/** calico-node: on every node Felix programs routes and policies, and BIRD speaks BGP where the cluster does. */
export function nodeDaemonSet(
  chart: Chart,
  cluster: Cluster,
  options: CalicoOptions,
  minor: CalicoMinor,
  config: ReturnType<typeof calicoConfig>,
): void {
  new k8s.KubeDaemonSet(chart, "calico-node", {
    metadata: { name: "calico-node", namespace, labels },
    spec: {
      selector: { matchLabels: labels },
      updateStrategy: {
        type: "RollingUpdate",
        rollingUpdate: { maxUnavailable: k8s.IntOrString.fromNumber(options.updateNodesAtOnce) },
      },
      template: {
        metadata: { labels, annotations: { "groundplan.dev/config-digest": configDigest(config) } },
        spec: {
          nodeSelector: { "kubernetes.io/os": "linux" },
          hostNetwork: true,
          tolerations: everyTaint,
          serviceAccountName: "calico-node",
          securityContext: { seccompProfile: { type: "RuntimeDefault" } },
          terminationGracePeriodSeconds: 0,
          priorityClassName: "system-node-critical",
          initContainers: [upgradeIpam(cluster, minor), installCni(cluster, minor), mountBpf(cluster, minor)],
          containers: [calicoNode(cluster, options, minor)],
          volumes: hostPathVolumes(minor),
        },
      },
    },
  });
}

/** Takes over addresses from host-local IPAM, when the node had it before. */
function upgradeIpam(cluster: Cluster, minor: CalicoMinor): k8s.Container {
  return {
    name: "upgrade-ipam",
    image: calicoImage(cluster, "cni"),
    command: ["/opt/cni/bin/calico-ipam", "-upgrade"],
    env: [nodeName("KUBERNETES_NODE_NAME"), fromConfig("CALICO_NETWORKING_BACKEND", "calico_backend")],
    securityContext: { privileged: true },
    volumeMounts: hostPathMounts("upgrade-ipam", minor),
  };
}

/** Lays the plugins and their configuration on the node, where the container runtime looks for them. */
function installCni(cluster: Cluster, minor: CalicoMinor): k8s.Container {
  return {
    name: "install-cni",
    image: calicoImage(cluster, "cni"),
    command: ["/opt/cni/bin/install"],
    env: [
      fixed("CNI_CONF_NAME", "10-calico.conflist"),
      fromConfig("CNI_NETWORK_CONFIG", "cni_network_config"),
      nodeName("KUBERNETES_NODE_NAME"),
      fixed("SLEEP", "false"),
    ],
    securityContext: { privileged: true },
    volumeMounts: hostPathMounts("install-cni", minor),
  };
}

function mountBpf(cluster: Cluster, minor: CalicoMinor): k8s.Container {
  return {
    name: bpfMountContainer(minor),
    image: calicoImage(cluster, "node"),
    command: ["calico-node", "-init", "-best-effort"],
    securityContext: { privileged: true },
    volumeMounts: hostPathMounts("mount-bpf", minor),
  };
}

function calicoNode(cluster: Cluster, options: CalicoOptions, minor: CalicoMinor): k8s.Container {
  return {
    name: "calico-node",
    image: calicoImage(cluster, "node"),
    env: nodeEnvironment(cluster, options),
    securityContext: { privileged: true },
    resources: {
      requests: {
        cpu: k8s.Quantity.fromString(options.nodeRequests.cpu),
        memory: k8s.Quantity.fromString(options.nodeRequests.memory),
      },
    },
    lifecycle: { preStop: { exec: { command: ["/bin/calico-node", "-shutdown"] } } },
    livenessProbe: {
      exec: { command: probe(cluster, "live") },
      initialDelaySeconds: 10,
      periodSeconds: 10,
      timeoutSeconds: 10,
      failureThreshold: 6,
    },
    readinessProbe: { exec: { command: probe(cluster, "ready") }, periodSeconds: 10, timeoutSeconds: 10 },
    volumeMounts: hostPathMounts("calico-node", minor),
  };
}

/** Asking for BIRD where it does not run restarts calico-node for ever. */
function probe(cluster: Cluster, what: "live" | "ready"): string[] {
  const bird = backend(cluster) === "bird" ? [`-bird-${what}`] : [];
  return ["/bin/calico-node", `-felix-${what}`, ...bird];
}

/** Felix takes a variable over FelixConfiguration, so only what must be known before that can be read stands here. */
function nodeEnvironment(cluster: Cluster, options: CalicoOptions): k8s.EnvVar[] {
  const typha =
    typhaReplicas(cluster, options) > 0 ? [fromConfig("FELIX_TYPHAK8SSERVICENAME", "typha_service_name")] : [];
  return [
    fixed("DATASTORE_TYPE", "kubernetes"),
    ...typha,
    fixed("WAIT_FOR_DATASTORE", "true"),
    nodeName("NODENAME"),
    fromConfig("CALICO_NETWORKING_BACKEND", "calico_backend"),
    fixed("CLUSTER_TYPE", backend(cluster) === "bird" ? "k8s,bgp" : "k8s"),
    fixed("IP", "autodetect"),
    fixed("IP_AUTODETECTION_METHOD", addressDetection(cluster, options)),
    ...poolEnvironment(cluster, options),
    fromConfig("FELIX_IPINIPMTU", "veth_mtu"),
    fromConfig("FELIX_VXLANMTU", "veth_mtu"),
    fromConfig("FELIX_WIREGUARDMTU", "veth_mtu"),
    fixed("CALICO_DISABLE_FILE_LOGGING", "true"),
    fixed("FELIX_DEFAULTENDPOINTTOHOSTACTION", "ACCEPT"),
    fixed("FELIX_IPV6SUPPORT", "false"),
    fixed("FELIX_HEALTHENABLED", "true"),
  ];
}

/** Read only while the cluster has no pool. The first node may come before the IPPool object does: both say the same. */
function poolEnvironment(cluster: Cluster, { blockSize, natOutgoing, nodeSelector }: CalicoOptions): k8s.EnvVar[] {
  const { ipip, vxlan } = poolModes(cluster);
  return [
    fixed("CALICO_IPV4POOL_CIDR", cluster.spec.kubernetes.podNetwork.cidr),
    fixed("CALICO_IPV4POOL_BLOCK_SIZE", String(blockSize)),
    fixed("CALICO_IPV4POOL_IPIP", ipip),
    fixed("CALICO_IPV4POOL_VXLAN", vxlan),
    fixed("CALICO_IPV4POOL_NAT_OUTGOING", String(natOutgoing)),
    fixed("CALICO_IPV4POOL_NODE_SELECTOR", nodeSelector),
  ];
}

function addressDetection(cluster: Cluster, { nodeAddress }: CalicoOptions): string {
  return nodeAddress === "kubernetes-internal-ip" ? nodeAddress : `cidr=${nodeCidrs(cluster).join(",")}`;
}
