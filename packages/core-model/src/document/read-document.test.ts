import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { Component } from "../component.ts";
import { exampleDocument } from "../example.ts";
import { formatProblem } from "../problem.ts";
import { writeYaml } from "../yaml/write-yaml.ts";
import { LabelValue, SecretRef } from "./primitives.ts";
import { parseDocument, readDocument } from "./read-document.ts";

const harbor: Component = {
  kind: "host-component",
  name: "harbor",
  title: "Harbor",
  docs: "https://example.com/",
  options: z.strictObject({ note: LabelValue.optional(), credentials: SecretRef.optional() }),
  declare: () => ({ machines: [], ports: [] }),
};
const components = [harbor];
const example = writeYaml(exampleDocument());

/** What is wrong with the example once a piece of it is replaced, one line a problem. */
function wrongWith(piece: string, replacement: string): string[] {
  if (!example.includes(piece)) throw new Error(`the example has no ${piece}`);
  const result = readDocument(example.replace(piece, replacement), "c.yaml", components);
  return result.ok ? [] : result.problems.map((problem) => formatProblem(problem).replace(/^c\.yaml:\d+:\d+ /, ""));
}

test("the example is read from its text, with its places", () => {
  const result = readDocument(example, "c.yaml", components);

  expect(result).toMatchObject({ ok: true, value: { document: { metadata: { name: "example" } } }, problems: [] });
  expect(result.ok && result.value.source?.placeOf(["metadata", "name"])).toEqual({
    file: "c.yaml",
    line: 4,
    column: 3,
  });
});

test("what is left out has its default", () => {
  const result = parseDocument(exampleDocument(), components);

  expect(result).toMatchObject({
    ok: true,
    value: {
      document: { spec: { kubernetes: { clusterDomain: "cluster.local", proxyMode: "iptables" }, waivers: [] } },
    },
  });
});

test("of two forms, the one whose kind is written is the one that was meant", () => {
  const OnMachines = z.strictObject({ kind: z.literal("machines").default("machines"), group: z.string() });
  const External = z.strictObject({ kind: z.literal("external"), address: z.string() });
  const either: Component = { ...harbor, options: z.union([OnMachines, External]) };
  const wrong = (options: object) => {
    const document = exampleDocument();
    document.spec.hostServices.harbor = options;
    const result = parseDocument(document, [either]);
    return result.ok ? [] : result.problems.map(({ path, message }) => `${path.slice(3).join(".")}: ${message}`);
  };

  expect(wrong({ kind: "external", group: "lb" })).toEqual([
    "address: address is missing",
    "group: group does not go with what else stands here",
  ]);
  expect(wrong({ address: "10.0.0.1" })).toEqual([
    "group: group is missing",
    "address: address does not go with what else stands here",
  ]);
});

