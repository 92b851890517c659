import type { Name } from "./name.ts";

/** A small addon that works: a namespace, and a map with the settings of a program. Path in its folder to text. */
export function addonFiles(name: Name): Readonly<Record<string, string>> {
  return {
    "index.ts": card(name),
    "schema.ts": schema(name),
    "chart.ts": chart(name),
    "examples.ts": examples(name),
    [`${name.kebab}.test.ts`]: test(name),
    "README.md": readme(name),
  };
}

function card({ kebab, camel, pascal, title }: Name): string {
  return `import { defineAddon } from "../../addon.ts";
import { ${pascal}Options } from "./schema.ts";

export const ${camel} = defineAddon({
  kind: "addon",
  name: "${kebab}",
  title: "${title}, as an addon",
  docs: "https://kubernetes.io/docs/concepts/cluster-administration/addons/",
  namespace: "${kebab}",
  wave: "addons",
  options: ${pascal}Options,
  declare: () => ({ machines: [], ports: [] }),
  loadChart: () => import("./chart.ts"),
});
`;
}

function schema({ pascal, title }: Name): string {
  return `import { z } from "zod";

/** What \`cluster.yaml\` may say about ${title}. */
export const ${pascal}Options = z.strictObject({
  logLevel: z.enum(["debug", "info", "error"]).default("info").describe("${LOG_LEVEL}"),
});
export type ${pascal}Options = z.output<typeof ${pascal}Options>;
`;
}

const LOG_LEVEL = "Least severity that is logged. Default info.";

function chart({ kebab, pascal, title }: Name): string {
  return `import type { Cluster } from "@groundplan/core-model";
import type { Chart } from "cdk8s";
import { k8s } from "cdk8s-plus-27";
import type { ${pascal}Options } from "./schema.ts";

const namespace = "${kebab}";

/** ${title} in its namespace. */
export function draw(chart: Chart, cluster: Cluster, options: ${pascal}Options): void {
  new k8s.KubeNamespace(chart, "namespace", { metadata: { name: namespace } });
  new k8s.KubeConfigMap(chart, "settings", {
    metadata: { name: "${kebab}-settings", namespace },
    data: { CLUSTER: cluster.name, LOG_LEVEL: options.logLevel },
  });
}
`;
}

function examples({ kebab }: Name): string {
  return `import { type ExampleDocument, exampleDocument } from "@groundplan/core-model";

/** The defaults. */
function plain(): ExampleDocument {
  return withOptions({});
}

/** Every option said. */
function rich(): ExampleDocument {
  return withOptions({ logLevel: "debug" });
}

/** The balancer is the provider's: addons are looked at without the machines that host components make. */
function withOptions(options: object): ExampleDocument {
  const document = exampleDocument();
  const listeners = [{ port: 6443, to: { group: "masters", port: 6443 } }];
  document.spec.loadBalancer = { kind: "cloud", address: "10.0.0.10", listeners };
  document.spec.addons["${kebab}"] = options;
  return document;
}

/** Documents that the golden files are drawn from. */
export const examples = { plain, rich };
`;
}

function test({ kebab, camel, pascal }: Name): string {
  return `import { builtinReleases, requireCluster } from "@groundplan/core-model";
import { expect, it } from "vitest";
import { addonObjects } from "../../manifests.ts";
import { examples } from "./examples.ts";
import { ${camel} } from "./index.ts";
import { ${pascal}Options } from "./schema.ts";

it("${kebab} logs as much as the document says", async () => {
  const cluster = requireCluster(examples.rich(), { components: [${camel}], releases: builtinReleases, priceBooks: [], deliveries: ["ansible"] });

  const objects = await addonObjects(${camel}, cluster, ${pascal}Options.parse({ logLevel: "debug" }));

  const settings = objects.find(({ kind }) => kind === "ConfigMap");
  expect(settings).toMatchObject({
    metadata: { name: "${kebab}-settings", namespace: "${kebab}" },
    data: { LOG_LEVEL: "debug" },
  });
});
`;
}

function readme({ kebab, title }: Name): string {
  return `# ${title}

## What is it?

${title} as an addon: a namespace, and a map with its settings.

## When do I want it?

When the cluster needs ${title}.

## What does it look like?

\`\`\`yaml
addons:
  ${kebab}: { logLevel: info }
\`\`\`

## How does it fail?

A value that it does not know is refused with its place in the document, before anything is written.

## Options

| key | type | meaning |
|---|---|---|
| \`logLevel\` | debug \\| info \\| error | ${LOG_LEVEL} |
`;
}
