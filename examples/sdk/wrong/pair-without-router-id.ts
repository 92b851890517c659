// Refused: a VRRP address without its router id.
import { defineCluster } from "@groundplan/synth";
import { head, spec } from "./base.ts";

defineCluster({
  ...head,
  spec: {
    ...spec,
    loadBalancer: { kind: "haproxy-keepalived", group: "all", vip: { address: "10.9.0.9" }, listeners: [] },
  },
});
