import { expect, test } from "vitest";
import { findFileNameFaults, nameFaults } from "./file-names.ts";
import { plantFolder } from "./planted-folder.ts";

test.each([
  ["packages/core-model/src/loadBalancer.ts", "kebab-case"],
  ["packages/core-model/src/areas/LoadBalancer/", "kebab-case"],
  ["packages/core-model/src/utils.ts", "noun"],
  ["packages/core-model/src/helpers/", "noun"],
  ["packages/core-model/src/common.test.ts", "noun"],
  ["packages/synth/smoke.ts", "a room holds src/"],
  ["docs/drawing.png", "no files of this kind"],
  ["clusters/one/cluster.yml", "no files of this kind"],
  ["packages/hostconfig/src/components/haproxy/haproxy.ts", "calls this index.ts"],
  ["packages/hostconfig/src/components/haproxy/templates.ts", "calls this files.ts"],
  ["packages/cdk8s-addons/src/addons/calico/options.ts", "calls this schema.ts"],
])("%s: %s", (path, fault) => {
  expect(nameFaults(path).join()).toContain(fault);
});

test.each([
  "README.md",
  "LICENSE",
  ".gitignore",
  ".ci/run",
  "docs/decisions/0001-toolchain.md",
  "packages/core-model/src/releases/2023-8-0.ts",
  "packages/hostconfig/src/components/haproxy/files.ts",
  "packages/hostconfig/src/components/haproxy/haproxy.test.ts",
])("%s is a good name", (path) => {
  expect(nameFaults(path)).toEqual([]);
});

test("the whole tree is walked, without what is generated", async () => {
  const folder = await plantFolder({
    "packages/core-model/src/badName.ts": "",
    "packages/core-model/src/golden/ETC/10-Any_Name.conf": "",
    "clusters/one/rendered/machines/Node_1/x.conf": "",
  });

  expect(await findFileNameFaults(folder)).toBe("packages/core-model/src/badName.ts: names are kebab-case");
});
