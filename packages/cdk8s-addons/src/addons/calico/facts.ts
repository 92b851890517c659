import {
  type Cluster,
  compareText,
  imageOf,
  networkOf,
  nodeNetworkMtu,
  nodes,
  podNetworkMtu,
  pullReference,
  routeReflectors,
  tryFindComponent,
  tryPinnedVersion,
  usesBgp,
} from "@groundplan/core-model";
import { CalicoOptions } from "./schema.ts";
import { type CalicoMinor, tryCalicoMinor } from "./versions.ts";

export const calicoName = "calico";
export const namespace = "kube-system";

/** Name of the object by which nodes peer with the route reflectors. */
export const reflectorPeering = "route-reflectors";

/** Bytes that WireGuard takes of every IPv4 packet. @see https://docs.tigera.io/calico/latest/networking/configuring/mtu */
export const wireguardOverheadBytes = 60;

/** How pool objects and environment variables say when packets are wrapped. */
export type PoolMode = "Never" | "Always" | "CrossSubnet";

/** When the pool wraps packets, by protocol. At most one of the two is not `Never`. */
export function poolModes(cluster: Cluster): { readonly ipip: PoolMode; readonly vxlan: PoolMode } {
  const { encapsulation } = cluster.spec.kubernetes.podNetwork;
  if (encapsulation.kind === "none") return { ipip: "Never", vxlan: "Never" };
  const mode = encapsulation.scope === "always" ? "Always" : "CrossSubnet";
  return encapsulation.kind === "ipip" ? { ipip: mode, vxlan: "Never" } : { ipip: "Never", vxlan: mode };
}

/** What programs routes between nodes: BIRD where they speak BGP, else Felix alone. Probes for BIRD fail where it does not run. */
export function backend(cluster: Cluster): "bird" | "vxlan" {
  return usesBgp(cluster) ? "bird" : "vxlan";
}

/** Largest packet of a pod in bytes: the smallest that every way between nodes can carry. */
export function podMtu(cluster: Cluster, { wireguard }: CalicoOptions): number {
  if (!wireguard) return podNetworkMtu(cluster);
  return Math.min(podNetworkMtu(cluster), nodeNetworkMtu(cluster) - wireguardOverheadBytes);
}

/**
 * Copies of Typha. Every calico-node watches the API server, which above 50 nodes becomes its heaviest load; Typha watches once
 * for about 200 of them, and three copies let one fail during an upgrade.
 */
export function typhaReplicas(cluster: Cluster, { typhaReplicas: wanted }: CalicoOptions): number {
  if (wanted !== undefined) return wanted;
  const count = nodes(cluster).length;
  if (count <= 50) return 0;
  return Math.min(20, Math.max(3, Math.ceil(count / 200)));
}

/** A selector of Calico for exactly these nodes. Host names are a label of every node, so no other label needs to be right. */
export function selectorOf(hostNames: readonly string[]): string {
  return `kubernetes.io/hostname in { ${hostNames.map((name) => `'${name}'`).join(", ")} }`;
}

export function routeReflectorNames(cluster: Cluster): readonly string[] {
  return routeReflectors(cluster).map((machine) => machine.name);
}

/** Address ranges of the networks that nodes stand in, sorted. */
export function nodeCidrs(cluster: Cluster): readonly string[] {
  return [...new Set(nodes(cluster).map((node) => networkOf(cluster, node).cidr))].sort(compareText);
}

/** The options of this addon in a cluster that uses it: as written, defaults filled in. */
export function calicoOptions(cluster: Cluster): CalicoOptions {
  return CalicoOptions.parse(tryFindComponent(cluster, "addon", calicoName)?.options ?? {});
}

/** The version of Calico that the release pins, when it pins one. */
export function calicoVersion(cluster: Cluster): string | undefined {
  return tryPinnedVersion(cluster.release, calicoName);
}

/** The minor line that the release pins. @throws Error when this addon does not know it, which a rule has refused before. */
export function findCalicoMinor(cluster: Cluster): CalicoMinor {
  const version = calicoVersion(cluster) ?? "none";
  const minor = tryCalicoMinor(version);
  if (!minor) throw new Error(`the calico addon does not know Calico ${version}`);
  return minor;
}

/** Where nodes pull an image of Calico from. */
export function calicoImage(cluster: Cluster, name: "cni" | "ctl" | "kube-controllers" | "node" | "typha"): string {
  return pullReference(cluster, imageOf(cluster.release, calicoName, name));
}
