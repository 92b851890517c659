// Refused: a scope for an encapsulation that has none.
import { defineCluster } from "@groundplan/synth";
import { head, spec } from "./base.ts";

defineCluster({
  ...head,
  spec: {
    ...spec,
    kubernetes: {
      ...spec.kubernetes,
      podNetwork: { ...spec.kubernetes.podNetwork, encapsulation: { kind: "none", scope: "always" } },
    },
  },
});
