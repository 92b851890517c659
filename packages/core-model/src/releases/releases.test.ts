import { gt, satisfies } from "semver";
import { expect, test } from "vitest";
import { imageReference } from "./artifacts.ts";
import {
  deprecatesIpvs,
  mountsGlusterfs,
  usesContainerdConfigV3,
  usesEtcdutl,
  usesKubeadmV1beta4,
} from "./behaviour.ts";
import { builtinReleases } from "./builtin-releases.ts";
import {
  binaryOf,
  imageOf,
  packagedVersion,
  pinnedVersion,
  tryFindReleaseComponent,
  tryPinnedVersion,
} from "./facts.ts";
import { parseRelease } from "./parse-release.ts";
import { releaseProblems } from "./problems.ts";
import type { Release } from "./schema.ts";

function findRelease(version: string): Release {
  const release = builtinReleases.find((candidate) => candidate.version === version);
  if (!release) throw new Error(`no release ${version}`);
  return release;
}

const current = findRelease("2026.11.0");
const everyName = (release: Release) => Object.keys(release.components);

test.each(builtinReleases)("release $version is what its schema says, with nothing left to fill in", (release) => {
  expect(parseRelease(release)).toEqual({ ok: true, value: release, problems: [] });
});

test.each(builtinReleases)("release $version refers only to what it has", (release) => {
  const known = [...builtinReleases.map((candidate) => candidate.version)];

  for (const name of release.centre ?? []) expect(tryPinnedVersion(release, name)).toBeDefined();
  for (const advice of release.advice ?? []) expect(tryPinnedVersion(release, advice.component)).toBeDefined();
  for (const component of Object.values(release.components)) {
    for (const pairing of component.pairsWith ?? []) expect(everyName(release)).toContain(pairing.component);
  }
  for (const path of release.upgradesFrom ?? []) {
    expect(known).toContain(path.release);
    expect(gt(release.version, path.release)).toBe(true);
  }
});

test.each(builtinReleases)("release $version names every image and binary of a component once", (release) => {
  for (const { images = [], binaries = [] } of [release.kubernetes, ...Object.values(release.components)]) {
    for (const artifacts of [images, binaries]) {
      const names = artifacts.map((artifact) => artifact.name);
      expect(names).toEqual([...new Set(names)]);
    }
  }
});

test.each(builtinReleases)("release $version says which version each system packages", (release) => {
  const packaged = everyName(release)
    .filter((name) => tryPinnedVersion(release, name) === undefined)
    .sort();

  for (const system of release.operatingSystems) expect(Object.keys(system.packages).sort()).toEqual(packaged);
});

test("2023.8.0 is refused for the two pairs that upstream never tested", () => {
  const errors = releaseProblems(findRelease("2023.8.0"), "production").filter(({ severity }) => severity === "error");

  expect(errors.map(({ code, component, message }) => `${code} ${component}: ${message}`)).toMatchInlineSnapshot(`
    [
      "release-kubernetes-range kubesphere: kubesphere 3.2.1 goes with Kubernetes >=1.19 <1.23; release 2023.8.0 has 1.24.16",
      "release-pairing kubesphere: kubesphere 3.2.1 goes with elasticsearch >=5 <8; release 2023.8.0 has 8.9.1: KubeSphere 3 speaks to Elasticsearch 5, 6 and 7 only; its logs, events and audit pages stay empty with 8",
    ]
  `);
});

test("2023.8.1 pairs what upstream tested, and carries the advice of its source against production", () => {
  const release = findRelease("2023.8.1");
  const found = (tier: "production" | "staging") =>
    releaseProblems(release, tier, everyName(release)).map(
      ({ code, severity, component }) => `${severity} ${code} ${component}`,
    );

  expect(found("production")).toMatchInlineSnapshot(`
    [
      "warning release-component-retired containerd",
      "warning release-component-retired heketi",
      "warning release-advice kubesphere",
      "warning release-component-retired kubesphere",
    ]
  `);
  expect(found("staging")).not.toContain("warning release-advice kubesphere");
});

test("in the current release everything goes together, whatever a cluster uses", () => {
  const found = releaseProblems(current, "production", everyName(current));

  expect(found.filter(({ severity }) => severity === "error")).toEqual([]);
  expect(found.map(({ code, severity, component }) => `${severity} ${code} ${component}`)).toMatchInlineSnapshot(`
    [
      "advice release-kubernetes-range ingress-nginx",
      "warning release-component-retired ingress-nginx",
      "advice release-kubernetes-range kubesphere",
      "advice release-kubernetes-range velero",
    ]
  `);
});

