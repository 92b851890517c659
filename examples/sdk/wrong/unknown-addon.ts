// Refused: an addon that does not exist.
import { defineCluster } from "@groundplan/synth";
import { head, spec } from "./base.ts";

defineCluster({ ...head, spec: { ...spec, addons: { calicoo: {} } } });
