import { type ExampleDocument, exampleDocument } from "@groundplan/core-model";

/** A cluster whose balancer is the provider's: addons are looked at without the machines that host components make. */
function clusterBehindProvider(): ExampleDocument {
  const document = exampleDocument();
  const listeners = [{ port: 6443, to: { group: "masters", port: 6443 } }];
  document.spec.loadBalancer = { kind: "cloud", address: "10.0.0.10", listeners };
  return document;
}

/** A plain cluster with the defaults: VXLAN, six nodes, no BGP. */
function plain(): ExampleDocument {
  const document = clusterBehindProvider();
  document.spec.kubernetes.podNetwork = { kind: "calico", cidr: "10.244.0.0/16" };
  return document;
}

/** A large fabric that routes pods itself: BGP without encapsulation, three route reflectors, Typha, routers as peers. */
function rich(): ExampleDocument {
  const document = clusterBehindProvider();
  const size = { cpuCores: 8, memoryGiB: 16 };
  const disks = [{ name: "system", sizeGB: 100, kind: "ssd" as const }];
  const { kubernetes, machines, networks } = document.spec;
  networks.nodes = {
    cidr: "10.0.0.0/16",
    router: "10.0.255.254",
    interface: "bond0",
    mtu: 9000,
    vrrp: true,
    bgp: true,
  };
  machines.reflectors = {
    network: "nodes",
    size,
    disks,
    ranges: [{ name: "reflector-", first: 1, last: 3, firstAddress: "10.0.0.41" }],
  };
  machines.workers = {
    network: "nodes",
    size,
    disks,
    ranges: [{ name: "worker-", first: 1, last: 120, firstAddress: "10.0.1.1" }],
  };
  kubernetes.workers = [
    { group: "workers" },
    {
      group: "reflectors",
      labels: { "groundplan.dev/pool": "route-reflector" },
      taints: [{ key: "groundplan.dev/pool", value: "route-reflector", effect: "NoSchedule" }],
      why: "routes for all others",
    },
  ];
  kubernetes.podNetwork = {
    kind: "calico",
    cidr: "10.128.0.0/14",
    encapsulation: { kind: "none" },
    bgp: { asNumber: 64_520, routeReflectors: { group: "reflectors" } },
  };
  document.spec.addons.calico = {
    natOutgoing: false,
    metrics: {},
    peers: [{ name: "spine", address: "10.0.255.254", asNumber: 65_000, group: "reflectors" }],
    advertise: { clusterIps: true, loadBalancerIps: ["10.1.0.0/24"] },
    updateNodesAtOnce: 10,
  };
  return document;
}

/** Documents that the golden files are drawn from. */
export const examples = { plain, rich };