test("the current release is tested with its Kubernetes, part by part, where upstream publishes tests", () => {
  for (const name of ["calico", "cert-manager", "containerd", "coredns", "etcd", "metrics-server", "monitoring"]) {
    const tested = tryFindReleaseComponent(current, name)?.kubernetes?.tested ?? "none";
    expect(`${name} ${satisfies(current.kubernetes.version, tested)}`).toBe(`${name} true`);
  }
});

test("an untested pair is an error only where upstream does not expect it to work", () => {
  const lenient = withCalico({ tested: ">=1.34 <1.36", works: ">=1.22" });
  const strict = withCalico({ tested: ">=1.34 <1.36" });
  const promised = withCalico({ works: ">=1.22" });
  const unstated = withCalico({});

  const severities = [lenient, strict, promised, unstated].map((release) =>
    releaseProblems(release, "testing", ["calico"])
      .map(({ severity }) => severity)
      .join(),
  );

  expect(severities).toEqual(["advice", "error", "", "advice"]);
});

function withCalico(ranges: { tested?: string; works?: string }): Release {
  const calico = {
    version: "3.32.1",
    lifecycle: { state: "active" as const },
    kubernetes: { ...ranges, source: "https://example.com/" },
  };
  return { ...current, components: { calico } };
}

test("behaviour follows from the versions", () => {
  const old = findRelease("2023.8.1");
  const traits = [usesKubeadmV1beta4, usesContainerdConfigV3, usesEtcdutl, deprecatesIpvs, mountsGlusterfs];

  expect(traits.map((trait) => trait(old))).toEqual([false, false, true, false, true]);
  expect(traits.map((trait) => trait(current))).toEqual([true, true, true, true, false]);
});

test("an image is asked by component and name, and its reference carries the digest where one is known", () => {
  const image = imageOf(current, "calico", "node");

  expect(imageReference(image)).toBe("quay.io/calico/node:v3.32.1");
  expect(imageReference({ ...image, digest: `sha256:${"0".repeat(64)}` })).toBe(
    `quay.io/calico/node:v3.32.1@sha256:${"0".repeat(64)}`,
  );
  expect(imageReference(imageOf(current, "kubernetes", "kube-proxy"))).toBe("registry.k8s.io/kube-proxy:v1.36.4");
});

test("a binary is asked by architecture", () => {
  const arm = binaryOf(current, "kubernetes", "kubelet", "arm64");

  expect(arm.url).toBe("https://dl.k8s.io/release/v1.36.4/bin/linux/arm64/kubelet");
  expect(arm.sha256).toMatch(/^fd53ea3f/);
  expect(binaryOf(findRelease("2023.8.1"), "kubernetes", "kubelet", "amd64").sha256).toBeUndefined();
});

test("what a release does not have is named when it is asked for", () => {
  expect(() => imageOf(current, "calico", "flannel")).toThrow("release 2026.11.0 has no image flannel of calico");
  expect(() => imageOf(current, "flannel", "node")).toThrow("release 2026.11.0 has no component flannel");
  expect(() => binaryOf(current, "calico", "calicoctl", "amd64")).toThrow("has no binary calicoctl of calico");
  expect(() => pinnedVersion(current, "haproxy")).toThrow("release 2026.11.0 pins no version of haproxy");
  expect(tryFindReleaseComponent(current, "constructor")).toBeUndefined();
});

test("the version of a package is that of the machine's system", () => {
  expect(packagedVersion(current, { distribution: "ubuntu", version: "22.04" }, "haproxy")).toBe("2.4.18");
  expect(packagedVersion(current, { distribution: "debian", version: "12" }, "haproxy")).toBe("2.6.12");
  expect(packagedVersion(current, { distribution: "centos", version: "7.9" }, "haproxy")).toBeUndefined();
  expect(packagedVersion(current, { distribution: "debian", version: "12" }, "apache")).toBeUndefined();
});

test("a release of one's own is held to the same schema, and every fault is told with its place", () => {
  const own = structuredClone(current) as unknown as Record<string, unknown>;
  own.version = "v1";
  own.kubernetes = { ...current.kubernetes, version: "1.36" };
  own.colour = "green";

  const read = parseRelease(own);

  expect(read.ok).toBe(false);
  expect(
    read.problems.map(({ code, path, message }) => `${code} ${path.join(".")}: ${message}`),
  ).toMatchInlineSnapshot(`
    [
      "release-schema version: this is no release: must be a calendar version such as "2026.11.0"",
      "release-schema kubernetes.version: this is no release: must be a version with three numbers, such as "1.36.4"",
      "release-schema : this is no release: Unrecognized key: "colour"",
    ]
  `);
});
