import { type Cluster, firstControlPlane, isControlPlane, type Machine } from "@groundplan/core-model";
import type { Phase } from "../phases.ts";

/** The phase in which a node joins the cluster. */
export function nodePhase(cluster: Cluster, machine: Machine): Phase {
  if (!isControlPlane(cluster, machine)) return "workers";
  return machine.name === firstControlPlane(cluster).name ? "first-control-plane" : "control-planes";
}
