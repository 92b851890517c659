import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { card, exampleWith, type Given } from "./areas/changed-example.ts";
import type { ClusterClaims } from "./claims.ts";
import { claimsOf } from "./claims.ts";
import { valuesIn } from "./document/walk.ts";
import { clusterOf, requireCluster } from "./example.ts";
import { judge, judgeFleet, rulesOf } from "./judge.ts";
import { formatProblem, isFailure } from "./problem.ts";
import { builtinReleases } from "./releases/builtin-releases.ts";
import type { Rule } from "./rule.ts";

const balancer = card({ name: "balancer", provides: ["load-balancer:haproxy-keepalived"], impliedBy: () => true });

function clusterWith(given: Given, components = [balancer]) {
  return requireCluster(exampleWith(given), {
    components,
    releases: builtinReleases,
    priceBooks: [],
    deliveries: ["ansible"],
  });
}

const noBackup: Given = { "spec.kubernetes.etcd.backup": undefined };
const waiver = { rule: "etcd-backup", reason: "restored from Git", until: "2026-12-31" };

test("the example is judged without a finding", () => {
  expect(judge(clusterWith({}), "2026-11-21").map(formatProblem)).toEqual([]);
});

test("a finding becomes a problem with the rule's reference and the cluster's name", () => {
  expect(judge(clusterWith(noBackup))).toEqual([
    {
      code: "etcd-backup",
      severity: "warning",
      cluster: "example",
      path: ["spec", "kubernetes", "etcd"],
      message: "no backup, and the tier is production",
      remedy: 'Add backup: { schedule: "0 */6 * * *", keepDays: 14 }',
      reference: expect.stringContaining("https://kubernetes.io/"),
    },
  ]);
});

test("errors come first", () => {
  const problems = judge(
    clusterWith({ ...noBackup, "spec.machines.masters.ranges.0.last": 2, "spec.machines.workers.ranges.0.last": 4 }),
  );

  expect(problems.map((problem) => problem.severity)).toEqual(["error", "warning", "advice"]);
});

describe("a waiver", () => {
  test("does not count where nothing can be made of the cluster", () => {
    const unknown = { "spec.os": { distribution: "rocky", version: "8" } };
    const given = { ...unknown, "spec.waivers": [{ ...waiver, rule: "system-untested" }] };

    const refused = judge(clusterWith(given))
      .filter(isFailure)
      .map(({ code }) => code);

    expect(refused).toContain("system-untested");
  });

  test("marks what it covers, and hides nothing", () => {
    const [problem] = judge(clusterWith({ ...noBackup, "spec.waivers": [waiver] }), "2026-12-31");

    expect(problem).toMatchObject({
      code: "etcd-backup",
      waived: { reason: "restored from Git", until: "2026-12-31" },
    });
  });

  test("ends on its day, and says so", () => {
    const problems = judge(clusterWith({ ...noBackup, "spec.waivers": [waiver] }), "2027-01-01");

    expect(problems.map(({ code, waived }) => [code, waived])).toEqual([
      ["etcd-backup", undefined],
      ["waiver-expired", undefined],
    ]);
  });

  test("counts on any day where none is given, so that no tree goes stale by itself", () => {
    const problems = judge(clusterWith({ ...noBackup, "spec.waivers": [{ ...waiver, until: "2001-01-01" }] }));

    expect(problems.map(({ code, waived }) => [code, waived?.until])).toEqual([["etcd-backup", "2001-01-01"]]);
  });

  test.each([
    ["kubernetes", true],
    ["kubernetes.etcd", true],
    ["kubernetes.etcd.backup", false],
    ["kubernetes.et", false],
    ["machines", false],
  ])("at %s covers the finding at kubernetes.etcd: %s", (at, covers) => {
    const problems = judge(clusterWith({ ...noBackup, "spec.waivers": [{ ...waiver, at }] }));

    expect(problems.find((problem) => problem.code === "etcd-backup")?.waived !== undefined).toBe(covers);
  });

  test("of a list covers its items", () => {
    const problems = judge(
      clusterWith({
        "spec.kubernetes.workers.0.why": "only a reason",
        "spec.waivers": [{ ...waiver, rule: "pool-special", at: "kubernetes.workers" }],
      }),
    );

    expect(problems.map(({ code, waived }) => [code, waived !== undefined])).toEqual([["pool-special", true]]);
  });
});

test("rules that need a date are not asked without one", () => {
  const expired = clusterWith({ "spec.tier": "testing", "metadata.expires": "2026-11-01" });

  expect(judge(expired)).toEqual([]);
  expect(judge(expired, "2026-11-21").map((problem) => problem.code)).toEqual(["testing-lifetime"]);
});

test("rules of a component are asked only where it is in use", () => {
  const rule: Rule = {
    id: "harbor-name",
    why: "It has a name.",
    severity: "advice",
    reference: "RFC 1",
    *check() {
      yield { path: ["spec"], message: "asked", remedy: "Nothing" };
    },
  };
  const harbor = card({ name: "harbor", rules: [rule] });

  expect(judge(clusterWith({}, [balancer, harbor]))).toEqual([]);
  expect(
    judge(clusterWith({ "spec.hostServices": { harbor: {} } }, [balancer, harbor])).map((problem) => problem.code),
  ).toEqual(["harbor-name"]);
  expect(rulesOf([harbor])).toContain(rule);
});

