// Refused: an option that the addon does not know.
import { defineCluster } from "@groundplan/synth";
import { head, spec } from "./base.ts";

defineCluster({ ...head, spec: { ...spec, addons: { calico: { colour: "red" } } } });