describe("what is refused, in the words of the file", () => {
  const number = "and a string is wanted. Put it in quotes:";

  test.each([
    [
      "a version that YAML changed",
      "version: 1.0.0",
      "version: 1.30",
      `metadata.version: 1.30 is a number in YAML, read as 1.3, ${number} "1.30". [document-number-for-string]`,
    ],
    [
      "an octal number",
      "version: 1.0.0",
      "version: 0o14",
      `metadata.version: 0o14 is a number in YAML, read as 12, ${number} "0o14". [document-number-for-string]`,
    ],
    [
      "a name that is a number",
      "name: example\n",
      "name: 1e3\n",
      `metadata.name: 1e3 is a number in YAML, read as 1000, ${number} "1e3". [document-number-for-string]`,
    ],
    [
      "a name that is a truth",
      "name: example\n",
      "name: true\n",
      `metadata.name: true is a boolean in YAML, ${number} "true". [document-boolean-for-string]`,
    ],
    [
      "a key that is nearly right",
      "serviceCidr:",
      "servicesCidr:",
      "kubernetes.servicesCidr: unknown key servicesCidr. Did you mean serviceCidr? [document-unknown-key]",
    ],
    [
      "an addon that nobody knows",
      "addons: {}",
      "addons: { calcio: {} }",
      "addons.calcio: unknown addon calcio. Remove it. [document-unknown-key]",
    ],
    [
      "a host service that is nearly right",
      "hostServices: {}",
      "hostServices: { habor: {} }",
      "hostServices.habor: unknown host service habor. Did you mean harbor? [document-unknown-key]",
    ],
    [
      "a key with a break in it",
      "addons: {}",
      '"x y": 1\n  addons: {}',
      "x y: unknown key x y. Known here: addons, cost, delivery, hostServices, kubernetes, loadBalancer, machines, networks, os, release, secrets, site, slo, tier, waivers. [document-unknown-key]",
    ],
    [
      "a key that is missing",
      "  tier: production\n",
      "",
      "tier: tier is missing. Choose one of testing, development, staging, production. [document-missing-key]",
    ],
    [
      "nothing where a list is wanted",
      "workers:\n      - group: workers",
      "workers:",
      "kubernetes.workers: wants a list, not nothing. Give a list. [document-type]",
    ],
    [
      "a word where a number is wanted",
      "cpuCores: 4",
      "cpuCores: four",
      "machines.lb.size.cpuCores: wants a number, not the string four. Give a number. [document-type]",
    ],
    [
      "half a core",
      "cpuCores: 4",
      "cpuCores: 4.5",
      "machines.lb.size.cpuCores: wants a whole number, not the number 4.5. Give a whole number. [document-type]",
    ],
    [
      "no core",
      "cpuCores: 4",
      "cpuCores: 0",
      "machines.lb.size.cpuCores: 0 is out of bounds: at least 1. `platform explain machines.lb.size.cpuCores` tells what may stand here. [document-value]",
    ],
    [
      "a router id past 255",
      "routerId: 10",
      "routerId: 300",
      "loadBalancer.vip.routerId: 300 is out of bounds: at most 255. `platform explain loadBalancer.vip.routerId` tells what may stand here. [document-value]",
    ],
    [
      "a tier that is nearly right",
      "tier: production",
      "tier: prodcution",
      "tier: prodcution is not known here. Did you mean production? [document-value]",
    ],
    [
      "a kind of balancer that nobody knows",
      "kind: haproxy-keepalived",
      "kind: nginx",
      "loadBalancer.kind: nginx is not known here. Choose one of haproxy-keepalived, cloud, local, kube-vip, none. [document-value]",
    ],
    [
      "a key of another kind",
      "kind: stacked",
      "group: masters\n      kind: stacked",
      "kubernetes.etcd.group: group does not go with what else stands here. Take it out, or what excludes it; `platform explain kubernetes.etcd` tells what may stand here. [document-unknown-key]",
    ],
    [
      "a cluster whose name climbs",
      "name: example\n",
      "name: ../../etc/cron.d/x\n",
      "metadata.name: ../../etc/cron.d/x must be a lower-case RFC 1123 label: letters, digits and inner hyphens. `platform explain metadata.name` tells what may stand here. [document-value]",
    ],
    [
      "a host name that is an option",
      "name: lb-\n",
      "name: -oProxyCommand=id\n",
      "machines.lb.ranges[0].name: -oProxyCommand=id must be the beginning of a host name, such as k8s-node-. `platform explain machines.lb.ranges.*.name` tells what may stand here. [document-value]",
    ],
    [
      "a domain with a second line",
      "domain: example.com",
      'domain: "m1\\n  server evil 203.0.113.9:6443"',
      "site.domain: m1<U+000A>  server evil 203.0.113.9:6443 must be a lower-case domain name without a final dot. `platform explain site.domain` tells what may stand here. [document-value]",
    ],
    [
      "a label with a template",
      "hostServices: {}",
      "hostServices: { harbor: { note: \"{{ lookup('pipe','id') }}\" } }",
      "hostServices.harbor.note: {{ lookup('pipe','id') }} must be a Kubernetes label value. `platform explain hostServices.harbor.note` tells what may stand here. [document-value]",
    ],
    [
      "IPv6",
      "cidr: 10.0.0.0/24",
      "cidr: fd00::/64",
      "networks.nodes.cidr: fd00::/64 is IPv6, which is not supported yet; give an IPv4 network such as 10.0.0.0/24, written by its first address. `platform explain networks.nodes.cidr` tells what may stand here. [document-value]",
    ],
    [
      "a network that is not written by its first address",
      "cidr: 10.0.0.0/24",
      "cidr: 10.0.0.1/24",
      "networks.nodes.cidr: 10.0.0.1/24 must be an IPv4 network such as 10.0.0.0/24, written by its first address. `platform explain networks.nodes.cidr` tells what may stand here. [document-value]",
    ],
    [
      "a group with a name that no machine may have",
      "    lb:\n",
      "    LB:\n",
      "machines.LB: the name LB must be a lower-case RFC 1123 label: letters, digits and inner hyphens. Choose another name. [document-value]",
    ],
    [
      "a group without machines",
      "      ranges:\n        - first: 1\n          firstAddress: 10.0.0.11\n          last: 2\n          name: lb-\n",
      "",
      "machines.lb: must have hosts or ranges. `platform explain machines.lb` tells what may stand here. [document-value]",
    ],
    [
      "a day that does not exist",
      "version: 1.0.0",
      'version: 1.0.0\n  expires: "2026-02-30"',
      'metadata.expires: 2026-02-30 must be an existing day, written "YYYY-MM-DD". `platform explain metadata.expires` tells what may stand here. [document-value]',
    ],
    [
      "a long value",
      "domain: example.com",
      `domain: ${"x".repeat(70)}`,
      `site.domain: ${"x".repeat(57)}... must be a lower-case domain name without a final dot. \`platform explain site.domain\` tells what may stand here. [document-value]`,
    ],
    [
      "a reason in two lines",
      "addons: {}",
      'addons: {}\n  waivers: [{ rule: x, reason: "one\\ntwo", until: "2026-12-31" }]',
      "waivers[0].reason: one<U+000A>two must stand on one line. `platform explain waivers.*.reason` tells what may stand here. [document-value]",
    ],
  ])("%s", (_, piece, replacement, told) => {
    expect(wrongWith(piece, replacement)).toContain(told);
  });
});

