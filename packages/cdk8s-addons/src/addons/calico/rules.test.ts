import { builtinReleases, type ExampleDocument, judge, requireCluster } from "@groundplan/core-model";
import { describe, expect, it } from "vitest";
import { examples } from "./examples.ts";
import { calico } from "./index.ts";

type Change = (document: ExampleDocument) => void;

/** What a rule of this addon says of the plain cluster after a change: `severity message`. */
function findings(id: string, change: Change): readonly string[] {
  const document = examples.plain();
  change(document);
  const catalogue = { components: [calico], releases: releases(), priceBooks: [], deliveries: ["ansible"] };
  const problems = judge(requireCluster(document, catalogue));
  return problems.filter(({ code }) => code === id).map(({ severity, message }) => `${severity}: ${message}`);
}

/** The house's releases, one with a line of Calico that nobody knows, and one with an old line. */
function releases() {
  return builtinReleases.flatMap((release) => {
    const entry = release.components.calico;
    if (release.version !== "2026.11.0" || !entry) return [release];
    const pinning = (version: string, calicoVersion: string) => ({
      ...release,
      version,
      components: { ...release.components, calico: { ...entry, version: calicoVersion } },
    });
    return [release, pinning("2099.1.0", "3.99.0"), pinning("2099.1.1", "3.28.5")];
  });
}

const pods =
  (podNetwork: object): Change =>
  (document) => {
    document.spec.kubernetes.podNetwork = { ...document.spec.kubernetes.podNetwork, ...podNetwork };
  };
const options =
  (calicoOptions: object): Change =>
  (document) => {
    document.spec.addons.calico = calicoOptions;
  };
const both =
  (...changes: readonly Change[]): Change =>
  (document) => {
    for (const change of changes) change(document);
  };
const workers =
  (count: number): Change =>
  (document) => {
    document.spec.networks.nodes = { cidr: "10.0.0.0/16", router: "10.0.255.254", interface: "eth0", vrrp: true };
    const group = document.spec.machines.workers;
    if (group) group.ranges = [{ name: "worker-", first: 1, last: count, firstAddress: "10.0.1.1" }];
  };
const bgp: Change = pods({ encapsulation: { kind: "none" }, bgp: {} });
const peer = { name: "rack", address: "10.0.0.253", asNumber: 65_000 };

const cases: readonly [id: string, passes: Change, fails: Change, says: string][] = [
  [
    "calico-only-pod-network",
    options({}),
    both(options({}), pods({ kind: "none" })),
    "error: calico stands under addons, and kubernetes.podNetwork.kind is none",
  ],
  [
    "calico-line-known",
    options({}),
    (document) => {
      document.spec.release = "2099.1.0";
    },
    "error: release 2099.1.0 pins Calico 3.99.0; the addon knows 3.26 to 3.32",
  ],
  [
    "calico-typha-replicas",
    options({ typhaReplicas: 3 }),
    options({ typhaReplicas: 6 }),
    "error: 6 copies of Typha for 6 nodes",
  ],
  [
    "calico-typha-replicas",
    workers(60),
    both(workers(60), options({ typhaReplicas: 0 })),
    "warning: no Typha for 63 nodes; above 50 each node's own watch weighs on the API server",
  ],
  [
    "calico-typha-replicas",
    options({ typhaReplicas: 0 }),
    options({ typhaReplicas: 2 }),
    "warning: 2 of Typha in production; with 3 an update still leaves two that share the nodes",
  ],
  [
    "calico-nftables",
    (document) => {
      document.spec.kubernetes.proxyMode = "nftables";
    },
    (document) => {
      document.spec.kubernetes.proxyMode = "nftables";
      document.spec.release = "2099.1.1";
    },
    "error: kube-proxy uses nftables, and Calico 3.28.5 knows iptables only",
  ],
  [
    "calico-block-size",
    pods({ cidr: "10.244.0.0/22" }),
    pods({ cidr: "10.244.0.0/25" }),
    "error: 10.244.0.0/25 has 2 blocks of /26 for 6 nodes",
  ],
  [
    "calico-block-size",
    options({ blockSize: 24 }),
    both(pods({ cidr: "10.244.0.0/22" }), options({ blockSize: 20 })),
    "error: 10.244.0.0/22 is smaller than one block of /20",
  ],
  [
    "calico-block-size",
    pods({ cidr: "10.244.0.0/22" }),
    pods({ cidr: "10.244.0.0/23" }),
    "warning: 10.244.0.0/23 has 8 blocks of /26; 6 nodes with 110 pods each fill 12",
  ],
  [
    "calico-advertised-range",
    both(bgp, options({ advertise: { externalIps: ["203.0.113.0/24"] } })),
    both(bgp, options({ advertise: { loadBalancerIps: ["10.96.4.0/24"] } })),
    "error: 10.96.4.0/24 overlaps kubernetes.serviceCidr (10.96.0.0/16)",
  ],
  [
    "calico-bgp-off",
    both(bgp, options({ peers: [peer] })),
    options({ peers: [peer] }),
    "error: 1 BGP peers, and the nodes do not speak BGP",
  ],
  [
    "calico-bgp-off",
    both(bgp, options({ advertise: { clusterIps: true } })),
    options({ advertise: { clusterIps: true } }),
    "error: addresses are to be announced, and the nodes do not speak BGP",
  ],
  [
    "calico-peer-group",
    both(bgp, options({ peers: [{ ...peer, group: "workers" }] })),
    both(bgp, options({ peers: [{ ...peer, group: "lb" }] })),
    "error: peer rack is for group lb, which has no nodes; groups of nodes: masters, workers",
  ],
  [
    "calico-peer-name",
    both(bgp, options({ peers: [peer, { ...peer, name: "other" }] })),
    both(bgp, options({ peers: [peer, { ...peer, address: "10.0.0.252" }] })),
    "error: the name rack is taken by another peering",
  ],
  [
    "calico-peer-name",
    both(bgp, options({ peers: [peer] })),
    both(bgp, options({ peers: [{ ...peer, name: "route-reflectors" }] })),
    "error: the name route-reflectors is taken by another peering",
  ],
  [
    "calico-peer-address",
    both(bgp, options({ peers: [peer] })),
    both(bgp, options({ peers: [{ ...peer, address: "10.0.0.31" }] })),
    "error: peer rack has the address 10.0.0.31 of node worker-1",
  ],
  [
    "calico-wireguard-mtu",
    both(options({ wireguard: true }), pods({ mtu: 1440 })),
    both(options({ wireguard: true }), pods({ mtu: 1450 })),
    "error: pods send 1450 bytes, and WireGuard leaves 1440 of the network's 1500",
  ],
  [
    "calico-wireguard-kernel",
    options({ wireguard: true }),
    both(options({ wireguard: true }), (document) => {
      document.spec.os = { distribution: "centos", version: "7.9" };
    }),
    "error: 6 nodes run centos 7.9, whose kernel has no WireGuard",
  ],
];

describe.each(cases)("%s", (id, passes, fails, says) => {
  it("is content", () => {
    expect(findings(id, passes)).toEqual([]);
  });

  it(`says: ${says}`, () => {
    expect(findings(id, fails)).toEqual([says]);
  });
});

it("has a case for every rule", () => {
  expect(new Set(cases.map(([id]) => id))).toEqual(new Set((calico.rules ?? []).map(({ id }) => id)));
});
