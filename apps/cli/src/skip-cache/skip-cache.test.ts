import { chmodSync, existsSync, readdirSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ClusterClaims } from "@groundplan/core-model";
import { afterEach, expect, test } from "vitest";
import { documentOf, removeTestRepositories, testRepository } from "../testing/test-repository.ts";
import { generatorDigest } from "./generator-digest.ts";
import { digestOf, skipCacheIn } from "./skip-cache.ts";
import { folderDigest } from "./tree-digest.ts";

afterEach(removeTestRepositories);

const claims: ClusterClaims = {
  cluster: "one",
  tier: "testing",
  release: "1",
  addresses: [],
  hostNames: [],
  routerIds: [],
  waivers: [],
};
const entry = { input: "i", tree: "t", claims, problems: [] };
const file = ".groundplan/cache/one.json";

test("remembers an entry, and forgets it when a byte of it is lost or altered", () => {
  const repository = testRepository();
  const cache = skipCacheIn(repository.folder);
  expect(cache.find("one")).toBeUndefined();

  cache.save("one", entry);
  expect(cache.find("one")).toMatchObject(entry);
  const text = repository.read(file);

  for (const wrong of [text.slice(0, -5), text.replace('"t"', '"u"'), "", "{}", `${digestOf(["null"])}\nnull`]) {
    repository.put(file, wrong);
    expect(cache.find("one")).toBeUndefined();
  }
  expect(readdirSync(join(repository.folder, ".groundplan/cache"))).toEqual(["one.json"]);
});

test("a cache that cannot be written is no cache, and no failure", () => {
  const repository = testRepository();
  repository.put(".groundplan", "a file");

  skipCacheIn(repository.folder).save("one", entry);

  expect(skipCacheIn(repository.folder).find("one")).toBeUndefined();
});

test("nothing is written through a link", () => {
  const repository = testRepository();
  repository.put("elsewhere/x", "");
  symlinkSync(join(repository.folder, "elsewhere"), join(repository.folder, ".groundplan"));

  skipCacheIn(repository.folder).save("one", entry);

  expect(readdirSync(join(repository.folder, "elsewhere"))).toEqual(["x"]);
});

test("limits between texts count", () => {
  expect(digestOf(["a", "bc"])).not.toBe(digestOf(["ab", "c"]));
});

test("a generator is itself", () => {
  expect(generatorDigest()).toBe(generatorDigest());
  expect(generatorDigest()).toMatch(/^[0-9a-f]{64}$/);
});

/** A repository with a finished tree. */
async function finished() {
  const repository = testRepository({ one: documentOf("one", 1) });
  await repository.platform("synth");
  const rendered = join(repository.folder, "clusters/one/rendered");
  return { repository, rendered, before: folderDigest(rendered) };
}

test.each<[string, (rendered: string) => void]>([
  [
    "an edit of the same length, with its old time put back",
    (rendered) => {
      const path = join(rendered, "bom.yaml");
      const { size, atime, mtime } = statSync(path);
      writeFileSync(path, "x".repeat(size));
      utimesSync(path, atime, mtime);
    },
  ],
  ["a file that is gone", (rendered) => rmSync(join(rendered, "bom.yaml"))],
  ["a file made executable", (rendered) => chmodSync(join(rendered, "bom.yaml"), 0o755)],
  ["the record of ownership gone", (rendered) => rmSync(join(rendered, ".groundplan"))],
])("%s is noticed in spite of the cache", async (_, change) => {
  const { repository, rendered, before } = await finished();
  change(rendered);

  const { stdout } = await repository.platform("synth");

  expect(stdout).toMatch(/^one: 1 file (changed|added)/);
  expect(folderDigest(rendered)).toBe(before);
});

test("a foreign file and a link are noticed in spite of the cache", async () => {
  const { repository, rendered } = await finished();
  writeFileSync(join(rendered, "notes.txt"), "mine");
  expect((await repository.platform("synth")).code).toBe(2);
  rmSync(join(rendered, "notes.txt"));
  expect((await repository.platform("synth")).code).toBe(0);
  symlinkSync("bom.yaml", join(rendered, "link"));
  expect((await repository.platform("synth")).code).toBe(2);
});

test("what a cluster claims is remembered, so that rules across clusters see those that were skipped", async () => {
  const { repository } = await finished();
  repository.put("clusters/two/cluster.yaml", documentOf("two", 1));

  const { code, stdout } = await repository.platform("synth");

  expect(code).toBe(2);
  expect(stdout).toMatch(/^one is refused/m);
  expect(stdout).toMatch(/^two is refused/m);
});

test("a lying cache deceives `synth` at most, never --check", async () => {
  const { repository, rendered } = await finished();
  repository.put("clusters/one/rendered/bom.yaml", "forged: true\n");
  const cache = skipCacheIn(repository.folder);
  const honest = cache.find("one");
  expect(honest).toBeDefined();
  if (honest) cache.save("one", { ...honest, tree: folderDigest(rendered) ?? "" });

  expect((await repository.platform("synth")).stdout).toBe("1 tree unchanged. Nothing to do.\n");
  expect((await repository.platform("synth", "--check")).code).toBe(1);
  expect((await repository.platform("synth", "--no-cache")).stdout).toMatch(/^one: 1 file changed/);
});

test("--check and --no-cache write no cache", async () => {
  const repository = testRepository({ one: documentOf("one", 1) });

  await repository.platform("synth", "--check");
  await repository.platform("synth", "--no-cache");

  expect(existsSync(join(repository.folder, ".groundplan"))).toBe(false);
});
