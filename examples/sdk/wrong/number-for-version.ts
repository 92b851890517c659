// Refused: a version as a number.
import { defineCluster } from "@groundplan/synth";
import { head, spec } from "./base.ts";

defineCluster({ ...head, spec: { ...spec, os: { distribution: "debian", version: 12 } } });
