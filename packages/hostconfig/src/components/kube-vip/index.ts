import { type Cluster, controlPlanes, type Declaration } from "@groundplan/core-model";
import { defineHostComponent } from "../../host-component.ts";
import { nodePhase } from "../../kit/node-phase.ts";
import { kubeVipFiles, metricsPort } from "./files.ts";
import { kubeVipRules } from "./rules.ts";
import { KubeVipOptions } from "./schema.ts";

/** The API server's address, held by an elected control plane that answers for it by ARP. */
export const kubeVip = defineHostComponent({
  kind: "host-component",
  name: "kube-vip",
  title: "kube-vip, the API server's address on an elected control plane",
  docs: "https://kube-vip.io/docs/",
  options: KubeVipOptions,
  provides: ["load-balancer:kube-vip"],
  pace: "one-by-one",
  impliedBy: (spec) => spec.loadBalancer.kind === "kube-vip",
  declare,
  phase: nodePhase,
  software: () => ({ packages: [], services: [] }),
  files: kubeVipFiles,
  rules: kubeVipRules,
});

function declare(cluster: Cluster, { metrics }: KubeVipOptions): Declaration {
  const { loadBalancer, kubernetes } = cluster.spec;
  if (loadBalancer.kind !== "kube-vip") return { machines: [], ports: [] };
  const machines = controlPlanes(cluster);
  const figures = metrics === "loopback" ? { address: "127.0.0.1" } : {};
  const strictArp = {
    capability: "strict-arp",
    why: "kube-proxy in the mode ipvs lays service addresses on every machine, which would all answer for them by ARP",
    path: ["spec", "kubernetes", "proxyMode"],
  };
  return {
    machines,
    ports: [{ machines, port: metricsPort, protocol: "tcp", purpose: "figures of kube-vip", ...figures }],
    virtualAddresses: [
      {
        address: loadBalancer.vip.address,
        mechanism: "arp",
        holders: machines,
        path: ["spec", "loadBalancer", "vip", "address"],
      },
    ],
    needs: kubernetes.proxyMode === "ipvs" ? [strictArp] : [],
  };
}
