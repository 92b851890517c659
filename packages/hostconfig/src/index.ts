// Files on machines: what every host component of a cluster needs, and the deliveries that carry them.

export type { Delivery } from "./deliveries/delivery.ts";
export { deliveries } from "./deliveries/registry.ts";
// The encoders, for host components of one's own: nothing from a document may leave its place in a file.
export { writeAptConf } from "./formats/apt-conf.ts";
export { writeDeb822 } from "./formats/deb822.ts";
export { writeIni } from "./formats/ini.ts";
export { writeSysctl } from "./formats/sysctl.ts";
export { writeUnit } from "./formats/systemd-unit.ts";
export { writeToml } from "./formats/toml.ts";
export { writeWordLines } from "./formats/word-lines.ts";
export * from "./host-component.ts";
export * from "./kit/fold-group.ts";
export { header } from "./kit/header.ts";
export type { ComponentEntry, Contents, FileEntry, MachineManifest, SupplyEntry } from "./kit/machine-manifest.ts";
export * from "./machine-plan.ts";
export * from "./phases.ts";
export { hostComponents } from "./registry.ts";
