import type { RuleCases } from "../rule-case.ts";

const reserved = "spec.kubernetes.reserved";
const proxyMode = "spec.kubernetes.proxyMode";
const on2023 = { "spec.release": "2023.8.1", "spec.os": { distribution: "centos", version: "7.9" } };

function manyWorkers(last: number) {
  return {
    "spec.networks.nodes": { cidr: "10.0.0.0/16", router: "10.0.255.254", interface: "eth0", vrrp: true },
    "spec.machines.workers.ranges": [{ name: "worker-", first: 1, last, firstAddress: "10.0.16.1" }],
  };
}

export const nodeCases: RuleCases = {
  "nodes-too-many": {
    breaks: [
      {
        name: "4998 workers and 3 control planes",
        given: manyWorkers(4998),
        finds: [
          "warning kubernetes.workers: 5001 nodes, and Kubernetes is tested to 5000. Divide the plan into clusters",
        ],
      },
    ],
    keeps: [{ name: "4997 workers and 3 control planes", given: manyWorkers(4997) }],
  },
  "reserved-too-large": {
    breaks: [
      {
        name: "more than there is",
        given: { [reserved]: { cpu: "9" } },
        finds: [
          "error kubernetes.reserved.cpu: 9 is kept for the host, and the smallest node has 8 cores. Keep at most half of it",
        ],
      },
      {
        name: "more than half",
        given: { [reserved]: { memory: "9Gi" } },
        finds: [
          "warning kubernetes.reserved.memory: 9Gi is kept for the host, and the smallest node has 16 GiB. Keep at most half of it",
        ],
      },
      {
        name: "too much for one group only",
        given: { [reserved]: { cpu: "2500m" }, "spec.machines.workers.size.cpuCores": 4 },
        finds: [
          "warning kubernetes.reserved.cpu: 2500m is kept for the host, and the smallest node has 4 cores. Keep at most half of it",
        ],
      },
    ],
    keeps: [
      { name: "half of it", given: { [reserved]: { cpu: "4000m", memory: "8192Mi" } } },
      { name: "by the size of the machine" },
    ],
  },
  "proxy-mode-ipvs": {
    breaks: [
      {
        name: "ipvs in Kubernetes 1.36",
        given: { [proxyMode]: "ipvs" },
        finds: ["warning kubernetes.proxyMode: ipvs is deprecated in Kubernetes ..."],
      },
    ],
    keeps: [{ name: "ipvs in Kubernetes 1.24", given: { [proxyMode]: "ipvs", ...on2023 } }],
  },
  "proxy-mode-nftables": {
    breaks: [
      {
        name: "CentOS 7 with Kubernetes 1.24",
        given: { [proxyMode]: "nftables", ...on2023 },
        finds: [
          "error kubernetes.proxyMode: nftables is not finished in Kubernetes ...",
          "error kubernetes.proxyMode: nftables wants kernel 5.13, and centos 7 has 3.10. Use iptables",
        ],
      },
    ],
    keeps: [{ name: "Debian 12 with Kubernetes 1.36", given: { [proxyMode]: "nftables" } }],
  },
};
