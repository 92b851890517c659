// Refused: a number as a string.
import { defineCluster } from "@groundplan/synth";
import { head, spec } from "./base.ts";

defineCluster({ ...head, spec: { ...spec, networks: { lab: { ...spec.networks.lab, mtu: "9000" } } } });
