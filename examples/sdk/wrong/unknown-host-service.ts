// Refused: software that no host component brings.
import { defineCluster } from "@groundplan/synth";
import { head, spec } from "./base.ts";

defineCluster({ ...head, spec: { ...spec, hostServices: { apache: {} } } });
