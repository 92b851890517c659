// Manifests in the cluster: every addon as a cdk8s chart, which is loaded only when it is drawn.
export * from "./addon.ts";
export { addons } from "./addons/registry.ts";
export type { Defect } from "./defects/defect.ts";
export { findDefects } from "./defects/find-defects.ts";
export * from "./manifests.ts";
