// Refused: external etcd without its machines.
import { defineCluster } from "@groundplan/synth";
import { head, spec } from "./base.ts";

defineCluster({ ...head, spec: { ...spec, kubernetes: { ...spec.kubernetes, etcd: { kind: "external" } } } });
