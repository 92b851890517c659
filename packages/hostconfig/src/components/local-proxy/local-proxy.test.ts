import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  apiServerAddresses,
  builtinReleases,
  type Cluster,
  type ExampleDocument,
  type File,
  fileTree,
  findMachine,
  hostPorts,
  judge,
  machinesRunning,
  optionsFor,
  requireCluster,
} from "@groundplan/core-model";
import { describe, expect, onTestFinished, test } from "vitest";
import { hasPrograms, runProgram } from "../../../../../tools/sandbox/programs.ts";
import { examples } from "./examples.ts";
import { localProxy } from "./index.ts";

function clusterOf(name: string, change = (_: ExampleDocument) => {}): Cluster {
  const document = examples[name]?.() ?? expect.unreachable();
  change(document);
  return requireCluster(document, {
    components: [localProxy],
    releases: builtinReleases,
    priceBooks: [],
    deliveries: ["ansible"],
  });
}

function filesOf(cluster: Cluster): ReadonlyMap<string, File> {
  return fileTree(localProxy.files(cluster, findMachine(cluster, "worker-1"), optionsFor(cluster, localProxy)));
}

function configurationOf(cluster: Cluster): string {
  return filesOf(cluster).get("etc/haproxy/haproxy.cfg")?.content ?? "";
}

describe("files", () => {
  test.each(Object.keys(examples))("%s", async (name) => {
    for (const { path, content } of filesOf(clusterOf(name)).values()) {
      await expect(content).toMatchFileSnapshot(`golden/${name}/${path}`);
    }
  });

  test("the proxy listens on loopback alone, at the port that the API server's name has everywhere", () => {
    expect(configurationOf(clusterOf("plain")).match(/bind .*/g)).toEqual([
      "bind 127.0.0.1:8404",
      "bind 127.0.0.1:6443",
    ]);
    expect(configurationOf(clusterOf("rich")).match(/bind .*/g)).toEqual([
      "bind 127.0.0.1:9001",
      "bind 127.0.0.1:7443",
    ]);
  });

  test("every control plane stands behind it", () => {
    expect(configurationOf(clusterOf("plain")).match(/(?<=^ {4})server \S+ \S+/gm)).toEqual([
      "server master-1 10.0.0.21:6443",
      "server master-2 10.0.0.22:6443",
      "server master-3 10.0.0.23:6443",
    ]);
  });
});

describe("where it runs", () => {
  test("on every worker, and not on the control plane, where the API server itself answers", () => {
    const cluster = clusterOf("plain");

    expect(machinesRunning(cluster, "local-proxy").map(({ name }) => name)).toEqual([
      "worker-1",
      "worker-2",
      "worker-3",
    ]);
    expect(
      hostPorts(cluster, findMachine(cluster, "worker-1")).map(({ address, port }) => `${address}:${port}`),
    ).toEqual(["127.0.0.1:6443", "127.0.0.1:8404"]);
  });

  test("the API server's name leads workers to their proxy, a control plane to itself first, others to all of them", () => {
    const cluster = clusterOf("plain", ({ spec }) => {
      spec.machines.monitor = {
        network: "nodes",
        size: { cpuCores: 2, memoryGiB: 4 },
        disks: [{ name: "system", sizeGB: 40 }],
        hosts: { monitor: { address: "10.0.0.90" } },
      };
    });

    const addresses = ["worker-2", "master-2", "monitor"].map((name) =>
      apiServerAddresses(cluster, findMachine(cluster, name)),
    );

    expect(addresses).toEqual([
      ["127.0.0.1"],
      ["10.0.0.22", "10.0.0.21", "10.0.0.23"],
      ["10.0.0.21", "10.0.0.22", "10.0.0.23"],
    ]);
  });
});

test("options without the balancer local are told", () => {
  const cluster = clusterOf("rich", ({ spec }) => {
    spec.loadBalancer = { kind: "none" };
  });
  const messages = (given: Cluster) =>
    judge(given).flatMap((problem) => (problem.code === "local-proxy-options-unused" ? [problem.message] : []));

  expect(messages(cluster)).toEqual(["there are options for a proxy on every worker, and loadBalancer.kind is none"]);
  expect(messages(clusterOf("rich"))).toEqual([]);
});

test.skipIf(!hasPrograms("haproxy")).each(Object.keys(examples))(
  "haproxy itself accepts the %s file without a warning",
  (name) => {
    const folder = mkdtempSync(join(tmpdir(), "local-proxy-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, "haproxy.cfg"), configurationOf(clusterOf(name)));

    const judged = runProgram("haproxy", ["-c", "-dW", "-f", join(folder, "haproxy.cfg")]);

    expect(judged).toEqual({ status: 0, output: "Configuration file is valid\n" });
  },
);
