import { z } from "zod";
import { Kubernetes } from "../areas/kubernetes/schema.ts";
import { LoadBalancer } from "../areas/load-balancer/schema.ts";
import { MachineGroups } from "../areas/machines/schema.ts";
import { Networks } from "../areas/networks/schema.ts";
import { Secrets } from "../areas/secrets/schema.ts";
import { OperatingSystem, Site } from "../areas/site/schema.ts";
import { ServiceLevel, Tier } from "../areas/tier/schema.ts";
import { Waiver } from "../areas/waivers/schema.ts";
import type { Component } from "../component.ts";
import { Day, DnsLabel, SemanticVersion } from "./primitives.ts";

export const apiVersion = "groundplan.dev/v1alpha1";

const Metadata = z.strictObject({
  name: DnsLabel.max(40).describe("Name of the cluster, unique in the repository, and the name of its folder."),
  version: SemanticVersion.describe("Version of this document. Every pull request raises it."),
  expires: Day.optional().describe(
    "Day on which a testing cluster is thrown away. Wanted in the testing tier, and only there.",
  ),
});

const Delivery = z.strictObject({
  machines: z.array(DnsLabel).min(1).describe("How files reach the machines, by the names of the deliveries: ansible."),
});

const Cost = z.strictObject({
  priceBooks: z.array(DnsLabel).default([]).describe("Price books that the plan is priced by, by name. Default none."),
});

/** Everything but the options of components, which are composed in by {@link clusterDocument}. */
const BaseSpec = z.strictObject({
  tier: Tier,
  slo: ServiceLevel.optional().describe("The availability that is aimed at. Default: no aim is stated."),
  release: z
    .string()
    .regex(/^\d{4}\.\d{1,2}\.\d+$/, 'must be a release such as "2026.11.0"')
    .describe("Platform release: one tested bill of materials that pins every version."),
  site: Site.describe("Where the machines stand and what surrounds them."),
  os: OperatingSystem.describe("Operating system of all machines; a group may differ."),
  networks: Networks,
  machines: MachineGroups,
  kubernetes: Kubernetes.describe("Kubernetes itself."),
  loadBalancer: LoadBalancer.describe("The way in to the API server."),
  secrets: Secrets.default({ kind: "age", file: "secrets.age", recipients: [] }).describe(
    "Where secret values live. Default: the file secrets.age beside the document, which nobody can read yet.",
  ),
  delivery: Delivery.default({ machines: ["ansible"] }).describe(
    "How the rendered tree reaches machines and cluster. Default: Ansible.",
  ),
  cost: Cost.default({ priceBooks: [] }).describe("What prices the plan is judged by. Default: none."),
  waivers: z.array(Waiver).default([]).describe("Rules set aside, each with a reason and an end. Default none."),
});

/** The document's `spec`, with the options of components by name. */
export type ClusterSpec = z.output<typeof BaseSpec> & {
  readonly hostServices: Readonly<Record<string, unknown>>;
  readonly addons: Readonly<Record<string, unknown>>;
};

export interface ClusterDocument {
  readonly apiVersion: typeof apiVersion;
  readonly kind: "Cluster";
  readonly metadata: z.output<typeof Metadata>;
  readonly spec: ClusterSpec;
}

/** What a person may write, apart from the options of components. */
export type ClusterDocumentInput = {
  apiVersion: typeof apiVersion;
  kind: "Cluster";
  metadata: z.input<typeof Metadata>;
  spec: z.input<typeof BaseSpec>;
};

/** The schema of `cluster.yaml` with the options of the given components: the one source of validation, editor schema and documentation. */
export function clusterDocument(components: readonly Component[]): z.ZodType<ClusterDocument> {
  return z
    .strictObject({
      apiVersion: z.literal(apiVersion).describe("Version of this language."),
      kind: z.literal("Cluster").describe("Always Cluster."),
      metadata: Metadata.describe("Name and version."),
      spec: BaseSpec.extend({
        hostServices: optionsOf(components, "host-component").describe(
          "Software on machines outside Kubernetes, and finer options of the host components that the model brings by itself. Default none.",
        ),
        addons: optionsOf(components, "addon").describe(
          "Software in the cluster; `{}` means with its defaults. Default none.",
        ),
      }).describe("The cluster."),
    })
    .describe("One cluster: its machines, networks, Kubernetes and addons.");
}

function optionsOf(components: readonly Component[], kind: Component["kind"]) {
  const shape: Record<string, z.ZodType> = {};
  for (const component of components) {
    if (component.kind === kind) shape[component.name] = component.options.optional().describe(component.title);
  }
  return z.strictObject(shape).default({});
}
