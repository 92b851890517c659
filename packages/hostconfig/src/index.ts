// Files on machines: what every host component of a cluster needs, and the deliveries that carry them.
export * from "./host-component.ts";
export * from "./kit/fold-group.ts";
export type { ComponentEntry, Contents, FileEntry, MachineManifest, SupplyEntry } from "./kit/machine-manifest.ts";
export * from "./machine-plan.ts";
export * from "./phases.ts";
export { hostComponents } from "./registry.ts";
export type { Delivery } from "./deliveries/delivery.ts";
export { deliveries } from "./deliveries/registry.ts";
