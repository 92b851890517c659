import {
  apiServerEndpoint,
  apiServerSans,
  type Cluster,
  etcdEndpoints,
  etcdMetricsPort,
  etcdTimings,
  imagePrefix,
} from "@groundplan/core-model";
import { etcdPki } from "../../kit/etcd-pki.ts";
import { type Flags, kubeadmApiVersion, programArguments } from "./arguments.ts";
import type { KubeadmOptions } from "./schema.ts";

/** The address that figures are shown on. */
export function metricsAddress(options: KubeadmOptions): string {
  return options.metrics === "network" ? "0.0.0.0" : "127.0.0.1";
}

/** What all control-plane machines share; kubeadm keeps it in the cluster. @see https://kubernetes.io/docs/reference/config-api/kubeadm-config.v1beta4/ */
export function clusterConfiguration(cluster: Cluster, options: KubeadmOptions): Record<string, unknown> {
  const { kubernetes } = cluster.spec;
  const { release } = cluster;
  const endpoint = apiServerEndpoint(cluster);
  const figures: Flags = { "bind-address": metricsAddress(options), profiling: false };
  const images = imagePrefix(cluster);
  return {
    apiVersion: kubeadmApiVersion(release),
    kind: "ClusterConfiguration",
    clusterName: cluster.name,
    kubernetesVersion: `v${release.kubernetes.version}`,
    controlPlaneEndpoint: `${endpoint.name}:${endpoint.port}`,
    // kubeadm would look for CoreDNS directly under the prefix; it lies where its own path leads, as every image does.
    ...(images === undefined ? {} : { imageRepository: images, dns: { imageRepository: `${images}/coredns` } }),
    networking: { podSubnet: kubernetes.podNetwork.cidr, serviceSubnet: kubernetes.serviceCidr },
    apiServer: {
      certSANs: apiServerSans(cluster),
      extraArgs: programArguments(release, { profiling: false, ...signIn(cluster) }),
    },
    controllerManager: {
      extraArgs: programArguments(release, {
        ...figures,
        "node-cidr-mask-size": kubernetes.podNetwork.nodePrefixLength,
      }),
    },
    scheduler: { extraArgs: programArguments(release, figures) },
    etcd:
      kubernetes.etcd.kind === "external"
        ? { external: externalEtcd(cluster) }
        : { local: stackedEtcd(cluster, options) },
  };
}

/** @see https://kubernetes.io/docs/reference/access-authn-authz/authentication/#configuring-the-api-server */
function signIn(cluster: Cluster): Flags {
  const { oidc } = cluster.spec.kubernetes.apiServer;
  if (oidc === undefined) return {};
  return {
    "oidc-issuer-url": oidc.issuer,
    "oidc-client-id": oidc.clientId,
    "oidc-username-claim": oidc.usernameClaim,
    ...(oidc.groupsClaim === undefined ? {} : { "oidc-groups-claim": oidc.groupsClaim }),
  };
}

function stackedEtcd(cluster: Cluster, options: KubeadmOptions) {
  const { heartbeatMs, electionMs } = etcdTimings(cluster);
  return {
    dataDir: "/var/lib/etcd",
    extraArgs: programArguments(cluster.release, {
      "heartbeat-interval": heartbeatMs,
      "election-timeout": electionMs,
      "listen-metrics-urls": `http://${metricsAddress(options)}:${etcdMetricsPort}`,
    }),
  };
}

function externalEtcd(cluster: Cluster) {
  return {
    endpoints: etcdEndpoints(cluster),
    caFile: etcdPki.apiServerAuthority,
    certFile: etcdPki.apiServer.certificate,
    keyFile: etcdPki.apiServer.key,
  };
}
