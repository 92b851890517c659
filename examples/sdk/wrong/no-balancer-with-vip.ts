// Refused: a virtual address without a balancer.
import { defineCluster } from "@groundplan/synth";
import { head, spec } from "./base.ts";

defineCluster({ ...head, spec: { ...spec, loadBalancer: { kind: "none", vip: { address: "10.9.0.9" } } } });
