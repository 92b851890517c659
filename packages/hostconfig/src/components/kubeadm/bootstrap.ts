import { apiServerEndpoint, type Cluster, isControlPlane, type Machine, type SecretSlot } from "@groundplan/core-model";
import { kubeadmApiVersion } from "./arguments.ts";
import { nodeRegistration, patches } from "./node-registration.ts";

// Minted at the moment of use and good for two hours: whoever holds these can enter the cluster.
const token = slot("run/bootstrap-token");
const authorityHash = slot("run/ca-cert-hash");
const certificateKey = slot("run/certificate-key");

function slot(secret: string): SecretSlot {
  return { placeholder: `@@secret:${secret}@@`, secret };
}

export const initSecrets: readonly SecretSlot[] = [token, certificateKey];

export function joinSecrets(cluster: Cluster, machine: Machine): readonly SecretSlot[] {
  return isControlPlane(cluster, machine) ? [token, authorityHash, certificateKey] : [token, authorityHash];
}

/** What `kubeadm init` does on the first machine alone. */
export function initConfiguration(cluster: Cluster, machine: Machine): Record<string, unknown> {
  return {
    apiVersion: kubeadmApiVersion(cluster.release),
    kind: "InitConfiguration",
    bootstrapTokens: [{ token: token.placeholder, ttl: "2h0m0s" }],
    certificateKey: certificateKey.placeholder,
    localAPIEndpoint: localEndpoint(cluster, machine),
    nodeRegistration: nodeRegistration(cluster, machine),
    ...patches(cluster),
  };
}

/** What `kubeadm join` does on every other machine. The hash pins the authority: no stranger can pose as the control plane. */
export function joinConfiguration(cluster: Cluster, machine: Machine): Record<string, unknown> {
  const endpoint = apiServerEndpoint(cluster);
  const controlPlane = {
    certificateKey: certificateKey.placeholder,
    localAPIEndpoint: localEndpoint(cluster, machine),
  };
  return {
    apiVersion: kubeadmApiVersion(cluster.release),
    kind: "JoinConfiguration",
    discovery: {
      bootstrapToken: {
        apiServerEndpoint: `${endpoint.name}:${endpoint.port}`,
        caCertHashes: [authorityHash.placeholder],
        token: token.placeholder,
      },
    },
    ...(isControlPlane(cluster, machine) ? { controlPlane } : {}),
    nodeRegistration: nodeRegistration(cluster, machine),
    ...patches(cluster),
  };
}

function localEndpoint(cluster: Cluster, machine: Machine) {
  return { advertiseAddress: machine.address, bindPort: cluster.spec.kubernetes.apiServer.port };
}
