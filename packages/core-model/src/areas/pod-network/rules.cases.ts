import type { Given } from "../changed-example.ts";
import type { RuleCases } from "../rule-case.ts";

const podNetwork = "spec.kubernetes.podNetwork";
const encapsulation = `${podNetwork}.encapsulation`;
const workersNetwork = { cidr: "10.1.0.0/24", router: "10.1.0.254", interface: "eth0" };

const twoNetworks: Given = {
  "spec.networks.second": workersNetwork,
  "spec.machines.workers.network": "second",
  "spec.machines.workers.ranges.0.firstAddress": "10.1.0.31",
};

const wide: Given = {
  "spec.networks.nodes": { cidr: "10.0.0.0/22", router: "10.0.3.254", interface: "eth0", vrrp: true },
};
const workers98: Given = { ...wide, "spec.machines.workers.ranges.0.last": 98 };

function reflectors(last: number): Given {
  return {
    "spec.machines.rr": {
      network: "nodes",
      size: { cpuCores: 8, memoryGiB: 16 },
      disks: [{ name: "system", sizeGB: 100 }],
      ranges: [{ name: "rr-", first: 1, last, firstAddress: "10.0.0.241" }],
    },
    [`${podNetwork}.bgp`]: { routeReflectors: { group: "rr" } },
    "spec.kubernetes.workers": [{ group: "workers" }, { group: "rr" }],
  };
}

