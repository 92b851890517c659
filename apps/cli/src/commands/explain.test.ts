import { fleetRules, rulesOf } from "@groundplan/core-model";
import { builtin, catalogueOf } from "@groundplan/synth";
import { afterEach, expect, test } from "vitest";
import { removeTestRepositories, testRepository } from "../testing/test-repository.ts";

afterEach(removeTestRepositories);

const explain = (...given: string[]) => testRepository().platform("explain", ...given);

test("a rule: why, severity, reference, and how to set it aside", async () => {
  const { code, stdout } = await explain("etcd-quorum");

  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^etcd-quorum \(rule\)\n {2}An even number of members .+\n {2}Severity: error, .+\n {2}Stands on: https:\/\/etcd\.io/,
  );
  expect(stdout).toContain("- { rule: etcd-quorum, reason: ..., until: YYYY-MM-DD }");
});

test.each(["yaml-duplicate-key", "document-unknown-key"])(
  "%s is no rule, and is explained as what it is",
  async (code) => {
    const { code: ended, stdout } = await explain(code);

    expect(ended).toBe(0);
    expect(stdout).toContain(`${code} (reading)`);
    expect(stdout).toContain("cannot be set aside");
  },
);

test("every rule can be explained", async () => {
  for (const { id } of [...rulesOf(catalogueOf(builtin).components), ...fleetRules]) {
    expect((await explain(id)).stdout).toContain(`${id} (rule)`);
  }
});

test("a key: meaning, type, default", async () => {
  expect((await explain("kubernetes.etcd.roundTripMs")).stdout).toMatch(
    /^spec\.kubernetes\.etcd\.roundTripMs \(key\)\n {2}.+milliseconds.+\n {2}Type: number\. Default: 2\.\n$/,
  );
});

test("a key with others below it lists them", async () => {
  const { stdout } = await explain("addons.calico");

  expect(stdout).toMatch(/^spec\.addons\.calico \(key\)\n/);
  expect(stdout).toMatch(/^ {4}blockSize: .+$/m);
});

test.each([
  ["spec.networks.nodes.cidr", "spec.networks.*.cidr"],
  ["machines.lb.ranges[0].name", "spec.machines.*.ranges.*.name"],
  ["metadata.name", "metadata.name"],
])("%s is a way to write %s", async (written, key) => {
  expect((await explain(written)).stdout).toContain(`${key} (key)`);
});

test("without an argument, lists the rules and the keys at the top", async () => {
  const { code, stdout } = await explain();

  expect(code).toBe(0);
  expect(stdout).toMatch(/^Rules \(\d+\)\n/);
  expect(stdout).toMatch(/^ {2}etcd-quorum +error +An even/m);
  expect(stdout).toMatch(/^ {2}loadBalancer +\S/m);
});

test.each([
  ["etcd-quorom", "Did you mean etcd-quorum?"],
  ["kubernetes.etdc.kind", "Did you mean kubernetes.etcd.kind, "],
  ["routerId", "Did you mean loadBalancer.vip.routerId"],
  ["zzzzzzzz", "`platform explain` lists the rules and the keys."],
])("%s is unknown, and leads on: %s", async (topic, remedy) => {
  const { code, stdout, stderr } = await explain(topic);

  expect({ code, stdout }).toEqual({ code: 3, stdout: "" });
  expect(stderr).toContain(`platform: there is no rule and no key ${topic}. ${remedy}`);
});

test("schema prints the language, with the options of every component", async () => {
  const { code, stdout } = await testRepository().platform("schema");

  const schema = JSON.parse(stdout);
  expect(code).toBe(0);
  expect(schema.properties.spec.properties.addons.properties).toHaveProperty("calico");
});
