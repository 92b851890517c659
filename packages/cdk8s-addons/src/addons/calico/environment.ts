import type { k8s } from "cdk8s-plus-27";
import { type ConfigKey, configMapName } from "./config-map.ts";

export function fixed(name: string, value: string): k8s.EnvVar {
  return { name, value };
}

export function fromConfig(name: string, key: ConfigKey): k8s.EnvVar {
  return { name, valueFrom: { configMapKeyRef: { name: configMapName, key } } };
}

/** The name of the node that the pod runs on. */
export function nodeName(name: string): k8s.EnvVar {
  return { name, valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } };
}
