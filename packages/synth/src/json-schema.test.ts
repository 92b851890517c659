import { exampleDocument } from "@groundplan/core-model";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { caseNames, caseText } from "../../../tools/cases/case-files.ts";
import { builtin, clusterSchema, defineAddon } from "./index.ts";

// Days are checked by a pattern too.
const ajv = new Ajv2020({ strict: true, allErrors: true, formats: { date: true, uri: true } });
const accepts = ajv.compile(clusterSchema());

/** A part of a JSON Schema, as far as these tests look into it. */
interface Part {
  readonly type?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Part>>;
  readonly additionalProperties?: boolean | Part;
  readonly items?: Part;
  readonly anyOf?: readonly Part[];
  readonly oneOf?: readonly Part[];
}

describe("an editor accepts", () => {
  test.each(caseNames)("%s", (name) => {
    accepts(parse(caseText(name)));

    expect(accepts.errors ?? []).toEqual([]);
  });
});

describe("an editor refuses", () => {
  test.each<[name: string, path: string, value: unknown, place: string]>([
    ["an unknown key", "spec.site.rack", 1, "/spec/site"],
    ["a missing key", "spec.kubernetes.serviceCidr", undefined, "/spec/kubernetes"],
    ["a number for a version", "metadata.version", 1.3, "/metadata/version"],
    ["a day that does not exist", "metadata.expires", "2026-02-30", "/metadata/expires"],
    ["an unknown tier", "spec.tier", "prod", "/spec/tier"],
    ["a port past the last", "spec.kubernetes.apiServer.port", 70_000, "/spec/kubernetes/apiServer/port"],
    ["a kind of balancer that is none", "spec.loadBalancer", { kind: "f5" }, "/spec/loadBalancer"],
    ["an addon that does not exist", "spec.addons.istoi", {}, "/spec/addons"],
    ["an option that an addon does not have", "spec.addons.calico", { typo: true }, "/spec/addons/calico"],
    [
      "an option of another type",
      "spec.hostServices.haproxy",
      { maxConnections: "many" },
      "/spec/hostServices/haproxy/maxConnections",
    ],
  ])("%s", (_name, path, value, place) => {
    const document: Record<string, unknown> = JSON.parse(JSON.stringify(exampleDocument()));
    expect(accepts(document)).toBe(true);
    setAt(document, path.split("."), value);

    expect(accepts(JSON.parse(JSON.stringify(document)))).toBe(false);
    expect(accepts.errors?.map(({ instancePath }) => instancePath)).toContain(place);
  });
});

function setAt(data: Record<string, unknown>, [step = "", ...rest]: readonly string[], value: unknown): void {
  const child = data[step];
  if (rest.length === 0) data[step] = value;
  else if (typeof child === "object" && child !== null) setAt(child as Record<string, unknown>, rest, value);
}

describe("the schema", () => {
  test("tells what every key means", () => {
    const keys = [...keysOf(clusterSchema())];

    expect(keys.length).toBeGreaterThan(200);
    expect(keys.filter(({ part }) => !isSentence(part.description)).map(({ path }) => path)).toEqual([]);
  });

  test("allows no key that it does not know", () => {
    const open = [...partsOf(clusterSchema())].filter(
      ({ part }) => part.properties && part.additionalProperties !== false,
    );

    expect(open.map(({ path }) => path)).toEqual([]);
  });

  test("is JSON Schema 2020-12, and the same each time", () => {
    expect(clusterSchema().$schema).toBe("https://json-schema.org/draft/2020-12/schema");
    expect(ajv.validateSchema(clusterSchema())).toBe(true);
    expect(JSON.stringify(clusterSchema())).toBe(JSON.stringify(clusterSchema()));
  });

  test("has the components of the registry, one's own among them", () => {
    const motd = defineAddon({
      kind: "addon",
      name: "motd",
      title: "Message of the day",
      docs: "https://example.com",
      namespace: "default",
      wave: "addons",
      options: z.strictObject({ text: z.string().describe("What is said.") }),
      loadChart: async () => ({ draw: () => {} }),
    });
    const own = ajv.compile(clusterSchema({ ...builtin, addons: [...builtin.addons, motd] }));
    const document = exampleDocument();
    document.spec.addons = { motd: { text: "hello" } };

    expect(accepts(document)).toBe(false);
    expect(own(document)).toBe(true);
    expect(componentNames("addons")).toEqual(builtin.addons.map(({ name }) => name).sort());
    expect(componentNames("hostServices")).toEqual(builtin.hostComponents.map(({ name }) => name).sort());
  });
});

function componentNames(key: "addons" | "hostServices"): string[] {
  const schema: Part = clusterSchema();
  return Object.keys(schema.properties?.spec?.properties?.[key]?.properties ?? {}).sort();
}

interface Placed {
  readonly path: string;
  readonly part: Part;
}

/** Every part of a schema, from the top down. */
function* partsOf(part: Part, path = ""): Generator<Placed> {
  yield { path, part };
  for (const [key, child] of Object.entries(part.properties ?? {})) yield* partsOf(child, `${path}/${key}`);
  if (typeof part.additionalProperties === "object") yield* partsOf(part.additionalProperties, `${path}/*`);
  if (part.items) yield* partsOf(part.items, `${path}/-`);
  for (const branch of [...(part.anyOf ?? []), ...(part.oneOf ?? [])]) yield* partsOf(branch, path);
}

/** Every key that a person may write. */
function* keysOf(schema: Part): Generator<Placed> {
  for (const { path, part } of partsOf(schema))
    for (const [key, child] of Object.entries(part.properties ?? {})) yield { path: `${path}/${key}`, part: child };
}

function isSentence(text: string | undefined): boolean {
  return text !== undefined && text.length > 8;
}
