import { type ExampleDocument, exampleDocument } from "@groundplan/core-model";

/** The example with an elected control plane and no balancers. */
function plain(): ExampleDocument {
  const document = exampleDocument();
  document.spec.loadBalancer = { kind: "kube-vip", vip: { address: "10.0.0.10" } };
  delete document.spec.machines.lb;
  return document;
}

/** Images from the site's registry, another port and interface, kube-proxy with ipvs, and every option. */
function rich(): ExampleDocument {
  const document = plain();
  const { spec } = document;
  spec.os = { distribution: "rocky", version: "9" };
  spec.site.registry = { host: "registry.example.com:5000", path: "mirror" };
  if (spec.networks.nodes) spec.networks.nodes.interface = "bond0";
  spec.kubernetes.apiServer = { name: "api.example.com", port: 7443 };
  spec.kubernetes.proxyMode = "ipvs";
  spec.hostServices = { "kube-vip": { leaseSeconds: 9, metrics: "network" } };
  return document;
}

/** The clusters that the golden files are drawn from. */
export const examples: Readonly<Record<string, () => ExampleDocument>> = { plain, rich };
