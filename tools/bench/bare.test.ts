import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { bare } from "./contestants.ts";
import { ingredientsOf } from "./ingredients.ts";
import { runOnce } from "./measure.ts";

const scratch = mkdtempSync(join(tmpdir(), "groundplan-bare-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const files = {
  "OVERVIEW.md": "# Overview\n",
  "bom.yaml": "release: 1.0.0\nimages:\n  - a\n",
  "machines/lb/common/etc/kubernetes/two.yaml": "a: 1\n---\nb: 2\n",
  "manifests/network/calico/configmap-a.yaml":
    "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  key: value\n",
};

test("the bare program makes the same tree: every object, every document, every text, as often as asked", async () => {
  const tree = join(scratch, "rendered");
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    writeFileSync(join(tree, path), text);
  }
  const ingredients = ingredientsOf(tree);

  await runOnce(bare(join(scratch, "all"), ingredients, "all", 2));

  for (const time of ["1", "2"]) expect(ingredientsOf(join(scratch, "all", "bare", time))).toEqual(ingredients);
  expect(ingredients.objects).toHaveLength(1);
  expect(ingredients.documents.map(({ data }) => data.length)).toEqual([1, 2]);
  expect(ingredients.texts).toEqual([{ path: "OVERVIEW.md", text: "# Overview\n" }]);
});

test("it can be asked for the objects alone, or for all but them", async () => {
  const ingredients = ingredientsOf(join(scratch, "rendered"));

  await runOnce(bare(join(scratch, "objects"), ingredients, "objects"));
  await runOnce(bare(join(scratch, "files"), ingredients, "files"));

  expect(ingredientsOf(join(scratch, "objects", "bare", "1"))).toEqual({ ...ingredients, documents: [], texts: [] });
  expect(ingredientsOf(join(scratch, "files", "bare", "1"))).toEqual({ ...ingredients, objects: [] });
});
