import type { Given } from "../changed-example.ts";
import type { RuleCases } from "../rule-case.ts";

/** A second cluster that has nothing in common with the example but its shape. */
const other: Given = {
  "metadata.name": "other",
  "spec.networks.nodes": { cidr: "10.9.0.0/24", router: "10.9.0.254", interface: "eth0", vrrp: true },
  "spec.loadBalancer.vip": { address: "10.9.0.10", routerId: 10 },
  "spec.machines.lb.ranges": [{ name: "other-lb-", first: 1, last: 2, firstAddress: "10.9.0.11" }],
  "spec.machines.masters.ranges": [{ name: "other-master-", first: 1, last: 3, firstAddress: "10.9.0.21" }],
  "spec.machines.workers.ranges": [{ name: "other-worker-", first: 1, last: 3, firstAddress: "10.9.0.31" }],
};
const third: Given = { ...other, "metadata.name": "third" };
const staging: Given = { ...other, "spec.tier": "staging" };

export const fleetCases: RuleCases = {
  "fleet-cluster-name-twice": {
    breaks: [
      {
        name: "two of one name",
        fleet: [{}, { ...other, "metadata.name": "example" }],
        finds: [
          "example: error metadata.name: 2 documents describe a cluster of the name example. Give each a name of its own",
        ],
      },
    ],
    keeps: [{ name: "two of two names", fleet: [{}, other] }],
  },
  "fleet-address-twice": {
    breaks: [
      {
        name: "one address",
        fleet: [{}, { ...other, "spec.machines.lb.hosts": { odd: { address: "10.0.0.32" } } }],
        finds: [
          "example: error machines.workers.ranges[0]: 10.0.0.32 of worker-2 is also used in cluster other. Choose free addresses, or waive this where the clusters never meet",
          "other: error machines.lb.hosts.odd: 10.0.0.32 of odd is also used in cluster example. Choose free addresses, or waive this where the clusters never meet",
        ],
      },
      {
        name: "the same addresses in three clusters",
        fleet: [other, third, { ...other, "metadata.name": "fourth" }],
        finds: [
          "fourth: error loadBalancer.vip.address: 10.9.0.10 of loadBalancer.vip.address is also used in cluster other (and 1 more). Choose free addresses, or waive this where the clusters never meet",
          "fourth: error machines.lb.ranges[0]: 10.9.0.11 of other-lb-1 is also used in cluster other (and 1 more); 1 more likewise. Choose free addresses, or waive this where the clusters never meet",
          "fourth: error machines.masters.ranges[0]: 10.9.0.21 of other-master-1 is also used in cluster other (and 1 more); 2 more likewise. Choose free addresses, or waive this where the clusters never meet",
          "fourth: error machines.workers.ranges[0]: 10.9.0.31 of other-worker-1 is also used in cluster other (and 1 more); 2 more likewise. Choose free addresses, or waive this where the clusters never meet",
          "other: error loadBalancer.vip.address: 10.9.0.10 of loadBalancer.vip.address is also used in cluster fourth (and 1 more). Choose free addresses, or waive this where the clusters never meet",
          "other: error machines.lb.ranges[0]: 10.9.0.11 of other-lb-1 is also used in cluster fourth (and 1 more); 1 more likewise. Choose free addresses, or waive this where the clusters never meet",
          "other: error machines.masters.ranges[0]: 10.9.0.21 of other-master-1 is also used in cluster fourth (and 1 more); 2 more likewise. Choose free addresses, or waive this where the clusters never meet",
          "other: error machines.workers.ranges[0]: 10.9.0.31 of other-worker-1 is also used in cluster fourth (and 1 more); 2 more likewise. Choose free addresses, or waive this where the clusters never meet",
          "third: error loadBalancer.vip.address: 10.9.0.10 of loadBalancer.vip.address is also used in cluster fourth (and 1 more). Choose free addresses, or waive this where the clusters never meet",
          "third: error machines.lb.ranges[0]: 10.9.0.11 of other-lb-1 is also used in cluster fourth (and 1 more); 1 more likewise. Choose free addresses, or waive this where the clusters never meet",
          "third: error machines.masters.ranges[0]: 10.9.0.21 of other-master-1 is also used in cluster fourth (and 1 more); 2 more likewise. Choose free addresses, or waive this where the clusters never meet",
          "third: error machines.workers.ranges[0]: 10.9.0.31 of other-worker-1 is also used in cluster fourth (and 1 more); 2 more likewise. Choose free addresses, or waive this where the clusters never meet",
        ],
      },
      {
        name: "a provider's address",
        fleet: [
          {},
          {
            ...other,
            "spec.loadBalancer": {
              kind: "cloud",
              address: "10.0.0.10",
              listeners: [{ port: 6443, to: { group: "masters", port: 6443 } }],
            },
          },
        ],
        finds: [
          "example: error loadBalancer.vip.address: 10.0.0.10 of loadBalancer.vip.address is also used in cluster other. Choose free addresses, or waive this where the clusters never meet",
          "other: error loadBalancer.address: 10.0.0.10 of loadBalancer.address is also used in cluster example. Choose free addresses, or waive this where the clusters never meet",
        ],
      },
    ],
    keeps: [
      { name: "addresses of their own", fleet: [{}, other] },
      {
        name: "an address twice in one cluster, which is its own affair",
        fleet: [{ "spec.loadBalancer.vip.address": "10.0.0.31" }, other],
      },
    ],
  },
  "fleet-host-name-twice": {
    breaks: [
      {
        name: "a range of the same beginning",
        fleet: [{}, { ...other, "spec.machines.workers.ranges.0.name": "worker-" }],
        finds: [
          "example: error machines.workers.ranges[0]: worker-1 is also a machine of cluster other; 2 more likewise. Begin the names with the cluster's",
          "other: error machines.workers.ranges[0]: worker-1 is also a machine of cluster example; 2 more likewise. Begin the names with the cluster's",
        ],
      },
    ],
    keeps: [{ name: "names of their own", fleet: [{}, other] }],
  },
  "fleet-router-id-twice": {
    breaks: [
      {
        name: "one segment",
        fleet: [{ "spec.networks.nodes.segment": "vlan-20" }, { ...other, "spec.networks.nodes.segment": "vlan-20" }],
        finds: [
          "example: error loadBalancer.vip.address: router id 10 on segment vlan-20 is also used in cluster other. Choose another id from 1 to 255",
          "other: error loadBalancer.vip.address: router id 10 on segment vlan-20 is also used in cluster example. Choose another id from 1 to 255",
        ],
      },
      {
        name: "one network",
        fleet: [other, third],
        finds: [
          "other: error loadBalancer.vip.address: router id 10 on segment 10.9.0.0/24 is also used in cluster third. Choose another id from 1 to 255",
          "third: error loadBalancer.vip.address: router id 10 on segment 10.9.0.0/24 is also used in cluster other. Choose another id from 1 to 255",
        ],
      },
    ],
    keeps: [{ name: "networks of their own", fleet: [{}, other] }],
  },
  "fleet-release-untried": {
    breaks: [
      {
        name: "only production",
        fleet: [{}, other],
        finds: [
          "example: advice release: release 2026.11.0 runs in no lower tier of this repository (there: none). Run it in a testing, development or staging cluster first",
          "other: advice release: release 2026.11.0 runs in no lower tier of this repository (there: none). Run it in a testing, development or staging cluster first",
        ],
      },
      {
        name: "another release in staging",
        fleet: [{}, { ...staging, "spec.release": "2023.8.1", "spec.os": { distribution: "centos", version: "7.9" } }],
        finds: [
          "example: advice release: release 2026.11.0 runs in no lower tier of this repository (there: 2023.8.1). Run it in a testing, development or staging cluster first",
        ],
      },
    ],
    keeps: [{ name: "the same release in staging", fleet: [{}, staging] }],
  },
};
