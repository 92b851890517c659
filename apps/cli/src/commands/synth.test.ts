import { existsSync, readdirSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { documentOf, platform, removeTestRepositories, testRepository } from "../testing/test-repository.ts";

afterEach(removeTestRepositories);

const two = () => ({ one: documentOf("one", 1), two: documentOf("two", 2) });

test("writes the tree of every cluster, and says so", async () => {
  const repository = testRepository(two());

  const { code, stdout, stderr } = await repository.platform("synth");

  expect(code).toBe(0);
  expect(stdout).toMatch(/^one: \d+ files added/m);
  expect(stdout).toMatch(/^[\d,]+ files in 2 trees written\. Review with `git diff`.*\n$/m);
  expect(stderr).toBe("");
  expect(Object.keys(repository.contents("clusters/one/rendered"))).toEqual(
    expect.arrayContaining([".groundplan", "OVERVIEW.md", "bom.yaml"]),
  );
});

test("a second run touches nothing", async () => {
  const repository = testRepository(two());
  await repository.platform("synth");
  const before = statSync(join(repository.folder, "clusters/one/rendered")).ino;

  for (const given of [["synth"], ["synth", "--no-cache"]]) {
    const { code, stdout } = await repository.platform(...given);

    expect(code).toBe(0);
    expect(stdout).toBe("2 trees unchanged. Nothing to do.\n");
    expect(statSync(join(repository.folder, "clusters/one/rendered")).ino).toBe(before);
  }
});

test("works on the clusters that are named", async () => {
  const repository = testRepository(two());

  await repository.platform("synth", "two");

  expect(existsSync(join(repository.folder, "clusters/one/rendered"))).toBe(false);
  expect(existsSync(join(repository.folder, "clusters/two/rendered"))).toBe(true);
});

test("a cluster with an error is refused and stays as it was; the others go on", async () => {
  const repository = testRepository(two());
  await repository.platform("synth");
  const before = repository.contents("clusters/one/rendered");
  const broken = documentOf("one", 1);
  broken.spec.kubernetes.serviceCidr = "10.0.1.0/24";
  repository.put("clusters/one/cluster.yaml", broken);
  const other = documentOf("two", 2);
  other.metadata.version = "1.0.1";
  repository.put("clusters/two/cluster.yaml", other);

  const { code, stdout } = await repository.platform("synth");

  expect(code).toBe(2);
  expect(stdout).toMatch(/^one is refused: \d error/m);
  expect(stdout).toMatch(/clusters\/one\/cluster\.yaml:\d+:\d+ .*\[ranges-overlap\]/);
  expect(stdout).toMatch(/^two: \d+ files? changed/m);
  expect(repository.contents("clusters/one/rendered")).toEqual(before);
});

test("clusters that take each other's addresses are both refused before anything is written", async () => {
  const repository = testRepository({
    one: documentOf("one", 1),
    two: documentOf("two", 1),
    three: documentOf("three", 3),
  });

  const { code, stdout } = await repository.platform("synth");

  expect(code).toBe(2);
  expect(stdout).toMatch(/clusters\/one\/cluster\.yaml:\d+:\d+ .*\[fleet-address-twice\]/);
  expect(readdirSync(join(repository.folder, "clusters/one"))).toEqual(["cluster.yaml"]);
  expect(readdirSync(join(repository.folder, "clusters/two"))).toEqual(["cluster.yaml"]);
  expect(existsSync(join(repository.folder, "clusters/three/rendered"))).toBe(true);
});

test("--check says whether what stands there is what the document gives, and writes nothing", async () => {
  const repository = testRepository({ one: documentOf("one", 1) });

  const missing = await repository.platform("synth", "--check");
  expect(missing.code).toBe(1);
  expect(missing.stdout).toMatch(
    /^one is not what its cluster\.yaml gives: \d+ files added\n {2}missing {4}\.groundplan\n/,
  );
  expect(readdirSync(repository.folder)).toEqual(["clusters"]);

  await repository.platform("synth");
  const same = await repository.platform("synth", "--check");
  expect(same).toMatchObject({ code: 0, stdout: "1 tree as it should be. Nothing to do.\n" });

  repository.put("clusters/one/rendered/OVERVIEW.md", "by hand\n");
  repository.put("clusters/one/rendered/notes.txt", "mine\n");
  const edited = await repository.platform("synth", "--check");
  expect(edited.code).toBe(1);
  expect(edited.stdout).toContain("1 file changed, 1 foreign\n  changed    OVERVIEW.md\n  foreign    notes.txt\n");
  expect(edited.stdout).toContain("Run `platform synth`, and commit what it writes.");
  expect(repository.read("clusters/one/rendered/OVERVIEW.md")).toBe("by hand\n");
});

test("an edit by hand is overwritten, with and without the cache", async () => {
  const repository = testRepository({ one: documentOf("one", 1) });
  await repository.platform("synth");
  const before = repository.contents("clusters/one/rendered");

  for (const given of [["synth"], ["synth", "--no-cache"]]) {
    repository.put("clusters/one/rendered/OVERVIEW.md", "by hand\n");
    expect((await repository.platform(...given)).stdout).toMatch(/^one: 1 file changed/);
    expect(repository.contents("clusters/one/rendered")).toEqual(before);
  }
});

test("a foreign file stops the work on that cluster, and is named", async () => {
  const repository = testRepository(two());
  await repository.platform("synth");
  repository.put("clusters/one/rendered/notes.txt", "mine\n");
  const changed = documentOf("one", 1);
  changed.metadata.version = "2.0.0";
  repository.put("clusters/one/cluster.yaml", changed);

  const { code, stdout } = await repository.platform("synth");

  expect(code).toBe(2);
  expect(stdout).toContain(
    "one: 1 file in rendered/ that Groundplan did not write\n  foreign    notes.txt\n  Move them out",
  );
  expect(repository.read("clusters/one/rendered/notes.txt")).toBe("mine\n");
  expect(repository.read("clusters/one/rendered/OVERVIEW.md")).toContain("1.0.0");
});

test("JSON says how each cluster ended", async () => {
  const repository = testRepository(two());

  const { stdout } = await repository.platform("synth", "--format", "json");

  const report = JSON.parse(stdout);
  expect(report).toMatchObject({
    kind: "Synthesis",
    mode: "write",
    summary: { written: 2, refused: 0 },
    repository: [],
  });
  expect(report.clusters[0]).toMatchObject({ cluster: "one", outcome: "written", changed: [], removed: [] });
  expect(report.clusters[0].added).toContain("OVERVIEW.md");
});

test("a cluster's folder that is a link is refused", async () => {
  const repository = testRepository({ one: documentOf("one", 1) });
  symlinkSync(join(repository.folder, "clusters/one"), join(repository.folder, "clusters/two"));

  const { code, stdout } = await repository.platform("synth");

  expect(code).toBe(2);
  expect(stdout).toContain("clusters/two is not a folder of its own. [cluster-folder-kind]");
});

test("a rendered folder that is a link ends with 4, and nothing is written through it", async () => {
  const repository = testRepository({ one: documentOf("one", 1) });
  repository.put("elsewhere/x", "");
  symlinkSync(join(repository.folder, "elsewhere"), join(repository.folder, "clusters/one/rendered"));

  const { code, stderr } = await repository.platform("synth");

  expect(code).toBe(4);
  expect(stderr).toContain("platform: cannot use clusters/one/rendered: it is a symbolic link");
  expect(readdirSync(join(repository.folder, "elsewhere"))).toEqual(["x"]);
});

test("releases of the repository's own take part; a wrong one stops everything", async () => {
  const document = documentOf("one", 1);
  document.spec.release = "2027.1.0";
  const repository = testRepository({ one: document });
  expect((await repository.platform("synth")).stdout).toContain("unknown release 2027.1.0");

  const { builtinReleases } = await import("@groundplan/core-model");
  const newest = builtinReleases.at(-1);
  repository.put("releases/own.yaml", { ...newest, version: "2027.1.0" });
  expect(await repository.platform("synth")).toMatchObject({ code: 0 });

  repository.put("releases/again.yaml", { ...newest, version: "2026.11.0" });
  repository.put("price-books/own.yaml", "name: 1\n");
  const wrong = await repository.platform("synth");
  expect(wrong.code).toBe(2);
  expect(wrong.stdout).toMatch(/releases\/again\.yaml:1:1 .*2026\.11\.0.*\[release-duplicate\]/);
  expect(wrong.stdout).toMatch(/price-books\/own\.yaml:1:1 .*\[price-book-schema\]/);
});

test("progress is one changing line on a terminal, lines with --verbose, and nothing else", async () => {
  const repository = testRepository(two());

  const terminal = await platform(repository.folder, ["synth"], true);
  expect(terminal.stderr).toContain("\r\u001b[2Ksynthesizing 1/2 one");
  expect(terminal.stderr.endsWith("\r\u001b[2K")).toBe(true);

  const verbose = await repository.platform("synth", "--verbose", "--no-cache");
  expect(verbose.stderr).toContain("reading 1/2 one\n");
});

test("an empty repository is no failure", async () => {
  expect(await testRepository().platform("synth")).toEqual({
    code: 0,
    stdout: "There are no clusters. Nothing to do.\n",
    stderr: "",
  });
});
