import type { RuleCases } from "../rule-case.ts";

const pools = "spec.kubernetes.workers";
const labels = { "groundplan.dev/pool": "gpu" };
const taints = [{ key: "groundplan.dev/pool", value: "gpu", effect: "NoSchedule" }];
const why = "accelerators";

export const poolCases: RuleCases = {
  "pool-special": {
    breaks: [
      {
        name: "only a label",
        given: { [pools]: [{ group: "workers", labels }] },
        finds: [
          "warning kubernetes.workers[0]: pool workers has labels but no taints and no why. Give a special pool a label, a taint and a reason; give a plain pool none of them",
        ],
      },
      {
        name: "no reason",
        given: { [pools]: [{ group: "workers", labels, taints }] },
        finds: [
          "warning kubernetes.workers[0]: pool workers has labels and taints but no why. Give a special pool a label, a taint and a reason; give a plain pool none of them",
        ],
      },
      {
        name: "only a reason",
        given: { [pools]: [{ group: "workers", why }] },
        finds: [
          "warning kubernetes.workers[0]: pool workers has why but no labels and no taints. Give a special pool a label, a taint and a reason; give a plain pool none of them",
        ],
      },
    ],
    keeps: [
      { name: "a plain pool" },
      { name: "label, taint and reason", given: { [pools]: [{ group: "workers", labels, taints, why }] } },
    ],
  },
  "pool-group-twice": {
    breaks: [
      {
        name: "one group in two pools",
        given: { [pools]: [{ group: "workers" }, { group: "lb" }, { group: "workers" }] },
        finds: [
          "error kubernetes.workers[2].group: group workers is a pool already (workers[0]). Make one pool of the two, or divide the group",
        ],
      },
    ],
    keeps: [{ name: "two groups in two pools", given: { [pools]: [{ group: "workers" }, { group: "lb" }] } }],
  },
  "pool-control-plane": {
    breaks: [
      {
        name: "the control plane as a pool",
        given: { [pools]: [{ group: "workers" }, { group: "masters" }] },
        finds: [
          "error kubernetes.workers[1].group: group masters is the control plane, and a pool of workers. Remove the pool, and set controlPlane.workloads: true if workloads are meant to run there",
        ],
      },
    ],
    keeps: [
      { name: "a control plane that takes workloads", given: { "spec.kubernetes.controlPlane.workloads": true } },
    ],
  },
  "pool-label-reserved": {
    breaks: [
      {
        name: "a role and a label below k8s.io",
        given: {
          [pools]: [
            { group: "workers", labels: { "node-role.kubernetes.io/worker": "", "x.k8s.io/y": "z" }, taints, why },
          ],
        },
        finds: [
          "error kubernetes.workers[0].labels.node-role.kubernetes.io/worker: a node may not give itself the label node-role.kubernetes.io/worker. Use a domain of your own, such as groundplan.dev/worker",
          "error kubernetes.workers[0].labels.x.k8s.io/y: a node may not give itself the label x.k8s.io/y. Use a domain of your own, such as groundplan.dev/y",
        ],
      },
    ],
    keeps: [
      {
        name: "labels that a node may give itself",
        given: {
          [pools]: [
            {
              group: "workers",
              labels: {
                pool: "gpu",
                "topology.kubernetes.io/zone": "a",
                "node.kubernetes.io/speed": "fast",
                "example.com/kubernetes.io": "x",
              },
              taints,
              why,
            },
          ],
        },
      },
    ],
  },
};
