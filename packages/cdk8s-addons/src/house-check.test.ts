import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import {
  builtinReleases,
  type Cluster,
  type DocumentedKey,
  declaredComponents,
  documentedKeys,
  type ExampleDocument,
  type FileTree,
  isFailure,
  judge,
  pullReference,
  requireCluster,
} from "@groundplan/core-model";
import { describe, expect, it } from "vitest";
import { type Addon, waves } from "./addon.ts";
import { addons } from "./addons/registry.ts";
import { containersOf, workloadsOf } from "./defects/pods.ts";
import { findDefects } from "./index.ts";
import { addonManifests, addonObjects, type KubernetesObject } from "./manifests.ts";

// Every addon of the registry keeps this contract, so that a newcomer is covered the day it lands.

const catalogue = { components: addons, releases: builtinReleases, priceBooks: [], deliveries: ["ansible"] };
const folders = readdirSync(new URL("addons/", import.meta.url), { withFileTypes: true });

it("knows every folder, and every folder is known", () => {
  const names = folders.filter((entry) => entry.isDirectory()).map((entry) => entry.name);

  expect(names.sort()).toEqual(addons.map((addon) => addon.name).sort());
});

it("loads every card without the constructs, which only drawing needs", () => {
  const script = `await import(${JSON.stringify(new URL("index.ts", import.meta.url).href)});
    const { Module } = await import("node:module");
    console.log(Object.keys(Module._cache).filter((path) => /node_modules.(cdk8s|constructs)/.test(path)).length);`;

  const loaded = execFileSync(
    process.execPath,
    ["--conditions=@groundplan/source", "--input-type=module", "--eval", script],
    { encoding: "utf8" },
  );

  expect(loaded.trim()).toBe("0");
});

it("sees a wrong type and an unknown field, at the top and far below", async () => {
  const service = { apiVersion: "v1", kind: "Service", metadata: { name: "a" }, spec: { ports: [{ port: 80 }] } };

  expect(await schemaProblems(service)).toEqual([]);
  expect(await schemaProblems({ ...service, specs: {} })).toEqual(["unknown field .specs"]);
  expect(await schemaProblems({ ...service, spec: { ports: [{ port: 80, prt: 1 }] } })).toEqual([
    "unknown field .spec.ports.prt",
  ]);
  expect((await schemaProblems({ ...service, spec: { ports: [{ port: "80" }] } })).join()).toMatch(/port/);
});

