import { readFileSync } from "node:fs";
import { afterEach, expect, test } from "vitest";
import { documentOf, platform, removeTestRepositories, testRepository } from "../testing/test-repository.ts";

afterEach(removeTestRepositories);

/** The example, priced by two books of the house; its workers have a size that none lists. */
function priced() {
  const document = documentOf("one", 1);
  document.spec.cost = { priceBooks: ["alibaba-cloud-beijing-2023-08", "huawei-cloud-beijing-2023-08"] };
  for (const group of Object.values(document.spec.machines))
    group.disks = [{ name: "system", sizeGB: 40, kind: "ssd" }];
  for (const group of Object.values(document.spec.machines)) group.size = { cpuCores: 8, memoryGiB: 32 };
  return document;
}

test("inventory lists machines, virtual addresses and totals", async () => {
  const { code, stdout, stderr } = await testRepository({ one: documentOf("one", 1) }).platform("inventory");

  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  await expect(stdout).toMatchFileSnapshot("golden/inventory.txt");
});

test("inventory as Markdown is a page of its own", async () => {
  const { stdout } = await testRepository({ one: documentOf("one", 1) }).platform("inventory", "--format", "markdown");

  await expect(stdout).toMatchFileSnapshot("golden/inventory.md");
});

test("cost shows the books side by side, what each total is made of, and the cheapest", async () => {
  const { code, stdout } = await testRepository({ one: priced() }).platform("cost");

  expect(code).toBe(0);
  await expect(stdout).toMatchFileSnapshot("golden/cost.txt");
});

test("a total that misses something is called partial, and no book the cheapest", async () => {
  const document = priced();
  const { workers } = document.spec.machines;
  if (workers) workers.size = { cpuCores: 7, memoryGiB: 7 };

  const { stdout } = await testRepository({ one: document }).platform("cost");

  expect(stdout).toMatch(/^7 cores, 7 GiB +3 +unpriced: the book does not list this size$/m);
  expect(stdout).toContain(
    "No book is named the cheapest. Partial, since something has no price there: Alibaba Cloud, Huawei Cloud.",
  );
});

test("without a price book, cost says where to name one", async () => {
  const { code, stdout } = await testRepository({ one: documentOf("one", 1) }).platform("cost");

  expect(code).toBe(0);
  expect(stdout).toContain("No price book is named: list some under spec.cost.priceBooks.");
});

test("the case that the prices were printed for costs what was printed", async () => {
  const text = readFileSync(new URL("../../../../clusters/kubesphere-prod/cluster.yaml", import.meta.url), "utf8");

  const { stdout } = await testRepository({ "kubesphere-prod": text }).platform("cost", "kubesphere-prod");

  expect(stdout).toContain("23 machines, 120 cores, 464 GiB, 920 GB system disk, 12,500 GB data disk");
  for (const total of ["227,195.40", "168,963.90", "185,558.40"]) expect(stdout).toContain(`${total} CNY`);
  expect(stdout).toContain("Cheapest: Huawei Cloud, 168,963.90 CNY a year.");
});

test("JSON holds the same facts for every cluster", async () => {
  const repository = testRepository({ one: priced(), two: documentOf("two", 2) });

  const inventory = JSON.parse((await repository.platform("inventory", "--format", "json")).stdout);
  const cost = JSON.parse((await repository.platform("cost", "--format", "json", "one")).stdout);

  expect(inventory).toMatchObject({
    kind: "Inventory",
    problems: [],
    clusters: [{ cluster: "one" }, { cluster: "two", totals: { machines: 8 } }],
  });
  expect(cost).toMatchObject({
    kind: "Cost",
    clusters: [{ cluster: "one", cheapest: "huawei-cloud-beijing-2023-08" }],
  });
});

test("a document that cannot be read is a problem on stderr; the others are shown", async () => {
  const repository = testRepository({ one: "x: 1\n", two: documentOf("two", 2) });

  const { code, stdout, stderr } = await repository.platform("inventory");

  expect(code).toBe(2);
  expect(stdout).toContain("two 1.0.0");
  expect(stderr).toContain("clusters/one/cluster.yaml:1:1");
});

test("text of a document is data in a table, on a page and on a terminal", async () => {
  const document = documentOf("one", 1);
  document.spec.cost = { priceBooks: ["own"] };
  const repository = testRepository({ one: document });
  repository.put("price-books/own.yaml", {
    name: "own",
    provider: "a|b <img src=x> *c* [d](e)",
    region: "cellar",
    currency: "EUR",
    date: "2026-01-01",
    source: "a bill",
    instances: [],
    disks: [],
  });

  const page = await repository.platform("cost", "--format", "markdown");
  const terminal = await platform(repository.folder, ["cost"], true);

  expect(page.stdout).toContain("a\\|b \\<img src=x> \\*c\\* \\[d]\\(e)");
  expect(terminal.stdout).toContain("a|b <img src=x> *c* [d](e)");
});
