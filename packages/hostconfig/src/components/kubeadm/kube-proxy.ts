import { type Cluster, statedNeeds, virtualAddresses } from "@groundplan/core-model";

/** What an addon needs that announces service addresses by ARP itself (MetalLB, say). */
const strictArpNeed = "strict-arp";

/** @see https://kubernetes.io/docs/reference/config-api/kube-proxy-config.v1alpha1/ */
export function kubeProxyConfiguration(cluster: Cluster, metricsAddress: string): Record<string, unknown> {
  const { proxyMode } = cluster.spec.kubernetes;
  return {
    apiVersion: "kubeproxy.config.k8s.io/v1alpha1",
    kind: "KubeProxyConfiguration",
    metricsBindAddress: `${metricsAddress}:10249`,
    mode: proxyMode,
    ...(proxyMode === "ipvs" ? ipvs(cluster) : {}),
  };
}

/**
 * Where somebody answers ARP for an address, the nodes must not answer beside him for all that ipvs binds; and ipvs must not
 * clean away an address that it did not bring.
 */
function ipvs(cluster: Cluster) {
  const announced = virtualAddresses(cluster).filter(({ mechanism }) => mechanism === "arp");
  const strict = announced.length > 0 || statedNeeds(cluster).some(({ capability }) => capability === strictArpNeed);
  if (!strict) return {};
  const excluded = announced.map(({ address }) => `${address}/32`).sort();
  return { ipvs: { ...(excluded.length === 0 ? {} : { excludeCIDRs: excluded }), strictARP: true } };
}
