import type { Cluster, Machine } from "@groundplan/core-model";
import { componentsOn } from "../../machine-plan.ts";
import type { Phase } from "../../phases.ts";

// etcd and the control plane decide by majority, whatever runs beside them.
const quorums: readonly Phase[] = ["etcd", "first-control-plane", "control-planes"];

/**
 * Whether a machine is taken alone, in every phase: others rely on it while another of its kind is away. A pair that shares
 * its machines with workers makes those workers stand alone too.
 */
export function standsAlone(cluster: Cluster, machine: Machine): boolean {
  return componentsOn(cluster, machine).some(
    ({ component }) => component.pace === "one-by-one" || quorums.includes(component.phase(cluster, machine)),
  );
}
