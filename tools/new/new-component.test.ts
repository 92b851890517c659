import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checks } from "../check/checks.ts";
import { copyHouse } from "./house-copy.ts";
import { parseName } from "./name.ts";
import { newComponent } from "./new-component.ts";
import { withRegistryLine } from "./registry.ts";

const SHELVES = { addon: "cdk8s-addons/src/addons", "host-component": "hostconfig/src/components" } as const;

test.each(["addon", "host-component"] as const)(
  "a new %s works, is listed, and breaks no check",
  async (kind) => {
    const house = await copyHouse();

    const made = await newComponent(house, kind, "brand-new-thing");

    const folder = `packages/${SHELVES[kind]}/brand-new-thing`;
    expect(made.files).toContain(`${folder}/index.ts`);
    expect(await readFile(join(house, made.registry), "utf8")).toMatch(/\[[^\]]*\bbrandNewThing\b[^\]]*\]/);
    for (const { name, faults } of checks) {
      const ours = (await faults(house)).split("\n").filter((line) => line.includes("brand-new-thing"));
      expect(ours, name).toEqual([]);
    }
    await expect(newComponent(house, kind, "brand-new-thing")).rejects.toThrow(`${folder} is there already`);
  },
  60_000,
);

test("what is no kind and what is no name is said", async () => {
  await expect(newComponent(".", "gadget", "thing")).rejects.toThrow("There are: addon, host-component");
  expect(() => parseName("Thing")).toThrow("kebab-case");
  expect(() => parseName("../thing")).toThrow("kebab-case");
});

test("a name is written in the way of its place", () => {
  expect(parseName("ingress-pair")).toEqual({
    kebab: "ingress-pair",
    camel: "ingressPair",
    pascal: "IngressPair",
    title: "Ingress pair",
  });
});

test("the registry keeps the order of names, on one line or many", () => {
  const short = 'import { b } from "./b/index.ts";\n\nexport const list: readonly Addon[] = [b];\n';
  const long = "export const list = [\n  alpha,\n  zulu,\n] as const satisfies readonly Addon[];\n";

  expect(withRegistryLine(short, parseName("a"), ".")).toBe(
    'import { a } from "./a/index.ts";\nimport { b } from "./b/index.ts";\n\nexport const list: readonly Addon[] = [a, b];\n',
  );
  expect(withRegistryLine(long, parseName("mike"), ".")).toContain("[alpha, mike, zulu] as const satisfies");
  expect(() => withRegistryLine("export const list = new Map();\n", parseName("a"), ".")).toThrow("no list");
});
