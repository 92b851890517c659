import type { Name } from "./name.ts";

/** A small host component that works: a drop-in for the kernel's settings on every machine. Path in its folder to text. */
export function hostComponentFiles(name: Name): Readonly<Record<string, string>> {
  return {
    "index.ts": card(name),
    "schema.ts": schema(name),
    "files.ts": files(name),
    [`${name.kebab}.test.ts`]: test(name),
    "README.md": readme(name),
  };
}

function card({ kebab, camel, pascal, title }: Name): string {
  return `import { defineHostComponent } from "../../host-component.ts";
import { ${camel}Files } from "./files.ts";
import { ${pascal}Options } from "./schema.ts";

export const ${camel} = defineHostComponent({
  kind: "host-component",
  name: "${kebab}",
  title: "${title}, on every machine",
  docs: "https://docs.kernel.org/admin-guide/sysctl/",
  options: ${pascal}Options,
  pace: "all-at-once",
  declare: (cluster) => ({ machines: cluster.machines, ports: [] }),
  phase: () => "machine-base",
  software: () => ({ packages: [], services: [] }),
  files: ${camel}Files,
});
`;
}

const WATCHES = "Files that one user may watch at a time, 1024-1048576. Default 65536.";

function schema({ pascal, title }: Name): string {
  return `import { z } from "zod";

/** What \`cluster.yaml\` may say about ${title}. */
export const ${pascal}Options = z.strictObject({
  maxWatches: z.int().min(1024).max(1_048_576).default(65_536).describe("${WATCHES}"),
});
export type ${pascal}Options = z.output<typeof ${pascal}Options>;
`;
}

function files({ kebab, camel, pascal, title }: Name): string {
  return `import { type Cluster, type File, file, type Machine } from "@groundplan/core-model";
import { writeSysctl } from "../../formats/sysctl.ts";
import { header } from "../../kit/header.ts";
import type { ${pascal}Options } from "./schema.ts";

const component = "${kebab}";

/** The files of ${title} on one machine. */
export function ${camel}Files(_cluster: Cluster, _machine: Machine, options: ${pascal}Options): readonly File[] {
  return [
    file({
      path: "etc/sysctl.d/60-${kebab}.conf",
      content: writeSysctl(header(component), [["fs.inotify.max_user_watches", options.maxWatches]]),
      component,
      effects: [{ action: "apply-sysctl" }],
    }),
  ];
}
`;
}

function test({ kebab, camel }: Name): string {
  return `import { builtinReleases, type Cluster, exampleDocument, type File, optionsFor, requireCluster } from "@groundplan/core-model";
import { expect, test } from "vitest";
import { ${camel} } from "./index.ts";

function clusterWith(options: object): Cluster {
  const document = exampleDocument();
  document.spec.hostServices["${kebab}"] = options;
  return requireCluster(document, {
    components: [${camel}],
    releases: builtinReleases,
    priceBooks: [],
    deliveries: ["ansible"],
  });
}

function filesOf(cluster: Cluster): readonly File[] {
  const [machine] = cluster.machines;
  if (!machine) throw new Error("the example has machines");
  return ${camel}.files(cluster, machine, optionsFor(cluster, ${camel}));
}

test.each([
  ["plain", {}],
  ["rich", { maxWatches: 131_072 }],
])("${kebab} looks as it was reviewed: %s", async (name, options) => {
  for (const { path, content } of filesOf(clusterWith(options))) {
    await expect(content).toMatchFileSnapshot(\`golden/\${name}/\${path}\`);
  }
});

test("${kebab} lets a user watch as many files as the document says", () => {
  const [settings] = filesOf(clusterWith({ maxWatches: 2048 }));

  expect(settings?.content).toContain("fs.inotify.max_user_watches = 2048");
  expect(settings?.effects).toEqual([{ action: "apply-sysctl" }]);
});

test("${kebab} refuses a number that the kernel cannot hold", () => {
  expect(${camel}.options.safeParse({ maxWatches: 10_000_000 }).success).toBe(false);
});
`;
}

function readme({ kebab, title }: Name): string {
  return `# ${title}

## What is it?

${title} on every machine: a drop-in with one setting of the kernel.

## When do I want it?

When the machines need ${title}.

## What does it look like?

\`\`\`yaml
hostServices:
  ${kebab}: { maxWatches: 65536 }
\`\`\`

## How does it fail?

A number out of bounds is refused with its place in the document, before anything is written.

## Options

| key | type | meaning |
|---|---|---|
| \`maxWatches\` | number | ${WATCHES} |
`;
}
