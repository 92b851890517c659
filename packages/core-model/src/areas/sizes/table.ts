import type { Severity } from "../../problem.ts";
import type { Tier } from "../tier/schema.ts";

/** Work that a machine does, with a size that follows from it. Special pools are special: their size is their owner's to know. */
export type Role = "load balancer" | "control plane" | "worker" | "etcd member";

/** The least that a source asks for, or says is enough. */
export interface SizeRow {
  readonly role: Role;
  readonly tiers: readonly Tier[];
  readonly cpuCores: number;
  readonly memoryGiB: number;
  readonly systemDiskGB: number;
  /** Who says so. */
  readonly source: string;
  /** What falling short of it is; `accepted` for a source that is content with less than the strictest. */
  readonly grade: Severity | "accepted";
}

const belowProduction = ["testing", "development", "staging"] as const;
const production = ["production"] as const;
const everywhere = [...belowProduction, ...production] as const;

const kubeadm = { source: "kubeadm", grade: "error" } as const;
const highlyAvailable = { source: "the highly available design (2021-05)", grade: "warning" } as const;
const kubesphere = { source: "the KubeSphere architecture (2023-08)", grade: "accepted" } as const;
const large = { source: "the outline of a large cluster (Kubernetes 1.17)", grade: "accepted" } as const;

/**
 * Sizes from the published architectures that give any, and from kubeadm, which refuses less (1700 MiB and two cores). The
 * strictest of the architectures counts; the others tell who is content with less.
 * @see https://kubernetes.io/docs/setup/production-environment/tools/kubeadm/install-kubeadm/#before-you-begin
 */
export const sizeTable: readonly SizeRow[] = [
  { role: "control plane", tiers: everywhere, cpuCores: 2, memoryGiB: 1700 / 1024, systemDiskGB: 0, ...kubeadm },

  { role: "load balancer", tiers: belowProduction, cpuCores: 1, memoryGiB: 0.5, systemDiskGB: 5, ...highlyAvailable },
  { role: "control plane", tiers: belowProduction, cpuCores: 2, memoryGiB: 4, systemDiskGB: 20, ...highlyAvailable },
  { role: "worker", tiers: belowProduction, cpuCores: 4, memoryGiB: 8, systemDiskGB: 20, ...highlyAvailable },
  { role: "etcd member", tiers: belowProduction, cpuCores: 1, memoryGiB: 1, systemDiskGB: 15, ...highlyAvailable },

  { role: "load balancer", tiers: production, cpuCores: 4, memoryGiB: 8, systemDiskGB: 40, ...highlyAvailable },
  { role: "control plane", tiers: production, cpuCores: 8, memoryGiB: 16, systemDiskGB: 40, ...highlyAvailable },
  { role: "worker", tiers: production, cpuCores: 8, memoryGiB: 16, systemDiskGB: 40, ...highlyAvailable },
  { role: "etcd member", tiers: production, cpuCores: 4, memoryGiB: 8, systemDiskGB: 40, ...highlyAvailable },

  { role: "load balancer", tiers: production, cpuCores: 2, memoryGiB: 4, systemDiskGB: 40, ...kubesphere },
  { role: "control plane", tiers: production, cpuCores: 4, memoryGiB: 16, systemDiskGB: 40, ...kubesphere },
  { role: "worker", tiers: production, cpuCores: 8, memoryGiB: 32, systemDiskGB: 40, ...kubesphere },

  { role: "control plane", tiers: production, cpuCores: 4, memoryGiB: 8, systemDiskGB: 250, ...large },
  { role: "worker", tiers: production, cpuCores: 8, memoryGiB: 16, systemDiskGB: 250, ...large },
];
