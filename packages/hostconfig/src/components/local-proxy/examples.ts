import { type ExampleDocument, exampleDocument } from "@groundplan/core-model";

/** The example with a proxy on every worker and no balancers. */
function plain(): ExampleDocument {
  const document = exampleDocument();
  document.spec.loadBalancer = { kind: "local" };
  delete document.spec.machines.lb;
  return document;
}

/** On CentOS 7, with a port of the API server that is not the usual one, and every option. */
function rich(): ExampleDocument {
  const document = plain();
  document.spec.os = { distribution: "centos", version: "7.9" };
  document.spec.release = "2023.8.1";
  document.spec.kubernetes.apiServer = { name: "api.example.com", port: 7443 };
  document.spec.hostServices = { "local-proxy": { maxConnections: 500, idleHours: 1, healthPort: 9001 } };
  return document;
}

/** The clusters that the golden files are drawn from. */
export const examples: Readonly<Record<string, () => ExampleDocument>> = { plain, rich };