export const podNetworkCases: RuleCases = {
  "pod-network-plain-routing": {
    breaks: [
      {
        name: "two networks, one of which speaks no BGP",
        given: { ...twoNetworks, [encapsulation]: { kind: "none" }, "spec.networks.nodes.bgp": true },
        finds: [
          "error kubernetes.podNetwork.encapsulation.kind: no encapsulation, but nodes stand in 2 networks and network second does not speak BGP (bgp: false). Use vxlan, or have the routers speak BGP and write bgp: true",
        ],
      },
      {
        name: "a cloud without BGP",
        given: { [encapsulation]: { kind: "none" }, "spec.site.kind": "cloud" },
        finds: [
          "error kubernetes.podNetwork.encapsulation.kind: no encapsulation, but the site is cloud and network nodes does not speak BGP (bgp: false). Use vxlan, or have the routers speak BGP and write bgp: true",
        ],
      },
    ],
    keeps: [
      { name: "one subnet", given: { [encapsulation]: { kind: "none" } } },
      {
        name: "two networks that speak BGP",
        given: {
          ...twoNetworks,
          [encapsulation]: { kind: "none" },
          "spec.networks.nodes.bgp": true,
          "spec.networks.second.bgp": true,
        },
      },
    ],
  },
  "pod-network-ipip-on-cloud": {
    breaks: [
      {
        name: "ipip on a cloud",
        given: { [encapsulation]: { kind: "ipip" }, "spec.site.kind": "cloud" },
        finds: [
          "warning kubernetes.podNetwork.encapsulation.kind: encapsulation is ipip, and the site is cloud. Use vxlan, or waive this once the provider passes IP protocol 4",
        ],
      },
    ],
    keeps: [
      { name: "ipip on one's own machines", given: { [encapsulation]: { kind: "ipip" } } },
      { name: "vxlan on a cloud", given: { "spec.site.kind": "cloud" } },
    ],
  },
  "pod-network-cross-subnet-on-cloud": {
    breaks: [
      {
        name: "vxlan across subnets only, on a cloud",
        given: { [encapsulation]: { kind: "vxlan", scope: "cross-subnet" }, "spec.site.kind": "cloud" },
        finds: [
          "warning kubernetes.podNetwork.encapsulation.scope: only traffic across subnets is encapsulated, and the site is cloud. Use scope: always, or turn the source check off for every node and waive this",
        ],
      },
    ],
    keeps: [
      { name: "the same on one's own machines", given: { [encapsulation]: { kind: "vxlan", scope: "cross-subnet" } } },
    ],
  },
  "pod-cidr-room": {
    breaks: [
      {
        name: "four shares for six nodes",
        given: { [`${podNetwork}.cidr`]: "10.244.0.0/22" },
        finds: [
          "error kubernetes.podNetwork.cidr: 10.244.0.0/22 has 4 shares of /24 for 6 nodes. Widen the range before the cluster exists: it cannot change later",
        ],
      },
      {
        name: "less than one share",
        given: { [`${podNetwork}.cidr`]: "10.244.0.0/25" },
        finds: [
          "error kubernetes.podNetwork.cidr: 10.244.0.0/25 has 0 shares of /24 for 6 nodes. Widen the range before the cluster exists: it cannot change later",
        ],
      },
    ],
    keeps: [{ name: "eight shares for six nodes", given: { [`${podNetwork}.cidr`]: "10.244.0.0/21" } }],
  },
  "pod-cidr-mask": {
    breaks: [
      {
        name: "seventeen bits",
        given: { [`${podNetwork}.cidr`]: "11.0.0.0/8", [`${podNetwork}.nodePrefixLength`]: 25 },
        finds: [
          "error kubernetes.podNetwork.nodePrefixLength: shares of /25 divide 11.0.0.0/8 by 17 bits; at most 16 are allowed. Use 24 or less, or a smaller range",
        ],
      },
    ],
    keeps: [{ name: "sixteen bits", given: { [`${podNetwork}.cidr`]: "11.0.0.0/8" } }],
  },
  "pod-cidr-node-share": {
    breaks: [
      {
        name: "62 addresses",
        given: { [`${podNetwork}.nodePrefixLength`]: 26 },
        finds: [
          "warning kubernetes.podNetwork.nodePrefixLength: a share of /26 has 62 addresses for up to 110 pods. Use 25 or less",
        ],
      },
    ],
    keeps: [{ name: "126 addresses", given: { [`${podNetwork}.nodePrefixLength`]: 25 } }],
  },
  "pod-network-mtu": {
    breaks: [
      {
        name: "as large as the machines'",
        given: { [`${podNetwork}.mtu`]: 1500 },
        finds: [
          "error kubernetes.podNetwork.mtu: pods send 1500 bytes, and vxlan leaves 1450 of the 1500 of the nodes' networks. Write at most 1450, or leave the key out",
        ],
      },
      {
        name: "larger than one of two networks passes",
        given: { ...twoNetworks, "spec.networks.nodes.mtu": 9000, [`${podNetwork}.mtu`]: 8950 },
        finds: [
          "error kubernetes.podNetwork.mtu: pods send 8950 bytes, and vxlan leaves 1450 of the 1500 of the nodes' networks. Write at most 1450, or leave the key out",
        ],
      },
    ],
    keeps: [
      { name: "50 bytes less with vxlan", given: { [`${podNetwork}.mtu`]: 1450 } },
      { name: "20 bytes less with ipip", given: { [`${podNetwork}.mtu`]: 1480, [encapsulation]: { kind: "ipip" } } },
      {
        name: "as large as the machines' without encapsulation",
        given: { [`${podNetwork}.mtu`]: 1500, [encapsulation]: { kind: "none" } },
      },
    ],
  },
  "pod-network-mtu-small": {
    breaks: [
      {
        name: "written so",
        given: { [`${podNetwork}.mtu`]: 1250 },
        finds: [
          "warning kubernetes.podNetwork.mtu: pods send 1250 bytes, and IPv6 wants 1280. Write 1280 or more, or leave the key out",
        ],
      },
      {
        name: "what a small network leaves",
        given: { "spec.networks.nodes.mtu": 1300 },
        finds: [
          "warning kubernetes.podNetwork: pods send 1250 bytes: the 1300 of the nodes' networks less 50 for vxlan. Raise the MTU of the nodes' networks to 1330 or more",
        ],
      },
    ],
    keeps: [{ name: "just enough", given: { "spec.networks.nodes.mtu": 1330 } }],
  },
  "bgp-full-mesh": {
    breaks: [
      {
        name: "101 nodes with ipip",
        given: { ...workers98, [encapsulation]: { kind: "ipip" } },
        finds: [
          "warning kubernetes.podNetwork: 101 nodes in a full mesh, which is good to about 100. Name three workers as reflectors: bgp: { routeReflectors: { group: ... } }",
        ],
      },
      {
        name: "101 nodes that are asked to speak BGP",
        given: { ...workers98, [`${podNetwork}.bgp`]: {} },
        finds: [
          "warning kubernetes.podNetwork.bgp: 101 nodes in a full mesh, which is good to about 100. Name three workers as reflectors: bgp: { routeReflectors: { group: ... } }",
        ],
      },
    ],
    keeps: [
      { name: "101 nodes with vxlan", given: workers98 },
      { name: "103 nodes with two reflectors", given: { ...workers98, ...reflectors(2) } },
      {
        name: "100 nodes with ipip",
        given: { ...workers98, "spec.machines.workers.ranges.0.last": 97, [encapsulation]: { kind: "ipip" } },
      },
    ],
  },
  "route-reflectors-two": {
    breaks: [
      {
        name: "one reflector",
        given: reflectors(1),
        finds: ["error kubernetes.podNetwork.bgp.routeReflectors.group: group rr is 1 reflector. Use 2 or 3"],
      },
    ],
    keeps: [{ name: "two reflectors", given: reflectors(2) }],
  },
  "route-reflectors-workers": {
    breaks: [
      {
        name: "reflectors that are no workers",
        given: { ...reflectors(2), "spec.kubernetes.workers": [{ group: "workers" }] },
        finds: [
          "error kubernetes.podNetwork.bgp.routeReflectors.group: group rr is no pool of workers (workers). Add it to kubernetes.workers, with a taint so that it stays free for routes",
        ],
      },
    ],
    keeps: [{ name: "reflectors in a pool", given: reflectors(2) }],
  },
  "bgp-as-number": {
    breaks: [
      {
        name: "somebody's number",
        given: { [`${podNetwork}.bgp`]: { asNumber: 65_535 } },
        finds: [
          "warning kubernetes.podNetwork.bgp.asNumber: 65535 is no private autonomous system number. Use one from 64512 to 65534 or from 4200000000 to 4294967294, or waive this if the number is yours",
        ],
      },
    ],
    keeps: [
      { name: "the last short private number", given: { [`${podNetwork}.bgp`]: { asNumber: 65_534 } } },
      { name: "the first long private number", given: { [`${podNetwork}.bgp`]: { asNumber: 4_200_000_000 } } },
    ],
  },
};
