import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findFloorFaults } from "./floors.ts";
import { plantFolder } from "./planted-folder.ts";
import { repository } from "./tool.ts";

test("a house in order has no faults", async () => {
  const folder = await plantFolder({
    "packages/core-model/src/index.ts": 'import { z } from "zod";\nexport const Vip = z.string();\n',
    "packages/core-model/src/index.test.ts": 'import { readFileSync } from "node:fs";\nreadFileSync("x");\n',
    "packages/hostconfig/src/index.ts": 'export { Vip } from "@groundplan/core-model";\n',
  });

  expect(await findFloorFaults(folder)).toBe("");
});

test("every breach of the floors is named, imports of types too", async () => {
  const folder = await plantFolder({
    "packages/core-model/src/index.ts": 'export * from "./area.ts";\n',
    "packages/core-model/src/area.ts": 'import type { Up } from "@groundplan/hostconfig";\nexport type Area = Up;\n',
    "packages/core-model/src/drawn.ts": 'import { App } from "cdk8s";\nexport const app = new App();\n',
    "packages/core-model/src/disk.ts": 'import { readFileSync } from "node:fs";\nexport const read = readFileSync;\n',
    "packages/core-model/src/left.ts":
      'import { right } from "./right.ts";\nexport const left = (): number => right();\n',
    "packages/core-model/src/right.ts":
      'import { left } from "./left.ts";\nexport const right = (): number => left();\n',
    "packages/core-model/src/lost.ts": 'export * from "./nowhere.ts";\n',
    "packages/core-model/src/under-test.ts": 'export * from "./some.test.ts";\n',
    "packages/core-model/src/some.test.ts": "export const some = 1;\n",
    "packages/core-model/src/greedy.test.ts":
      'export { test } from "vitest";\nexport { Chart } from "cdk8s";\nexport { Construct } from "constructs";\n',
    "packages/hostconfig/src/index.ts": "export type Up = string;\n",
    "packages/hostconfig/src/sideways.ts": 'export type { Side } from "@groundplan/cdk8s-addons";\n',
    "packages/hostconfig/src/deep.ts": 'export * from "../../core-model/src/area.ts";\n',
    "packages/hostconfig/src/by-path.ts": 'export * from "../../core-model/src/index.ts";\n',
    "packages/hostconfig/src/undeclared.ts": 'export { expectTypeOf } from "vitest";\nexport * from "undici-types";\n',
    "packages/hostconfig/src/components/haproxy/index.ts": 'export * from "../keepalived/index.ts";\n',
    "packages/hostconfig/src/components/keepalived/index.ts": "export const name = 1;\n",
    "packages/cdk8s-addons/src/index.ts": "export type Side = string;\n",
    "packages/cdk8s-addons/src/kit/pair.ts": 'export * from "../addons/calico/index.ts";\n',
    "packages/cdk8s-addons/src/addons/calico/index.ts": "export const calico = 1;\n",
    "packages/newcomer/src/index.ts": 'export * from "@groundplan/core-model";\n',
  });

  const faults = (await findFloorFaults(folder)).split("\n").sort();

  expect(faults.map((fault) => fault.replace(/\S*node_modules/, "node_modules"))).toMatchInlineSnapshot(`
    [
      "a-room-without-a-floor: packages/newcomer/src/index.ts -> packages/core-model/src/index.ts",
      "declared-for-tests: packages/core-model/src/greedy.test.ts -> node_modules/constructs/lib/index.js",
      "declared: packages/core-model/src/drawn.ts -> node_modules/cdk8s/lib/index.js",
      "enter-through-the-index: packages/hostconfig/src/deep.ts -> packages/core-model/src/area.ts",
      "floor-0-core-model: packages/core-model/src/area.ts -> packages/hostconfig/src/index.ts",
      "floor-1-hostconfig: packages/hostconfig/src/sideways.ts -> packages/cdk8s-addons/src/index.ts",
      "import-packages-by-name: packages/hostconfig/src/by-path.ts -> packages/core-model/src/index.ts",
      "import-packages-by-name: packages/hostconfig/src/deep.ts -> packages/core-model/src/area.ts",
      "kit-knows-no-component: packages/cdk8s-addons/src/kit/pair.ts -> packages/cdk8s-addons/src/addons/calico/index.ts",
      "model-knows-no-engine: packages/core-model/src/drawn.ts -> node_modules/cdk8s/lib/index.js",
      "model-knows-no-engine: packages/core-model/src/greedy.test.ts -> node_modules/cdk8s/lib/index.js",
      "model-knows-no-engine: packages/core-model/src/greedy.test.ts -> node_modules/constructs/lib/index.js",
      "no-cycles: packages/core-model/src/left.ts -> packages/core-model/src/right.ts -> packages/core-model/src/left.ts",
      "no-test-code-in-the-product: packages/core-model/src/under-test.ts -> packages/core-model/src/some.test.ts",
      "pure: packages/core-model/src/disk.ts -> fs",
      "resolvable: packages/core-model/src/lost.ts -> ./nowhere.ts",
      "resolvable: packages/hostconfig/src/undeclared.ts -> undici-types",
      "siblings-components: packages/hostconfig/src/components/haproxy/index.ts -> packages/hostconfig/src/components/keepalived/index.ts",
    ]
  `);
});

test("a cruise that sees no module is a fault, not a success", async () => {
  const folder = await plantFolder({ "packages/core-model/src/index.ts": "export const one = 1;\n" });
  const blind = join(folder, "blind.cjs");
  await writeFile(blind, `module.exports = { forbidden: [], options: { exclude: { path: "." } } };\n`);

  const faults = await findFloorFaults(folder, blind);

  expect(faults).toMatch(/1 sources were not seen.*@swc\/core/);
  expect(faults).toContain("packages/core-model/src/index.ts");
});

test("this house is seen, every source of it", async () => {
  expect(await findFloorFaults(repository)).not.toContain("not seen");
});
