// Refused: a secret in plain text where only a reference may stand.
import { defineCluster } from "@groundplan/synth";
import { head, spec } from "./base.ts";

defineCluster({
  ...head,
  spec: { ...spec, site: { ...spec.site, registry: { host: "r.example.com", credentials: "hunter2" } } },
});
