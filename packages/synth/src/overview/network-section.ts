import { type Cluster, compareText, inventoryOf, podNetworkMtu } from "@groundplan/core-model";
import type { RootContent } from "mdast";
import { heading, table } from "./markdown.ts";

/** The networks that machines and pods stand in, and the addresses that are no machine's own. */
export function networkSection(cluster: Cluster): RootContent[] {
  return [heading(2, "Networks"), networkTable(cluster), ...addressTable(cluster)];
}

function networkTable(cluster: Cluster): RootContent {
  const { networks, kubernetes } = cluster.spec;
  const ofMachines = Object.entries(networks)
    .sort(([a], [b]) => compareText(a, b))
    .map(([name, { cidr, router, interface: device, mtu, vrrp, bgp }]) => {
      const passed = [vrrp ? "VRRP" : [], bgp ? "BGP" : []].flat();
      return [name, cidr, router, device, String(mtu), passed.length === 0 ? "" : `passes ${passed.join(", ")}`];
    });
  const ofPods = ["pods", kubernetes.podNetwork.cidr, "", "", ...podNetworkCells(cluster)];
  const ofServices = ["services", kubernetes.serviceCidr, "", "", "", ""];
  return table(["Network", "Range", "Router", "Interface", "MTU", "Notes"], [...ofMachines, ofPods, ofServices], [4]);
}

/** How large a packet of a pod may be, and how it travels: `calico, vxlan cross-subnet`. */
function podNetworkCells(cluster: Cluster): readonly [mtu: string, notes: string] {
  const { kind, encapsulation } = cluster.spec.kubernetes.podNetwork;
  if (kind === "none") return ["", "yours to bring: nodes wait for it"];
  const way = encapsulation.kind === "none" ? "not encapsulated" : `${encapsulation.kind} ${encapsulation.scope}`;
  return [String(podNetworkMtu(cluster)), `${kind}, ${way}`];
}

function addressTable(cluster: Cluster): RootContent[] {
  const { virtualAddresses } = inventoryOf(cluster);
  if (virtualAddresses.length === 0) return [];
  const rows = virtualAddresses.map(({ address, component, mechanism, routerId, holders }) => [
    address,
    component,
    mechanism,
    routerId === undefined ? "" : String(routerId),
    holders.join(", "),
  ]);
  return [
    heading(2, "Virtual addresses"),
    table(["Address", "Component", "Moved by", "Router id", "Holders"], rows, [3]),
  ];
}
