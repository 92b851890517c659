import type { Given } from "../changed-example.ts";
import type { RuleCases } from "../rule-case.ts";

function waiving(rule: string, more: Readonly<Record<string, string>> = {}): Given {
  return { "spec.waivers": [{ rule, reason: "agreed with the owners", until: "2026-12-31", ...more }] };
}

const noBackup: Given = { "spec.kubernetes.etcd.backup": undefined };

export const waiverCases: RuleCases = {
  "waiver-expired": {
    breaks: [
      {
        name: "the day after",
        given: { ...waiving("etcd-backup"), ...noBackup },
        asOf: "2027-01-01",
        finds: [
          "warning waivers[0].until: the waiver of etcd-backup ended on 2026-12-31; judged on 2027-01-01. Put it right and remove the waiver, or give a new reason and a new day",
        ],
      },
    ],
    keeps: [{ name: "the last day", given: { ...waiving("etcd-backup"), ...noBackup }, asOf: "2026-12-31" }],
  },
  "waiver-unknown-rule": {
    breaks: [
      {
        name: "a slip of the pen",
        given: waiving("etcd-bakup"),
        finds: ["warning waivers[0].rule: no rule etcd-bakup is asked about this cluster. Did you mean etcd-backup?"],
      },
      {
        name: "a rule of a component that is not here",
        given: waiving("grafana-has-a-password"),
        finds: [
          "warning waivers[0].rule: no rule grafana-has-a-password is asked about this cluster. Remove the waiver",
        ],
      },
    ],
    keeps: [
      { name: "a rule of one cluster", given: waiving("etcd-backup") },
      { name: "a rule across clusters", given: waiving("fleet-address-twice") },
      { name: "a rule about waivers", given: waiving("waiver-unused") },
    ],
  },
  "waiver-unused": {
    breaks: [
      {
        name: "nothing to waive",
        given: waiving("etcd-backup"),
        finds: ["advice waivers[0]: etcd-backup finds nothing. Remove the waiver"],
      },
      {
        name: "something to waive elsewhere",
        given: { ...waiving("etcd-backup", { at: "kubernetes.workers" }), ...noBackup },
        finds: ["advice waivers[0]: etcd-backup finds nothing at kubernetes.workers. Remove the waiver"],
      },
    ],
    keeps: [
      {
        name: "something to waive below its place",
        given: { ...waiving("etcd-backup", { at: "kubernetes" }), ...noBackup },
      },
      { name: "an expired waiver, which is told as that", given: waiving("etcd-backup"), asOf: "2027-01-01" },
      { name: "a rule across clusters, which is asked elsewhere", given: waiving("fleet-address-twice") },
    ],
  },
};
