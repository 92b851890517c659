// Refused: a taint without its effect.
import { defineCluster } from "@groundplan/synth";
import { head, spec } from "./base.ts";

defineCluster({
  ...head,
  spec: { ...spec, kubernetes: { ...spec.kubernetes, workers: [{ group: "all", taints: [{ key: "a" }] }] } },
});
