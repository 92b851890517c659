import { card } from "../changed-example.ts";
import { controlPlanes } from "../kubernetes/facts.ts";
import type { RuleCases } from "../rule-case.ts";

const network = "spec.networks.nodes";
const podCidr = "spec.kubernetes.podNetwork.cidr";
const serviceCidr = "spec.kubernetes.serviceCidr";
const workers = "spec.machines.workers";
const firstWorkerAddress = `${workers}.ranges.0.firstAddress`;
const spare = { cidr: "10.0.1.0/24", router: "10.0.1.254", interface: "eth0" };

/** An address that an elected control plane answers for. */
const movedByArp = card({
  name: "kube-vip",
  impliedBy: () => true,
  declare: (cluster) => ({
    machines: [],
    ports: [],
    virtualAddresses: [
      {
        address: "10.0.0.10",
        mechanism: "arp",
        holders: controlPlanes(cluster),
        path: ["spec", "addons", "kube-vip", "address"],
      },
    ],
  }),
});

export const networkCases: RuleCases = {
  "address-outside-network": {
    breaks: [
      {
        name: "a range that leaves the network",
        given: { [firstWorkerAddress]: "10.0.0.255" },
        finds: [
          "error machines.workers.ranges[0]: worker-2 (10.0.1.0) is outside network nodes (10.0.0.0/24); 1 more likewise. Choose addresses in the network, widen it, or place the machines in another",
        ],
      },
      {
        name: "one host elsewhere",
        given: { [`${workers}.hosts`]: { odd: { address: "10.0.1.9" } } },
        finds: [
          "error machines.workers.hosts.odd: odd (10.0.1.9) is outside network nodes (10.0.0.0/24). Choose addresses in the network, widen it, or place the machines in another",
        ],
      },
    ],
    keeps: [{ name: "the last free addresses of the network", given: { [firstWorkerAddress]: "10.0.0.251" } }],
  },
  "address-twice": {
    breaks: [
      {
        name: "two ranges of one group's addresses",
        given: { [firstWorkerAddress]: "10.0.0.22" },
        finds: [
          "error machines.workers.ranges[0]: 10.0.0.22 is the address of worker-1 and of master-2; 1 more likewise. Choose a free address",
        ],
      },
      {
        name: "a virtual address that a machine has",
        given: { "spec.loadBalancer.vip.address": "10.0.0.31" },
        finds: [
          "error loadBalancer.vip.address: 10.0.0.31 is the address of loadBalancer.vip.address and of worker-1. Choose a free address",
        ],
      },
      {
        name: "one address that both keepalived and kube-vip would move",
        cards: [movedByArp],
        finds: [
          "error loadBalancer.vip.address: 10.0.0.10 is the address of loadBalancer.vip.address and of addons.kube-vip.address. Choose a free address",
        ],
      },
    ],
    keeps: [{ name: "the address behind the other range", given: { [firstWorkerAddress]: "10.0.0.24" } }],
  },
  "address-reserved": {
    breaks: [
      {
        name: "the router's address",
        given: { [`${workers}.hosts`]: { odd: { address: "10.0.0.254" } } },
        finds: [
          "error machines.workers.hosts.odd: 10.0.0.254 of odd is the router of network nodes. Choose a free address",
        ],
      },
      {
        name: "the broadcast address",
        given: { "spec.loadBalancer.vip.address": "10.0.0.255" },
        finds: [
          "error loadBalancer.vip.address: 10.0.0.255 of loadBalancer.vip.address is the broadcast address of network nodes (10.0.0.0/24). Choose a free address",
        ],
      },
      {
        name: "the network's own address",
        given: { [`${workers}.hosts`]: { odd: { address: "10.0.0.0" } } },
        finds: [
          "error machines.workers.hosts.odd: 10.0.0.0 of odd is the address of network nodes itself (10.0.0.0/24). Choose a free address",
        ],
      },
    ],
    keeps: [
      {
        name: "the first and last address for hosts",
        given: { [`${workers}.hosts`]: { odd: { address: "10.0.0.1" }, even: { address: "10.0.0.253" } } },
      },
      {
        name: "both addresses of a network of two",
        given: {
          "spec.networks.link": { cidr: "10.0.1.0/31", router: "10.0.1.1", interface: "eth1" },
          [`${workers}.network`]: "link",
          [`${workers}.ranges`]: undefined,
          [`${workers}.hosts`]: { one: { address: "10.0.1.0" } },
        },
      },
    ],
  },
  "network-router": {
    breaks: [
      {
        name: "a router elsewhere",
        given: { [`${network}.router`]: "10.0.1.254" },
        finds: [
          "error networks.nodes.router: 10.0.1.254 is outside the network (10.0.0.0/24). Write the address by which machines of the network reach their router",
        ],
      },
      {
        name: "a router at the broadcast address",
        given: { [`${network}.router`]: "10.0.0.255" },
        finds: [
          "error networks.nodes.router: 10.0.0.255 is the first or last address of 10.0.0.0/24, which no host may have. Write another address of the network",
        ],
      },
    ],
    keeps: [{ name: "a router at the first address for hosts", given: { [`${network}.router`]: "10.0.0.1" } }],
  },
  "networks-overlap": {
    breaks: [
      {
        name: "one network in another",
        given: { "spec.networks.more": { ...spare, cidr: "10.0.0.128/25", router: "10.0.0.129" } },
        finds: [
          "error networks.more.cidr: 10.0.0.128/25 overlaps network nodes (10.0.0.0/24). Divide the range, or make one network of the two",
        ],
      },
    ],
    keeps: [{ name: "the network beside it", given: { "spec.networks.more": spare } }],
  },
  "network-room": {
    breaks: [
      {
        name: "fourteen addresses for more",
        given: {
          [`${network}.cidr`]: "10.0.0.0/28",
          [`${network}.router`]: "10.0.0.14",
          [`${workers}.ranges.0.last`]: 9,
        },
        finds: [
          "error networks.nodes.cidr: 10.0.0.0/28 is 2 short of addresses for its machines and virtual addresses. Widen the network",
        ],
      },
      {
        name: "an upgrade that adds two workers first, and one address left",
        given: {
          [`${network}.cidr`]: "10.0.0.0/28",
          [`${network}.router`]: "10.0.0.14",
          [`${workers}.ranges.0.last`]: 6,
          "spec.kubernetes.upgrade": { strategy: "node-replacement", workers: { order: "add-first", batch: 2 } },
        },
        finds: [
          "warning networks.nodes.cidr: 10.0.0.0/28 leaves 1 free, and an upgrade adds 2 workers before others leave. Widen the network",
        ],
      },
    ],
    keeps: [
      {
        name: "one address left",
        given: {
          [`${network}.cidr`]: "10.0.0.0/28",
          [`${network}.router`]: "10.0.0.14",
          [`${workers}.ranges.0.last`]: 6,
        },
      },
    ],
  },
  "network-public": {
    breaks: [
      {
        name: "a public range",
        given: { [`${network}.cidr`]: "203.0.113.0/24" },
        finds: [
          "warning networks.nodes.cidr: 203.0.113.0/24 is public. Use a private range, and a bastion or VPN to reach it",
        ],
      },
    ],
    keeps: [{ name: "carrier-grade addresses", given: { [`${network}.cidr`]: "100.64.0.0/24" } }],
  },
  "network-unused": {
    breaks: [
      {
        name: "a network without machines",
        given: { "spec.networks.more": spare },
        finds: ["advice networks.more: no machine stands in network more. Remove it, or place a group in it"],
      },
    ],
    keeps: [
      {
        name: "a network with one machine",
        given: { "spec.networks.more": spare, "spec.machines.lb.network": "more" },
      },
    ],
  },
  "ranges-overlap": {
    breaks: [
      {
        name: "services within the pods' range",
        given: { [serviceCidr]: "10.244.128.0/20" },
        finds: [
          "error kubernetes.serviceCidr: 10.244.128.0/20 of services overlaps 10.244.0.0/16 of pods. Choose a range that no other network has",
        ],
      },
      {
        name: "pods within the services' range",
        given: { [podCidr]: "10.96.64.0/18" },
        finds: [
          "error kubernetes.serviceCidr: 10.96.0.0/16 of services overlaps 10.96.64.0/18 of pods. Choose a range that no other network has",
        ],
      },
      {
        name: "pods on the machines' network",
        given: { [podCidr]: "10.0.0.0/16" },
        finds: [
          "error kubernetes.podNetwork.cidr: 10.0.0.0/16 of pods overlaps 10.0.0.0/24 of network nodes. Choose a range that no other network has",
        ],
      },
    ],
    keeps: [{ name: "ranges beside each other", given: { [podCidr]: "10.1.0.0/16", [serviceCidr]: "10.2.0.0/16" } }],
  },
  "range-docker-bridge": {
    breaks: [
      {
        name: "pods around docker's range",
        given: { [podCidr]: "172.16.0.0/15" },
        finds: [
          "error kubernetes.podNetwork.cidr: 172.16.0.0/15 of pods overlaps docker's own 172.17.0.0/16. Choose another range, such as one in 10.0.0.0/8",
        ],
      },
      {
        name: "machines in docker's range",
        given: { "spec.networks.more": { ...spare, cidr: "172.17.5.0/24", router: "172.17.5.1" } },
        finds: [
          "error networks.more.cidr: 172.17.5.0/24 of network more overlaps docker's own 172.17.0.0/16. Choose another range, such as one in 10.0.0.0/8",
        ],
      },
    ],
    keeps: [{ name: "the range behind it", given: { [podCidr]: "172.18.0.0/16" } }],
  },
  "range-special": {
    breaks: [
      {
        name: "link-local services",
        given: { [serviceCidr]: "169.254.0.0/16" },
        finds: [
          "error kubernetes.serviceCidr: 169.254.0.0/16 of services overlaps 169.254.0.0/16, which is kept for link-local addresses. Choose a private range, such as one in 10.0.0.0/8",
        ],
      },
      {
        name: "machines on loopback",
        given: { "spec.networks.more": { ...spare, cidr: "127.1.0.0/24", router: "127.1.0.1" } },
        finds: [
          "error networks.more.cidr: 127.1.0.0/24 of network more overlaps 127.0.0.0/8, which is kept for loopback. Choose a private range, such as one in 10.0.0.0/8",
        ],
      },
    ],
    keeps: [{ name: "private ranges" }],
  },
  "range-public": {
    breaks: [
      {
        name: "public pods",
        given: { [podCidr]: "11.0.0.0/16" },
        finds: [
          "warning kubernetes.podNetwork.cidr: 11.0.0.0/16 of pods is public. Choose a private range, such as one in 10.0.0.0/8",
        ],
      },
      {
        name: "services that reach past the private range",
        given: { [serviceCidr]: "192.168.0.0/12".replace("168", "160") },
        finds: [
          "warning kubernetes.serviceCidr: 192.160.0.0/12 of services is public. Choose a private range, such as one in 10.0.0.0/8",
        ],
      },
    ],
    keeps: [{ name: "carrier-grade pods", given: { [podCidr]: "100.64.0.0/16" } }],
  },
  "service-cidr-size": {
    breaks: [
      {
        name: "eight addresses",
        given: { [serviceCidr]: "10.96.0.0/29" },
        finds: [
          "error kubernetes.serviceCidr: 10.96.0.0/29 has 8 addresses; kubeadm takes a range from /12 to /28. Use a /16, room for 65536 services",
        ],
      },
      {
        name: "two million addresses",
        given: { [serviceCidr]: "10.96.0.0/11" },
        finds: [
          "error kubernetes.serviceCidr: 10.96.0.0/11 has 2097152 addresses; kubeadm takes a range from /12 to /28. Use a /16, room for 65536 services",
        ],
      },
    ],
    keeps: [
      { name: "sixteen addresses", given: { [serviceCidr]: "10.96.0.0/28" } },
      { name: "a million addresses", given: { [serviceCidr]: "10.96.0.0/12" } },
    ],
  },
};