describe("a fleet", () => {
  test("is judged cluster by cluster, and a waiver counts in its own only", () => {
    const other: Given = { "metadata.name": "other", "spec.waivers": [{ ...waiver, rule: "fleet-address-twice" }] };
    const fleet = [claimsOf(clusterWith({})), claimsOf(clusterWith(other))];

    const problems = judgeFleet(fleet, "2026-11-21").filter((problem) => problem.code === "fleet-address-twice");

    expect(new Set(problems.map(({ cluster, waived }) => `${cluster} ${waived !== undefined}`))).toEqual(
      new Set(["example false", "other true"]),
    );
  });

  test("of a thousand clusters is judged at once, each of its faults", () => {
    const address = (cluster: number, machine: number) => `10.${Math.floor(cluster / 250)}.${cluster % 250}.${machine}`;
    const fleet: ClusterClaims[] = Array.from({ length: 1000 }, (_, cluster) => ({
      cluster: `c-${cluster}`,
      tier: cluster % 2 === 0 ? "production" : "staging",
      release: "2026.11.0",
      waivers: [],
      hostNames: Array.from({ length: 200 }, (_, machine) => ({
        name: `c-${cluster}-${machine}`,
        path: ["spec", "machines", "all", "ranges", 0],
      })),
      addresses: Array.from({ length: 200 }, (_, machine) => ({
        owner: `c-${cluster}-${machine}`,
        address: address(cluster, machine),
        path: ["spec", "machines", "all", "ranges", 0],
      })),
      routerIds: [
        {
          routerId: 10,
          segment: cluster < 2 ? "vlan-1" : `vlan-${cluster}`,
          path: ["spec", "loadBalancer", "vip", "address"],
        },
      ],
    }));
    const clash = { owner: "odd", address: address(7, 3), path: ["spec", "machines", "odd", "hosts", "odd"] };
    fleet.push({
      cluster: "last",
      tier: "staging",
      release: "2026.11.0",
      waivers: [],
      hostNames: [],
      addresses: [clash],
      routerIds: [],
    });

    expect(judgeFleet(fleet).map(({ code, cluster }) => [code, cluster])).toEqual([
      ["fleet-router-id-twice", "c-0"],
      ["fleet-router-id-twice", "c-1"],
      ["fleet-address-twice", "c-7"],
      ["fleet-address-twice", "last"],
    ]);
  });
});

test("what a cluster claims is small, plain data", () => {
  const claims = claimsOf(clusterWith({ "spec.networks.nodes.segment": "vlan-20" }));

  expect(JSON.parse(JSON.stringify(claims))).toEqual(claims);
  expect(claims).toMatchObject({ cluster: "example", tier: "production", release: "2026.11.0" });
  expect(claims.hostNames).toHaveLength(8);
  expect(claims.addresses.at(-1)).toEqual({
    owner: "loadBalancer.vip.address",
    address: "10.0.0.10",
    path: ["spec", "loadBalancer", "vip", "address"],
  });
  expect(claims.routerIds).toEqual([
    { routerId: 10, segment: "vlan-20", path: ["spec", "loadBalancer", "vip", "address"] },
  ]);
});

test("no rule throws, whatever a document says that can be read and resolved", () => {
  const leaves = [...valuesIn(exampleWith({}))].filter(({ value }) => typeof value !== "object");
  const absent = [
    "podNetwork.encapsulation.kind",
    "podNetwork.mtu",
    "podNetwork.bgp.asNumber",
    "etcd.group",
    "reserved.cpu",
    "proxyMode",
  ];
  const paths = [...leaves.map(({ path }) => path.join(".")), ...absent.map((path) => `spec.kubernetes.${path}`)];
  const words = [
    "masters",
    "workers",
    "lb",
    "nodes",
    "testing",
    "cloud",
    "none",
    "bare-metal",
    "proxy",
    "external",
    "ipip",
    "ipvs",
  ];
  const addresses = [
    "10.0.0.1",
    "10.0.0.10",
    "0.0.0.0/0",
    "10.0.0.0/31",
    "10.0.0.0/30",
    "255.255.255.255",
    "8.8.8.0/24",
  ];
  const value = fc.constantFrom<unknown>(
    ...words,
    ...addresses,
    "1.0.0",
    "2023.8.1",
    0,
    1,
    2,
    24,
    255,
    1300,
    undefined,
  );
  let judged = 0;

  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...paths), value, { minKeys: 1, maxKeys: 3 }), (given) => {
      const result = clusterOf(exampleWith(given), {
        components: [balancer],
        releases: builtinReleases,
        priceBooks: [],
        deliveries: ["ansible"],
      });
      if (!result.ok) return;
      judged++;
      for (const problem of judge(result.value, "2026-11-21"))
        expect(formatProblem(problem)).not.toMatch(/undefined|NaN|\p{Cc}/u);
    }),
    { numRuns: 1500 },
  );
  expect(judged).toBeGreaterThan(50);
});
