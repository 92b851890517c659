import type { VirtualAddress } from "../../component.ts";
import { card, type Given } from "../changed-example.ts";
import { machinesIn } from "../machines/facts.ts";
import type { RuleCases } from "../rule-case.ts";

const lb = "spec.machines.lb";
const vip = "spec.loadBalancer.vip";

/** A pair of databases on the workers, with an address of its own. */
function database(given: Partial<VirtualAddress>) {
  return card({
    name: "mysql",
    impliedBy: () => true,
    declare(cluster) {
      const holders = machinesIn(cluster, "workers");
      const path = ["spec", "hostServices", "mysql", "vip", "address"];
      return {
        machines: holders,
        ports: [],
        virtualAddresses: [{ address: "10.0.0.99", mechanism: "vrrp", routerId: 99, holders, path, ...given }],
      };
    },
  });
}

function hosts(...places: readonly Readonly<Record<string, string>>[]): Given {
  const entries = places.map((place, position) => [
    `lb-${position + 1}`,
    { address: `10.0.0.${11 + position}`, ...place },
  ]);
  return { [`${lb}.ranges`]: undefined, [`${lb}.hosts`]: Object.fromEntries(entries) };
}

const secondNetwork: Given = {
  "spec.networks.second": { cidr: "10.1.0.0/24", router: "10.1.0.254", interface: "eth0", vrrp: true },
  "spec.machines.workers.network": "second",
  "spec.machines.workers.ranges.0.firstAddress": "10.1.0.31",
};

const onCloud: Given = { "spec.site.kind": "cloud" };

