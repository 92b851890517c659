// Refused: a rule set aside for ever.
import { defineCluster } from "@groundplan/synth";
import { head, spec } from "./base.ts";

defineCluster({ ...head, spec: { ...spec, waivers: [{ rule: "etcd-quorum", reason: "because" }] } });
