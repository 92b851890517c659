// Refused: stacked etcd with machines of its own.
import { defineCluster } from "@groundplan/synth";
import { head, spec } from "./base.ts";

defineCluster({
  ...head,
  spec: { ...spec, kubernetes: { ...spec.kubernetes, etcd: { kind: "stacked", group: "all" } } },
});
