// Refused: a key that the language does not know.
import { defineCluster } from "@groundplan/synth";
import { head, spec } from "./base.ts";

defineCluster({ ...head, spec: { ...spec, cloudProvider: "x" } });
