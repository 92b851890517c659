import type { Cluster } from "../../cluster.ts";
import { listenersOf, loadBalancerAddress } from "../load-balancer/facts.ts";
import type { Listener } from "../load-balancer/schema.ts";
import { machinesIn } from "../machines/facts.ts";
import type { Machine } from "../machines/machine.ts";
import { fromNumber, spanOf } from "../networks/ipv4.ts";
import type { Taint, WorkerPool } from "./schema.ts";

export function controlPlanes(cluster: Cluster): readonly Machine[] {
  return machinesIn(cluster, cluster.spec.kubernetes.controlPlane.group);
}

/** The machine that `kubeadm init` runs on; the others join. @throws Error without a control plane, which resolving has refused before. */
export function firstControlPlane(cluster: Cluster): Machine {
  const first = controlPlanes(cluster)[0];
  if (!first) throw new Error(`cluster ${cluster.name} has no control plane`);
  return first;
}

/** Machines that run workloads only: those of the pools, without the control plane. */
export function workers(cluster: Cluster): readonly Machine[] {
  const { controlPlane, workers: pools } = cluster.spec.kubernetes;
  const groups = new Set(pools.map((pool) => pool.group));
  groups.delete(controlPlane.group);
  return cluster.machines.filter((machine) => groups.has(machine.group));
}

/** Workers that take any workload: those of pools whose taints keep nobody away. */
export function generalWorkers(cluster: Cluster): readonly Machine[] {
  return workers(cluster).filter((machine) => !poolOf(cluster, machine)?.taints.some(repels));
}

function repels(taint: Taint): boolean {
  return taint.effect !== "PreferNoSchedule";
}

/** Every machine that runs a kubelet. */
export function nodes(cluster: Cluster): readonly Machine[] {
  const { controlPlane, workers: pools } = cluster.spec.kubernetes;
  const groups = new Set([controlPlane.group, ...pools.map((pool) => pool.group)]);
  return cluster.machines.filter((machine) => groups.has(machine.group));
}

export function isNode(cluster: Cluster, machine: Machine): boolean {
  return isControlPlane(cluster, machine) || poolOf(cluster, machine) !== undefined;
}

export function isControlPlane(cluster: Cluster, machine: Machine): boolean {
  return machine.group === cluster.spec.kubernetes.controlPlane.group;
}

/** The worker pool of a machine, when it is in one. */
export function poolOf(cluster: Cluster, machine: Machine): WorkerPool | undefined {
  return cluster.spec.kubernetes.workers.find((pool) => pool.group === machine.group);
}

/** Where clients reach the API server: its name, the port they use, and the address that the name stands for. */
export interface ApiServerEndpoint {
  readonly name: string;
  readonly port: number;
  readonly address: string;
}

/**
 * The control-plane endpoint. With a balancer it is the balancer's address and the port of the listener that leads to the API
 * server; without one (and with a proxy on every worker) it is the first control-plane machine.
 */
export function apiServerEndpoint(cluster: Cluster): ApiServerEndpoint {
  const { apiServer } = cluster.spec.kubernetes;
  const address = loadBalancerAddress(cluster.spec) ?? firstControlPlane(cluster).address;
  return { name: apiServer.name, port: apiServerListenerPort(cluster) ?? apiServer.port, address };
}

function apiServerListenerPort(cluster: Cluster): number | undefined {
  return listenersOf(cluster.spec).find((listener) => leadsToApiServer(cluster, listener))?.port;
}

/** Whether API servers stand behind a listener of the balancer. */
export function leadsToApiServer(cluster: Cluster, { to }: Listener): boolean {
  const { controlPlane, apiServer } = cluster.spec.kubernetes;
  return to.group === controlPlane.group && to.port === apiServer.port;
}

/**
 * What the API server's name stands for on a machine; the first that answers counts. Mostly the endpoint's address. With a proxy
 * on every worker it is the proxy there, and elsewhere every control plane, on one of them itself first. With kube-vip a control
 * plane asks itself first too: the address is only there once the API server is.
 */
export function apiServerAddresses(cluster: Cluster, machine: Machine): readonly string[] {
  const { kind } = cluster.spec.loadBalancer;
  const endpoint = apiServerEndpoint(cluster).address;
  if (kind === "kube-vip") return isControlPlane(cluster, machine) ? [machine.address, endpoint] : [endpoint];
  if (kind !== "local") return [endpoint];
  if (isNode(cluster, machine) && !isControlPlane(cluster, machine)) return ["127.0.0.1"];
  const masters = controlPlanes(cluster);
  const itself = masters.filter(({ name }) => name === machine.name);
  const others = masters.filter(({ name }) => name !== machine.name);
  return [...itself, ...others].map(({ address }) => address);
}

/** Names and addresses that the API server's certificate must carry, sorted: everything that a client may have dialled. */
export function apiServerSans(cluster: Cluster): readonly string[] {
  const endpoint = apiServerEndpoint(cluster);
  const masters = controlPlanes(cluster).flatMap((machine) => [machine.name, machine.address]);
  const sans = new Set([
    endpoint.name,
    endpoint.address,
    "localhost",
    "127.0.0.1",
    ...masters,
    ...cluster.spec.kubernetes.apiServer.extraSans,
  ]);
  return [...sans].sort();
}

/** Address of the DNS service: the tenth of the service range, by kubeadm's convention. */
export function clusterDnsAddress(cluster: Cluster): string {
  return fromNumber(spanOf(cluster.spec.kubernetes.serviceCidr).first + 10);
}
