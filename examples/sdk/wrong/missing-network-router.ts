// Refused: a network without its router.
import { defineCluster } from "@groundplan/synth";
import { head, spec } from "./base.ts";

defineCluster({ ...head, spec: { ...spec, networks: { lab: { cidr: "10.9.0.0/24", interface: "eth0" } } } });
