import { afterEach, expect, test } from "vitest";
import { documentOf, platform, removeTestRepositories, testRepository } from "../testing/test-repository.ts";

afterEach(removeTestRepositories);

// biome-ignore lint/suspicious/noControlCharactersInRegex: the colours that are ours
const ourColours = /\u001b\[\d+m/g;

/** Two members of etcd cannot lose any. */
function evenControlPlane(name: string, number: number) {
  const document = documentOf(name, number);
  const [range] = document.spec.machines.masters?.ranges ?? [];
  if (range) range.last = 2;
  return document;
}

test("sound clusters end with 0 and the next useful command", async () => {
  const repository = testRepository({ one: documentOf("one", 1) });

  const { code, stdout, stderr } = await repository.platform("validate");

  expect(code).toBe(0);
  expect(stdout).toMatch(/^1 cluster as of 2026-12-01: .*\n$/m);
  expect(stderr).toBe("");
});

test("findings are grouped by cluster, each with place, path, message, remedy and rule", async () => {
  const repository = testRepository({ one: documentOf("one", 1), two: evenControlPlane("two", 2) });

  const { code, stdout } = await repository.platform("validate");

  expect(code).toBe(2);
  expect(stdout).toMatch(/^two: \d error/m);
  expect(stdout).toMatch(
    /^ {2}error {4}clusters\/two\/cluster\.yaml:\d+:\d+ kubernetes\.etcd: .+\. \[etcd-quorum\]\n {11}\S.+\.$/m,
  );
  expect(stdout).toMatch(/^2 clusters as of 2026-12-01: .*`platform explain [a-z-]+`\.\n$/m);
});

test("only the clusters that are named are judged", async () => {
  const repository = testRepository({ one: documentOf("one", 1), two: evenControlPlane("two", 2) });

  expect((await repository.platform("validate", "clusters/one/")).code).toBe(0);
  expect((await repository.platform("validate", "two")).code).toBe(2);
});

test("rules across clusters see the others too, and their findings have a place", async () => {
  const same = documentOf("two", 1);
  const repository = testRepository({ one: documentOf("one", 1), two: same });

  const { code, stdout } = await repository.platform("validate", "one");

  expect(code).toBe(2);
  expect(stdout).toMatch(/error {4}clusters\/one\/cluster\.yaml:\d+:\d+ .*\[fleet-address-twice\]/);
  expect(stdout).not.toMatch(/^two/m);
});

test("the day to judge by is an argument", async () => {
  const document = documentOf("one", 1);
  document.spec.waivers = [{ rule: "etcd-backup", reason: "it moves next month", until: "2026-12-24" }];
  delete (document.spec.kubernetes.etcd as { backup?: unknown }).backup;
  const repository = testRepository({ one: document });

  const before = await repository.platform("validate", "--as-of", "2026-12-24");
  const after = await repository.platform("validate", "--as-of", "2026-12-25");

  expect(before.stdout).toMatch(/waived {3}clusters.*\[etcd-backup\]\n {11}Until 2026-12-24: it moves next month\./);
  expect(after.stdout).toMatch(/warning {2}clusters.*\[etcd-backup\]/);
});

test.each(["2026-02-30", "tomorrow", "2026-1-1"])("%s is no day", async (day) => {
  const { code, stderr } = await testRepository().platform("validate", "--as-of", day);

  expect(code).toBe(3);
  expect(stderr).toContain("not a day of the calendar");
});

test("JSON holds every problem as data", async () => {
  const repository = testRepository({ two: evenControlPlane("two", 2) });

  const { code, stdout } = await repository.platform("validate", "--format", "json");
  const report = JSON.parse(stdout);

  expect(code).toBe(2);
  expect(report).toMatchObject({
    apiVersion: "groundplan.dev/v1alpha1",
    kind: "Findings",
    asOf: "2026-12-01",
    repository: [],
  });
  expect(report.clusters[0].problems).toContainEqual(
    expect.objectContaining({
      code: "etcd-quorum",
      severity: "error",
      path: ["spec", "kubernetes", "etcd"],
      key: "kubernetes.etcd",
      place: { file: "clusters/two/cluster.yaml", line: expect.any(Number), column: expect.any(Number) },
    }),
  );
});

test("what the parser refuses is a finding like any other", async () => {
  const repository = testRepository({ one: "kind: Cluster\nkind: Cluster\n", two: documentOf("two", 2) });

  const { code, stdout } = await repository.platform("validate");

  expect(code).toBe(2);
  expect(stdout).toContain("clusters/one/cluster.yaml:2:1");
  expect(stdout).toContain("[yaml-duplicate-key]");
  expect(stdout).toContain("`platform explain KEY`");
});

test("a folder that bears another name than its cluster is an error", async () => {
  const repository = testRepository({ one: documentOf("other", 1) });

  const { code, stdout } = await repository.platform("validate");

  expect(code).toBe(2);
  expect(stdout).toContain("metadata.name: the cluster is named other, its folder one. [cluster-folder-name]");
});

test("a folder without a document is an error; files beside the clusters are not clusters", async () => {
  const repository = testRepository();
  repository.put("clusters/README.md", "x");
  repository.put("clusters/.hidden/x", "x");
  repository.put("clusters/empty/notes.txt", "x");

  const { stdout } = await repository.platform("validate");

  expect(stdout).toContain("clusters/empty has no cluster.yaml. [cluster-file-missing]");
  expect(stdout).toMatch(/^1 cluster as of/m);
});

test("nothing that a document or a folder says is obeyed by the terminal", async () => {
  const repository = testRepository({ one: { ...documentOf("one", 1), "\u001b]0;owned\u0007": 1 } });
  repository.put("clusters/\u001b[2J\u202e/cluster.yaml", "x: 1\n");

  const plain = await repository.platform("validate");
  const coloured = await platform(repository.folder, ["validate"], true);

  expect(plain.stdout.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  expect(plain.stdout).toContain("clusters/\\u{1b}[2J\\u{202e}/cluster.yaml:1:1");
  expect(coloured.stdout.replaceAll(ourColours, "").replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});

test("colour is for terminals, and says nothing that the words do not", async () => {
  const repository = testRepository({ two: evenControlPlane("two", 2) });

  const plain = await repository.platform("validate");
  const coloured = await platform(repository.folder, ["validate"], true);

  expect(coloured.stdout).toContain("\u001b[31merror");
  expect(coloured.stdout.replaceAll(ourColours, "")).toBe(plain.stdout);
});