describe.each(addons.map((addon) => [addon.name, addon] as const))("addon %s", (name, addon) => {
  const place = (file: string) => new URL(`addons/${name}/${file}`, import.meta.url);
  const read = (file: string) => readFileSync(place(file), "utf8");

  it("has the files that every addon has", () => {
    const wanted = ["index.ts", "schema.ts", "chart.ts", "examples.ts", "README.md", `${name}.test.ts`, "golden"];

    expect(wanted.filter((file) => !existsSync(place(file)))).toEqual([]);
  });

  it("has a card that says where it stands", () => {
    expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(addon.title.length).toBeGreaterThan(name.length);
    expect(addon.docs).toMatch(/^https:\/\//);
    expect(addon.namespace).toMatch(/^[a-z0-9-]+$/);
    expect(waves).toContain(addon.wave);
    if (addon.impliedBy) expect(addon.options.safeParse({}).success).toBe(true);
  });

  it("documents every option, with its default", () => {
    const undocumented = documentedKeys(addon.options).filter(
      ({ description, required }) => !description || (!required && !/\bDefault/.test(description)),
    );

    expect(undocumented.map(({ path }) => path)).toEqual([]);
  });

  it("answers the four questions in its README, and lists its options as the schema has them", () => {
    const readme = read("README.md");
    const headings = readme.split("\n").filter((line) => line.startsWith("## "));

    expect(headings).toEqual([
      "## What is it?",
      "## When do I want it?",
      "## What does it look like?",
      "## How does it fail?",
      "## Options",
    ]);
    expect(readme.slice(readme.indexOf("## Options\n"))).toBe(`## Options\n\n${optionsTable(addon)}`);
  });

  it("gives each rule an identity of its own, a reason and a reference", () => {
    const rules = addon.rules ?? [];

    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
    for (const { id, why, reference } of rules) {
      expect(id).toMatch(new RegExp(`^${name}-[a-z0-9-]+$`));
      expect(why).toMatch(/^[A-Z].{20,}\.$/);
      expect(reference).toMatch(/^https:\/\//);
    }
  });

  it("is drawn in at least two clusters, and has no other golden files", async () => {
    const documents = await examplesOf(addon);

    expect(documents.length).toBeGreaterThanOrEqual(2);
    expect(readdirSync(place("golden")).sort()).toEqual(documents.map(([example]) => `${example}.yaml`).sort());
  });
});

describe.each(await Promise.all(addons.map(async (addon) => [addon.name, addon, await examplesOf(addon)] as const)))(
  "addon %s, drawn",
  (name, addon, documents) => {
    describe.each(documents)("in the %s cluster", (example, document) => {
      const cluster = requireCluster(document(), catalogue);

      it("keeps every rule", () => {
        expect(judge(cluster).filter(isFailure)).toEqual([]);
      });

      it("looks as it was reviewed", async () => {
        const tree = await manifestsOf(addon, cluster);

        await expect(golden(tree)).toMatchFileSnapshot(`addons/${name}/golden/${example}.yaml`);
      });

      it("gives the same bytes twice, whatever the order of the document", async () => {
        const again = requireCluster(reversed(document()), catalogue);

        expect([...(await manifestsOf(addon, again))]).toEqual([...(await manifestsOf(addon, cluster))]);
      });

      it("puts each object in a file of its own, in a wave", async () => {
        for (const path of (await manifestsOf(addon, cluster)).keys())
          expect(path).toMatch(new RegExp(`^(${waves.join("|")})/${name}/[a-z0-9._-]+\\.yaml$`));
      });

      it("has no defect that an API server would let pass", async () => {
        expect(findDefects(await objectsOf(addon, cluster), cluster.release.kubernetes.version)).toEqual([]);
      });

      it("keeps the schema of Kubernetes, with no unknown field", async () => {
        for (const object of await objectsOf(addon, cluster))
          expect(await schemaProblems(object), `${object.kind} ${object.metadata.name}`).toEqual([]);
      });

      it.each([
        ["its own registries", undefined],
        ["the site's registry", { host: "registry.example.com:5000", path: "mirror" }],
      ])("runs only images of the release, from %s", async (_where, registry) => {
        const given = document();
        if (registry) given.spec.site.registry = registry;
        const drawn = requireCluster(given, catalogue);

        const images = Object.values(drawn.release.components).flatMap((component) => component.images ?? []);
        const known = new Set(images.map((image) => pullReference(drawn, image)));
        for (const image of imagesOf(await objectsOf(addon, drawn))) expect(known).toContain(image);
        if (registry) for (const image of known) expect(image).toMatch(/^registry\.example\.com:5000\/mirror\//);
      });

      it("declares every host port that its pods take", async () => {
        const declared =
          declaredComponents(cluster).find(({ component }) => component.name === name)?.declaration.ports ?? [];

        for (const port of hostPortsOf(await objectsOf(addon, cluster)))
          expect(declared.map((entry) => entry.port)).toContain(port);
      });
    });
  },
);

type ExampleEntry = readonly [name: string, document: () => ExampleDocument];

async function examplesOf(addon: Addon): Promise<readonly ExampleEntry[]> {
  const { examples } = (await import(`./addons/${addon.name}/examples.ts`)) as {
    examples: Record<string, () => ExampleDocument>;
  };
  return Object.entries(examples);
}

function optionsOf(addon: Addon, cluster: Cluster): unknown {
  return cluster.components.find(({ component }) => component === addon)?.options;
}

function manifestsOf(addon: Addon, cluster: Cluster): Promise<FileTree> {
  return addonManifests(addon, cluster, optionsOf(addon, cluster));
}

function objectsOf(addon: Addon, cluster: Cluster): Promise<readonly KubernetesObject[]> {
  return addonObjects(addon, cluster, optionsOf(addon, cluster));
}

/** Definitions are many and alike: of them the golden file holds the names only. */
function golden(tree: FileTree): string {
  return [...tree.values()]
    .map(({ path, content }) => (path.startsWith("crds/") ? `# ${path}\n` : `# ${path}\n---\n${content}`))
    .join("");
}

/** The same data with the keys of every mapping in the opposite order. */
function reversed(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(reversed);
  if (typeof data !== "object" || data === null) return data;
  return Object.fromEntries(
    Object.entries(data)
      .reverse()
      .map(([key, value]) => [key, reversed(value)]),
  );
}

function imagesOf(objects: readonly KubernetesObject[]): readonly string[] {
  return workloadsOf(objects).flatMap(({ pod }) => containersOf(pod).map(({ image }) => image ?? "none"));
}

function hostPortsOf(objects: readonly KubernetesObject[]): readonly (number | undefined)[] {
  return workloadsOf(objects).flatMap(({ pod }) =>
    containersOf(pod).flatMap(({ ports = [] }) =>
      ports.flatMap(({ containerPort, hostPort }) => (pod.hostNetwork ? [containerPort] : hostPort ? [hostPort] : [])),
    ),
  );
}

function optionsTable(addon: Addon): string {
  const rows = documentedKeys(addon.options).map(
    ({ path, type, description }: DocumentedKey) => `| \`${path}\` | ${cell(type)} | ${cell(description ?? "")} |`,
  );
  return `${["| key | type | meaning |", "|---|---|---|", ...rows].join("\n")}\n`;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}

interface Model {
  validate(): void;
}

/**
 * What the published schema of Kubernetes says of an object of its own kinds. Its validators let unknown fields pass, but they
 * never look at them: a field that was not read is one that Kubernetes does not have.
 */
async function schemaProblems(object: KubernetesObject): Promise<readonly string[]> {
  const known =
    /(^[^.]+$|\.k8s\.io\/)/.test(object.apiVersion) && !object.apiVersion.startsWith("policy.networking.k8s.io");
  if (!known) return [];
  const models = (await import(/* @vite-ignore */ `kubernetes-models/${object.apiVersion}`)) as Record<
    string,
    new (
      data: object,
    ) => Model
  >;
  const KindModel = models[object.kind];
  if (!KindModel) return [`no kind ${object.kind} in ${object.apiVersion}`];
  const unread = new Set<string>();
  const model = new KindModel(object);
  try {
    model.validate.call(watched(model, "", unread));
  } catch (error) {
    return [String(error)];
  }
  // The extensions that a schema of a definition may hold are no fields to these models.
  return [...unread].filter((path) => !path.includes(".x-kubernetes-")).map((path) => `unknown field ${path}`);
}

/** A view of data that forgets of `unread` each field that somebody reads. */
function watched<T extends object>(data: T, path: string, unread: Set<string>): T {
  const views = new Map<PropertyKey, unknown>();
  for (const [key, value] of Object.entries(data)) {
    const place = Array.isArray(data) ? path : `${path}.${key}`;
    if (!Array.isArray(data)) unread.add(`${path}.${key}`);
    views.set(key, typeof value === "object" && value !== null ? watched(value, place, unread) : value);
  }
  return new Proxy(data, {
    get(target, key, receiver) {
      unread.delete(`${path}.${String(key)}`);
      return views.has(key) ? views.get(key) : Reflect.get(target, key, receiver);
    },
  });
}
