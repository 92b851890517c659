/** Ports that Kubernetes gives to services of type NodePort on every node. @see https://kubernetes.io/docs/reference/networking/ports-and-protocols/ */
export const nodePorts = { first: 30_000, last: 32_767 } as const;

export function isNodePort(port: number): boolean {
  return nodePorts.first <= port && port <= nodePorts.last;
}
