import type { Given } from "../changed-example.ts";
import type { RuleCases } from "../rule-case.ts";

const lastMaster = "spec.machines.masters.ranges.0.last";

const external: Given = {
  "spec.kubernetes.etcd": { kind: "external", group: "etcd" },
  "spec.machines.etcd": {
    network: "nodes",
    size: { cpuCores: 4, memoryGiB: 16 },
    disks: [{ name: "system", sizeGB: 100 }],
    ranges: [{ name: "etcd-", first: 1, last: 3, firstAddress: "10.0.0.241" }],
  },
};

export const controlPlaneCases: RuleCases = {
  "control-plane-count": {
    breaks: [
      {
        name: "one, and etcd elsewhere",
        given: { ...external, [lastMaster]: 1 },
        finds: [
          "error kubernetes.controlPlane.group: 1 control plane cannot be lost, and the tier is production. Use 3, or the testing tier",
        ],
      },
      {
        name: "two, and etcd elsewhere",
        given: { ...external, [lastMaster]: 2 },
        finds: ["warning kubernetes.controlPlane.group: 2 control planes can lose 1, and then none is spare. Use 3"],
      },
    ],
    keeps: [
      { name: "three, and etcd elsewhere", given: external },
      { name: "two with stacked etcd, which etcd-quorum refuses", given: { [lastMaster]: 2 } },
      { name: "one in testing", given: { ...external, [lastMaster]: 1, "spec.tier": "testing" } },
    ],
  },
  "control-plane-workloads": {
    breaks: [
      {
        name: "workloads in production",
        given: { "spec.kubernetes.controlPlane.workloads": true },
        finds: [
          "advice kubernetes.controlPlane.workloads: workloads run beside the control plane, and the tier is production. Give workloads machines of their own, and leave workloads out",
        ],
      },
    ],
    keeps: [
      {
        name: "workloads in staging",
        given: { "spec.kubernetes.controlPlane.workloads": true, "spec.tier": "staging" },
      },
    ],
  },
};
