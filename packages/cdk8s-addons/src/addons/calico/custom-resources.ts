import { type Cluster, usesBgp } from "@groundplan/core-model";
import { ApiObject, type Chart } from "cdk8s";
import { poolModes, reflectorPeering, routeReflectorNames, selectorOf } from "./facts.ts";
import { bgpPort, wireguardPort } from "./ports.ts";
import type { CalicoOptions, Peer } from "./schema.ts";
import { type CalicoMinor, knowsAssignmentMode, knowsNftables } from "./versions.ts";

// Objects of this group pass by Calico's own defaulting and validation, so every field that Calico reads is written here. Only
// BGPConfiguration and FelixConfiguration of the name `default` count.

/** What Calico is told through its own objects. */
export function customResources(chart: Chart, cluster: Cluster, options: CalicoOptions, minor: CalicoMinor): void {
  customResource(chart, "IPPool", "default-ipv4-ippool", ipPool(cluster, options, minor));
  customResource(chart, "IPAMConfig", "default", ipamConfig(options));
  customResource(chart, "FelixConfiguration", "default", felixConfiguration(cluster, options, minor));
  if (!usesBgp(cluster)) return;
  customResource(chart, "BGPConfiguration", "default", bgpConfiguration(cluster, options));
  const reflectors = routeReflectorNames(cluster);
  if (reflectors.length > 0) customResource(chart, "BGPPeer", reflectorPeering, peeringWith(reflectors));
  for (const peer of options.peers) customResource(chart, "BGPPeer", peer.name, routerPeering(cluster, peer));
}

function customResource(chart: Chart, kind: string, name: string, spec: object): void {
  new ApiObject(chart, `${kind}-${name}`, { apiVersion: "crd.projectcalico.org/v1", kind, metadata: { name }, spec });
}

/** The name is the one that calico-node would give: whoever comes first, there is one pool. */
function ipPool(cluster: Cluster, { blockSize, natOutgoing, nodeSelector }: CalicoOptions, minor: CalicoMinor) {
  const { ipip, vxlan } = poolModes(cluster);
  return {
    cidr: cluster.spec.kubernetes.podNetwork.cidr,
    blockSize,
    ipipMode: ipip,
    vxlanMode: vxlan,
    natOutgoing,
    nodeSelector,
    disabled: false,
    disableBGPExport: false,
    allowedUses: ["Workload", "Tunnel"],
    // From 3.30 the address management reads this without asking whether it is there.
    ...(knowsAssignmentMode(minor) ? { assignmentMode: "Automatic" } : {}),
  };
}

function ipamConfig({ strictAffinity }: CalicoOptions) {
  return { autoAllocateBlocks: true, strictAffinity, maxBlocksPerHost: 0 };
}

function felixConfiguration(cluster: Cluster, options: CalicoOptions, minor: CalicoMinor) {
  const { ipip, vxlan } = poolModes(cluster);
  const { logSeverity, metrics, wireguard } = options;
  const nftables = cluster.spec.kubernetes.proxyMode === "nftables" ? "Enabled" : "Disabled";
  return {
    ipipEnabled: ipip !== "Never",
    vxlanEnabled: vxlan !== "Never",
    wireguardEnabled: wireguard,
    ...(wireguard ? { wireguardListeningPort: wireguardPort } : {}),
    logSeverityScreen: logSeverity,
    prometheusMetricsEnabled: metrics !== undefined,
    ...(metrics ? { prometheusMetricsPort: metrics.felixPort } : {}),
    floatingIPs: "Disabled",
    reportingInterval: "0s",
    ...(knowsNftables(minor) ? { nftablesMode: nftables } : {}),
  };
}

function bgpConfiguration(cluster: Cluster, { advertise, logSeverity }: CalicoOptions) {
  const { bgp } = cluster.spec.kubernetes.podNetwork;
  return {
    asNumber: bgp?.asNumber ?? 64_512,
    listenPort: bgpPort,
    logSeverityScreen: logSeverity,
    nodeToNodeMeshEnabled: routeReflectorNames(cluster).length === 0,
    serviceClusterIPs: advertise.clusterIps ? [{ cidr: cluster.spec.kubernetes.serviceCidr }] : [],
    serviceExternalIPs: advertise.externalIps.map((cidr) => ({ cidr })),
    serviceLoadBalancerIPs: advertise.loadBalancerIps.map((cidr) => ({ cidr })),
  };
}

/** Every node, reflectors included, peers with every reflector; what they have of each other comes through them. */
function peeringWith(reflectors: readonly string[]) {
  return { nodeSelector: "all()", peerSelector: selectorOf(reflectors), sourceAddress: "UseNodeIP" };
}

function routerPeering(cluster: Cluster, { address, asNumber, group }: Peer) {
  const names = cluster.machines.filter((machine) => machine.group === group).map((machine) => machine.name);
  return {
    nodeSelector: group === undefined ? "all()" : selectorOf(names),
    peerIP: address,
    asNumber,
    sourceAddress: "UseNodeIP",
  };
}
