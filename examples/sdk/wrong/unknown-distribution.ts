// Refused: a distribution that is not supported.
import { defineCluster } from "@groundplan/synth";
import { head, spec } from "./base.ts";

defineCluster({ ...head, spec: { ...spec, os: { distribution: "arch", version: "1" } } });