test("all problems are told at once, from top to bottom", () => {
  const text = example
    .replace("version: 1.0.0", "version: one")
    .replace("cpuCores: 4", "cpuCores: 0")
    .replace("tier:", "teir:");

  const result = readDocument(text, "c.yaml", components);

  expect(result.ok).toBe(false);
  expect(result.problems.map((problem) => problem.place?.line)).toEqual(
    [...result.problems].map((problem) => problem.place?.line ?? 0).sort((a, b) => a - b),
  );
  expect(result.problems.map((problem) => problem.code)).toEqual(
    expect.arrayContaining(["document-value", "document-missing-key", "document-unknown-key"]),
  );
});

test("of a hundred thousand problems a hundred are told", () => {
  const spec = {
    ...exampleDocument().spec,
    ...Object.fromEntries(Array.from({ length: 100_000 }, (_, n) => [`k${n}`, n])),
  };

  expect(parseDocument({ ...exampleDocument(), spec }, components).problems).toHaveLength(100);
});

describe("a secret is refused without being shown", () => {
  const token = ["ghp", "0123456789abcdefghijABCDEFGHIJ012345"].join("_");

  test.each([
    [
      "a password where the name of a secret belongs",
      "hostServices: {}",
      "hostServices: { harbor: { credentials: hunter2 } }",
      "hunter2",
      "secret-in-document",
    ],
    [
      "a number where the name of a secret belongs",
      "hostServices: {}",
      "hostServices: { harbor: { credentials: 98765 } }",
      "98765",
      "secret-in-document",
    ],
    [
      "a token where a label belongs",
      "hostServices: {}",
      `hostServices: { harbor: { note: "${token}/x" } }`,
      token,
      "document-value",
    ],
    ["a token where a number belongs", "cpuCores: 4", `cpuCores: ${token}`, token, "document-type"],
    [
      "a default password where a name belongs",
      "tier: production",
      "tier: Harbor12345",
      "Harbor12345",
      "document-value",
    ],
  ])("%s", (_, piece, replacement, secret, code) => {
    const result = readDocument(example.replace(piece, replacement), "c.yaml", components);

    expect(result.problems.map((problem) => problem.code)).toEqual([code]);
    expect(JSON.stringify(result.problems)).not.toContain(secret);
  });
});

describe("no text brings the reader down", () => {
  const readable = (text: string) => {
    const result = readDocument(text, "c.yaml", components);
    expect(result.ok || result.problems.length > 0).toBe(true);
    for (const problem of result.problems) expect(formatProblem(problem)).not.toMatch(/\p{Cc}/u);
  };

  test("of any characters", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 200 }), readable), { numRuns: 1000 });
  });

  test("of YAML's own signs", () => {
    const sign = fc.constantFrom(
      ..."[]{}:,-?&*!|>%#'\"\\ \n\tab01~=<@`",
      "\n  ",
      ": ",
      "- ",
      "---\n",
      "&a ",
      "*a",
      "!!str ",
      "? ",
    );
    fc.assert(fc.property(fc.string({ unit: sign, maxLength: 120 }), readable), { numRuns: 1000 });
  });

  test("of the example with a piece exchanged", () => {
    const piece = fc.oneof(
      fc.string({ unit: "binary", maxLength: 20 }),
      fc.constantFrom("null", "[]", "{}", "1e999", "*x", "\n", "- ", ": "),
    );
    const cut = fc.record({ start: fc.nat(example.length), length: fc.nat(40), piece });
    fc.assert(
      fc.property(cut, ({ start, length, piece }) =>
        readable(example.slice(0, start) + piece + example.slice(start + length)),
      ),
      { numRuns: 300 },
    );
  });

  test("nor does any data", () => {
    fc.assert(
      fc.property(fc.anything(), (spec) => {
        expect(parseDocument({ ...exampleDocument(), spec }, components).ok).toBe(false);
        expect(parseDocument(spec, components).ok).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});
