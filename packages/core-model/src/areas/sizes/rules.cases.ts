import type { Given } from "../changed-example.ts";
import type { RuleCases } from "../rule-case.ts";

function sizes(group: string, cpuCores: number, memoryGiB: number): Given {
  return { [`spec.machines.${group}.size`]: { cpuCores, memoryGiB } };
}

const staging: Given = { "spec.tier": "staging" };
const testing: Given = { "spec.tier": "testing" };
const special = {
  group: "workers",
  labels: { "groundplan.dev/pool": "edge" },
  taints: [{ key: "groundplan.dev/pool", value: "edge", effect: "NoSchedule" }],
  why: "only the way in runs here",
};

export const sizeCases: RuleCases = {
  "size-refused": {
    breaks: [
      {
        name: "one core",
        given: { ...sizes("masters", 1, 2), ...testing },
        finds: [
          "error machines.masters.size: the machines of masters have 1 core; a control plane wants 2 cores, says kubeadm. Give its machines 2 cores and 1700 MiB",
        ],
      },
      {
        name: "one and a half GiB",
        given: { ...sizes("masters", 2, 1.5), ...testing },
        finds: [
          "error machines.masters.size: the machines of masters have 1.5 GiB; a control plane wants 1700 MiB, says kubeadm. Give its machines 2 cores and 1700 MiB",
        ],
      },
    ],
    keeps: [
      { name: "what kubeadm takes", given: { ...sizes("masters", 2, 1.75), ...testing } },
      { name: "small balancers", given: { ...sizes("lb", 1, 0.5), ...testing } },
    ],
  },
  "size-minimum": {
    breaks: [
      {
        name: "small balancers, with which one source is content",
        given: sizes("lb", 2, 4),
        finds: [
          "warning machines.lb.size: the machines of lb have 2 cores and 4 GiB; a load balancer wants 4 cores and 8 GiB in production, says the highly available design (2021-05); the KubeSphere architecture (2023-08) is content with 2 cores, 4 GiB and a system disk of 40 GB. Give its machines 4 cores, 8 GiB and a system disk of 40 GB",
        ],
      },
      {
        name: "a small control plane, with which two sources are content",
        given: { ...sizes("masters", 4, 16), "spec.machines.masters.disks.0.sizeGB": 250 },
        finds: [
          "warning machines.masters.size: the machines of masters have 4 cores; a control plane wants 8 cores in production, says the highly available design (2021-05); the KubeSphere architecture (2023-08) is content with 4 cores, 16 GiB and a system disk of 40 GB; the outline of a large cluster (Kubernetes 1.17) is content with 4 cores, 8 GiB and a system disk of 250 GB. Give its machines 8 cores, 16 GiB and a system disk of 40 GB",
        ],
      },
      {
        name: "small workers, with which nobody is content",
        given: { ...sizes("workers", 4, 8), "spec.machines.workers.disks.0.sizeGB": 30 },
        finds: [
          "warning machines.workers.size: the machines of workers have 4 cores, 8 GiB and a system disk of 30 GB; a worker wants 8 cores, 16 GiB and 40 GB in production, says the highly available design (2021-05). Give its machines 8 cores, 16 GiB and a system disk of 40 GB",
        ],
      },
      {
        name: "workers below the minimum of tests",
        given: { ...sizes("workers", 2, 4), ...staging },
        finds: [
          "warning machines.workers.size: the machines of workers have 2 cores and 4 GiB; a worker wants 4 cores and 8 GiB outside production, says the highly available design (2021-05). Give its machines 4 cores, 8 GiB and a system disk of 20 GB",
        ],
      },
      {
        name: "small machines for external etcd",
        given: {
          "spec.kubernetes.etcd": { kind: "external", group: "etcd" },
          "spec.machines.etcd": {
            network: "nodes",
            size: { cpuCores: 2, memoryGiB: 8 },
            disks: [{ name: "system", sizeGB: 40 }],
            ranges: [{ name: "etcd-", first: 1, last: 3, firstAddress: "10.0.0.241" }],
          },
        },
        finds: [
          "warning machines.etcd.size: the machines of etcd have 2 cores; an etcd member wants 4 cores in production, says the highly available design (2021-05). Give its machines 4 cores, 8 GiB and a system disk of 40 GB",
        ],
      },
    ],
    keeps: [
      {
        name: "exactly the minimum of production",
        given: { ...sizes("lb", 4, 8), ...sizes("masters", 8, 16), "spec.machines.masters.disks.0.sizeGB": 40 },
      },
      {
        name: "exactly the minimum of tests",
        given: { ...sizes("lb", 1, 0.5), ...sizes("masters", 2, 4), ...sizes("workers", 4, 8), ...staging },
      },
      {
        name: "a special pool, whose size is its owner's to know",
        given: { ...sizes("workers", 2, 4), "spec.kubernetes.workers": [special] },
      },
      {
        name: "a control plane that kubeadm refuses, which is told once",
        given: { ...sizes("masters", 1, 1), ...testing },
      },
    ],
  },
};
