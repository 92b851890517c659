import { expect, test } from "vitest";
import { z } from "zod";
import type { Component } from "../../component.ts";
import { type ExampleDocument, exampleDocument, requireCluster } from "../../example.ts";
import { builtinReleases } from "../../releases/builtin-releases.ts";
import type { Catalogue } from "../../resolve.ts";
import type { Finding } from "../../rule.ts";
import { releaseRules } from "./rules.ts";

/** A component that the release knows by its name, and that a document names under `addons`. */
function addon(name: string): Component {
  const nothing = () => ({ machines: [], ports: [] });
  const options = z.strictObject({});
  return { kind: "addon", name, title: name, docs: "https://example.com/", options, declare: nothing };
}

const catalogue: Catalogue = {
  components: ["calico", "ingress-nginx", "kubesphere"].map(addon),
  releases: builtinReleases,
  priceBooks: [],
  deliveries: ["ansible"],
};

interface Asked {
  readonly asOf?: string;
  readonly change?: (document: ExampleDocument) => void;
}

function ask(id: string, { asOf = "2026-11-21", change = () => {} }: Asked): readonly Finding[] {
  const rule = releaseRules.find((candidate) => candidate.id === id);
  if (!rule) throw new Error(`no rule ${id}`);
  const document = exampleDocument();
  change(document);
  const cluster = requireCluster(document, catalogue);
  return [...("check" in rule ? rule.check(cluster) : rule.checkAsOf(cluster, asOf))];
}

function using(name: string): Asked {
  return {
    change({ spec }) {
      spec.addons = { [name]: {} };
    },
  };
}

function on2023(version: "2023.8.0" | "2023.8.1", tier: ExampleDocument["spec"]["tier"] = "production"): Asked {
  return {
    change({ spec }) {
      spec.release = version;
      spec.tier = tier;
      spec.os = { distribution: "centos", version: "7.9" };
    },
  };
}

test("a plain cluster on the current release keeps every rule", () => {
  const found = releaseRules.flatMap(({ id }) => ask(id, using("calico")));

  expect(found).toEqual([]);
});

test("every rule has an id of its own, a reason and a reference", () => {
  const ids = releaseRules.map(({ id }) => id);

  expect(ids).toEqual([...new Set(ids)]);
  for (const { why, reference } of releaseRules) expect([why, reference]).not.toContain("");
});

test("a component outside the Kubernetes versions of upstream is refused, although no key names it", () => {
  expect(ask("release-kubernetes-range", on2023("2023.8.0"))).toMatchObject([
    {
      path: ["spec", "release"],
      severity: "error",
      message: expect.stringContaining(
        "kubesphere 3.2.1 goes with Kubernetes >=1.19 <1.23; release 2023.8.0 has 1.24.16",
      ),
    },
  ]);
  expect(ask("release-kubernetes-range", on2023("2023.8.1"))).toEqual([]);
});

test("a finding about a component points at the key that names it", () => {
  const [finding] = ask("release-kubernetes-range", using("kubesphere"));

  expect(finding).toMatchObject({ path: ["spec", "addons", "kubesphere"], severity: "advice" });
});

test("two components that do not understand each other are refused", () => {
  expect(ask("release-pairing", on2023("2023.8.0"))).toMatchObject([
    {
      severity: "error",
      message: expect.stringContaining("kubesphere 3.2.1 goes with elasticsearch >=5 <8; release 2023.8.0 has 8.9.1"),
    },
  ]);
  expect(ask("release-pairing", on2023("2023.8.1"))).toEqual([]);
});

test("the advice of the source is a warning in production, and silent below", () => {
  expect(ask("release-advice", on2023("2023.8.1"))).toMatchObject([
    { severity: "warning", message: expect.stringContaining("release 2023.8.1 has 3.4.1, and the tier is production") },
  ]);
  expect(ask("release-advice", on2023("2023.8.1", "staging"))).toEqual([]);
  expect(ask("release-advice", on2023("2023.8.0"))).toEqual([]);
});

test("a component that nobody fixes any more is named with its date", () => {
  const [finding] = ask("release-component-retired", using("ingress-nginx"));

  expect(finding).toMatchObject({
    path: ["spec", "addons", "ingress-nginx"],
    message: expect.stringContaining("ingress-nginx 1.15.1 gets no fixes since 2026-04-01"),
  });
});

test("a retired release is a warning, one in maintenance an advice", () => {
  expect(ask("release-lifecycle", on2023("2023.8.0"))).toMatchObject([
    { path: ["spec", "release"], message: expect.stringContaining("release 2023.8.0 is retired") },
  ]);
  expect(ask("release-lifecycle", on2023("2023.8.1"))).toMatchObject([
    { severity: "advice", message: expect.stringContaining("release 2023.8.1 is in maintenance") },
  ]);
});

test("a Kubernetes past its last day is a warning from the next day on", () => {
  expect(ask("kubernetes-end-of-life", { asOf: "2027-06-28" })).toEqual([]);
  expect(ask("kubernetes-end-of-life", { asOf: "2027-06-29" })).toMatchObject([
    { message: expect.stringMatching(/1\.36\.4.*last fixes on 2027-06-28; judged on 2027-06-29/) },
  ]);
});

test("a system that the release was not made for is refused where it is chosen", () => {
  const found = ask("system-untested", {
    change({ spec }) {
      spec.os = { distribution: "centos", version: "7.9" };
      Object.assign(spec.machines.lb ?? {}, { os: { distribution: "debian", version: "11" } });
    },
  });

  expect(found.map(({ path, message }) => `${path.join(".")}: ${message}`)).toEqual([
    "spec.os: centos 7.9 is not a system of release 2026.11.0, which knows debian 12, debian 13, rocky 9, ubuntu 22.04, ubuntu 24.04",
    "spec.machines.lb.os: debian 11 is not a system of release 2026.11.0, which knows debian 12, debian 13, rocky 9, ubuntu 22.04, ubuntu 24.04",
  ]);
});

test("a system that no machine runs is not judged", () => {
  const found = ask("system-untested", {
    change({ spec }) {
      spec.os = { distribution: "centos", version: "7.9" };
      for (const group of Object.values(spec.machines)) group.os = { distribution: "debian", version: "12" };
    },
  });

  expect(found).toEqual([]);
});

test("a retired system is a warning, once, whatever the day", () => {
  expect(ask("system-retired", on2023("2023.8.1"))).toMatchObject([
    { path: ["spec", "os"], message: expect.stringContaining("centos 7.9 gets no fixes since 2024-07-01") },
  ]);
  expect(ask("system-end-of-life", on2023("2023.8.1"))).toEqual([]);
});

test("a system past its last free fixes is a warning from the next day on", () => {
  expect(ask("system-end-of-life", { asOf: "2028-06-10" })).toEqual([]);
  expect(ask("system-end-of-life", { asOf: "2028-06-11" })).toMatchObject([
    { message: "debian 12 had its last free fixes on 2028-06-10; judged on 2028-06-11" },
  ]);
});
