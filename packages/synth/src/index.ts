// The front door of the SDK: from a document to one tree of files.

// What a program that uses the SDK needs beside: components of its own, and problems to print.
export { type Addon, defineAddon } from "@groundplan/cdk8s-addons";
export {
  type Cluster,
  type FileTree,
  formatProblem,
  isFailure,
  type Problem,
  type Result,
} from "@groundplan/core-model";
export { defineHostComponent, type HostComponent } from "@groundplan/hostconfig";
export * from "./define-cluster.ts";
export * from "./json-schema.ts";
export * from "./load-cluster.ts";
export * from "./registry.ts";
export * from "./synth.ts";