export const virtualAddressCases: RuleCases = {
  "virtual-address-holders": {
    breaks: [
      {
        name: "one balancer",
        given: { [`${lb}.ranges.0.last`]: 1 },
        finds: [
          "error loadBalancer.vip.address: 10.0.0.10 has 1 machine to hold it (lb-1). Add a second machine to the group",
        ],
      },
      {
        name: "one balancer in testing",
        given: { [`${lb}.ranges.0.last`]: 1, "spec.tier": "testing" },
        finds: [
          "warning loadBalancer.vip.address: 10.0.0.10 has 1 machine to hold it (lb-1). Add a second machine to the group",
        ],
      },
    ],
    keeps: [
      { name: "two balancers" },
      {
        name: "kube-vip on one control plane in testing",
        given: {
          "spec.loadBalancer": { kind: "kube-vip", vip: { address: "10.0.0.10" } },
          "spec.machines.masters.ranges.0.last": 1,
          "spec.tier": "testing",
        },
      },
      {
        name: "a provider's address",
        given: {
          "spec.loadBalancer": {
            kind: "cloud",
            address: "10.0.0.10",
            listeners: [{ port: 6443, to: { group: "masters", port: 6443 } }],
          },
        },
      },
    ],
  },
  "virtual-address-outside-network": {
    breaks: [
      {
        name: "another network's address",
        given: { [`${vip}.address`]: "10.0.9.10" },
        finds: [
          "error loadBalancer.vip.address: 10.0.9.10 is outside network nodes (10.0.0.0/24), where lb-1 would hold it. Choose a free address there, or hold it in another network",
        ],
      },
      {
        name: "holders in another network",
        given: secondNetwork,
        cards: [database({})],
        finds: [
          "error hostServices.mysql.vip.address: 10.0.0.99 is outside network second (10.1.0.0/24), where worker-1 would hold it. Choose a free address there, or hold it in another network",
        ],
      },
    ],
    keeps: [
      { name: "an address where its holders are", given: secondNetwork, cards: [database({ address: "10.1.0.99" })] },
    ],
  },
  "router-id-twice": {
    breaks: [
      {
        name: "two pairs in one network",
        cards: [database({ routerId: 10 })],
        finds: [
          "error loadBalancer.vip.address: router id 10 of 10.0.0.10 is already that of 10.0.0.99 (hostServices.mysql.vip.address) on segment 10.0.0.0/24. Choose another id from 1 to 255",
        ],
      },
      {
        name: "two networks on one segment",
        given: {
          ...secondNetwork,
          "spec.networks.nodes.segment": "vlan-20",
          "spec.networks.second.segment": "vlan-20",
        },
        cards: [database({ routerId: 10, address: "10.1.0.99" })],
        finds: [
          "error loadBalancer.vip.address: router id 10 of 10.0.0.10 is already that of 10.1.0.99 (hostServices.mysql.vip.address) on segment vlan-20. Choose another id from 1 to 255",
        ],
      },
    ],
    keeps: [
      { name: "two ids", cards: [database({ routerId: 11 })] },
      { name: "two networks", given: secondNetwork, cards: [database({ routerId: 10, address: "10.1.0.99" })] },
    ],
  },
  "vrrp-not-passed": {
    breaks: [
      {
        name: "a network that drops VRRP",
        given: { "spec.networks.nodes.vrrp": false },
        finds: [
          "error loadBalancer.vip.address: 10.0.0.10 is moved by VRRP, and network nodes does not pass it (vrrp: false). Have VRRP (IP protocol 112) passed and write vrrp: true, or use a balancer of the provider",
        ],
      },
    ],
    keeps: [
      {
        name: "a network that drops VRRP, and kube-vip",
        given: {
          "spec.networks.nodes.vrrp": false,
          "spec.loadBalancer": { kind: "kube-vip", vip: { address: "10.0.0.10" } },
        },
      },
    ],
  },
  "vrrp-on-cloud": {
    breaks: [
      {
        name: "keepalived on a cloud",
        given: onCloud,
        finds: [
          "warning loadBalancer.vip.address: 10.0.0.10 is moved by VRRP, and the site is cloud. Use the provider's balancer (kind: cloud), or waive this once you have seen the address move",
        ],
      },
      {
        name: "kube-vip on a cloud",
        given: { ...onCloud, "spec.loadBalancer": { kind: "kube-vip", vip: { address: "10.0.0.10" } } },
        finds: [
          "warning loadBalancer.vip.address: 10.0.0.10 is moved by ARP, and the site is cloud. Use the provider's balancer (kind: cloud), or waive this once you have seen the address move",
        ],
      },
    ],
    keeps: [
      {
        name: "a network that says itself that it passes none",
        given: { ...onCloud, "spec.networks.nodes.vrrp": false },
      },
    ],
  },
  "virtual-address-spread": {
    breaks: [
      {
        name: "both in one rack",
        given: hosts({ failureDomain: "rack-1" }, { failureDomain: "rack-1" }),
        finds: [
          "warning loadBalancer.vip.address: 10.0.0.10 is held by lb-1 and lb-2, all in failure domain rack-1. Place them apart",
        ],
      },
      {
        name: "both in one zone of three",
        given: { ...hosts({ zone: "a" }, { zone: "a" }), "spec.site.zones": ["a", "b", "c"] },
        finds: [
          "warning loadBalancer.vip.address: 10.0.0.10 is held by lb-1 and lb-2, all in zone a. Place them apart",
        ],
      },
      {
        name: "both in one rack of a zone",
        given: {
          ...hosts({ zone: "a", failureDomain: "rack-1" }, { zone: "a", failureDomain: "rack-1" }),
          "spec.site.zones": ["a", "b", "c"],
        },
        finds: [
          "warning loadBalancer.vip.address: 10.0.0.10 is held by lb-1 and lb-2, all in failure domain rack-1 of zone a. Place them apart",
        ],
      },
    ],
    keeps: [
      { name: "in two racks", given: hosts({ failureDomain: "rack-1" }, { failureDomain: "rack-2" }) },
      {
        name: "in two racks of one zone",
        given: {
          ...hosts({ zone: "a", failureDomain: "rack-1" }, { zone: "a", failureDomain: "rack-2" }),
          "spec.site.zones": ["a", "b", "c"],
        },
      },
      { name: "in the only zone", given: { "spec.site.zones": ["a"] } },
      {
        name: "both in one rack in testing",
        given: { ...hosts({ failureDomain: "rack-1" }, { failureDomain: "rack-1" }), "spec.tier": "testing" },
      },
    ],
  },
};
