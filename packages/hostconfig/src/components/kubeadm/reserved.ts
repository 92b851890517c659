import type { Cluster, Machine, Size } from "@groundplan/core-model";

/** What a node keeps back from pods, as Kubernetes quantities. */
export interface Reserved {
  readonly cpu: string;
  readonly memory: string;
}

/** A share of what a machine has, of the part above `from` and below the next step. */
interface Step {
  readonly from: number;
  readonly share: number;
}

// Google's formula, the only published one that asks for the size of the machine alone; it counts the system, the kubelet and the runtime.
const memorySteps: readonly Step[] = [
  { from: 0, share: 0.25 },
  { from: 4, share: 0.2 },
  { from: 8, share: 0.1 },
  { from: 16, share: 0.06 },
  { from: 128, share: 0.02 },
];
const coreSteps: readonly Step[] = [
  { from: 0, share: 0.06 },
  { from: 1, share: 0.01 },
  { from: 2, share: 0.005 },
  { from: 4, share: 0.0025 },
];
const leastMemoryMiB = 255;

/**
 * What is kept for the host: as the document says, else by the size of the machine. Memory: 25 % of the first 4 GiB, 20 % of the
 * next 4, 10 % of the next 8, 6 % of the next 112, 2 % above; processors: 6 % of the first core, 1 % of the second, 0.5 % of the
 * next two, 0.25 % of the others.
 * @see https://cloud.google.com/kubernetes-engine/docs/concepts/plan-node-sizes#resource_reservations
 */
export function reservedResources(cluster: Cluster, machine: Machine): Reserved {
  const { reserved } = cluster.spec.kubernetes;
  const computed = bySize(machine.size);
  return { cpu: reserved?.cpu ?? computed.cpu, memory: reserved?.memory ?? computed.memory };
}

function bySize({ cpuCores, memoryGiB }: Size): Reserved {
  const milliCores = Math.ceil(shareOf(cpuCores, coreSteps) * 1000);
  const memoryMiB = Math.max(leastMemoryMiB, Math.ceil(shareOf(memoryGiB, memorySteps) * 1024));
  return { cpu: `${milliCores}m`, memory: `${memoryMiB}Mi` };
}

function shareOf(amount: number, steps: readonly Step[]): number {
  let share = 0;
  for (const [position, step] of steps.entries()) {
    const end = Math.min(amount, steps[position + 1]?.from ?? amount);
    share += Math.max(0, end - step.from) * step.share;
  }
  // Binary fractions: 0.06 + 0.01 must not become one thousandth more.
  return Number(share.toFixed(6));
}
