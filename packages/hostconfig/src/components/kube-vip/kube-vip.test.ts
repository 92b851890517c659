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
  statedNeeds,
  virtualAddresses,
} from "@groundplan/core-model";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { examples } from "./examples.ts";
import { kubeVip } from "./index.ts";

function clusterOf(name: string, change = (_: ExampleDocument) => {}): Cluster {
  const document = examples[name]?.() ?? expect.unreachable();
  change(document);
  return requireCluster(document, {
    components: [kubeVip],
    releases: builtinReleases,
    priceBooks: [],
    deliveries: ["ansible"],
  });
}

function filesOf(cluster: Cluster): ReadonlyMap<string, File> {
  return fileTree(kubeVip.files(cluster, findMachine(cluster, "master-1"), optionsFor(cluster, kubeVip)));
}

function podOf(cluster: Cluster) {
  return parse(filesOf(cluster).get("etc/kubernetes/manifests/kube-vip.yaml")?.content ?? "");
}

function settingOf(cluster: Cluster, name: string): string | undefined {
  const settings: readonly { name: string; value?: string }[] = podOf(cluster).spec.containers[0].env;
  return settings.find((setting) => setting.name === name)?.value;
}

describe("files", () => {
  test.each(Object.keys(examples))("%s", async (name) => {
    for (const { path, content } of filesOf(clusterOf(name)).values()) {
      await expect(content).toMatchFileSnapshot(`golden/${name}/${path}`);
    }
  });

  test("the election keeps Kubernetes' own proportions, and a renewal always fits into the lease", () => {
    for (let leaseSeconds = 5; leaseSeconds <= 60; leaseSeconds++) {
      const cluster = clusterOf("plain", ({ spec }) => {
        spec.hostServices = { "kube-vip": { leaseSeconds } };
      });
      const [lease, renew, retry] = ["vip_leaseduration", "vip_renewdeadline", "vip_retryperiod"].map((name) =>
        Number(settingOf(cluster, name)),
      );

      expect(lease).toBeGreaterThan(renew ?? Number.POSITIVE_INFINITY);
      expect(renew).toBeGreaterThan((retry ?? Number.POSITIVE_INFINITY) * 1.2);
    }
  });

  test("the access is taken as a file or not at all, so that kubeadm can still write it", () => {
    expect(podOf(clusterOf("plain")).spec.volumes).toEqual([
      { name: "access", hostPath: { path: "/etc/kubernetes/admin.conf", type: "File" } },
    ]);
  });

  test("names from the document add no setting", () => {
    const cluster = clusterOf("plain");
    const keys = Object.keys(podOf(cluster).spec);
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (name) => {
        const networks = { nodes: { ...cluster.spec.networks.nodes, interface: name } };
        const renamed = { ...cluster, spec: { ...cluster.spec, networks } } as Cluster;

        expect(Object.keys(podOf(renamed).spec)).toEqual(keys);
        expect(settingOf(renamed, "vip_interface")).toBe(name);
      }),
    );
  });
});

describe("where it runs", () => {
  test("on every control plane, each of which may hold the address", () => {
    const cluster = clusterOf("plain");
    const masters = ["master-1", "master-2", "master-3"];

    expect(machinesRunning(cluster, "kube-vip").map(({ name }) => name)).toEqual(masters);
    expect(virtualAddresses(cluster)).toMatchObject([{ address: "10.0.0.10", mechanism: "arp" }]);
    expect(virtualAddresses(cluster)[0]?.holders.map(({ name }) => name)).toEqual(masters);
  });

  test("a control plane reaches the API server by itself, others by the address: init needs no address, and no super-admin", () => {
    const cluster = clusterOf("plain");

    const addresses = ["master-2", "worker-1"].map((name) => apiServerAddresses(cluster, findMachine(cluster, name)));

    expect(addresses).toEqual([["10.0.0.22", "10.0.0.10"], ["10.0.0.10"]]);
  });

  test("figures stay on loopback unless the network asks for them", () => {
    const figures = ["plain", "rich"].map((name) => {
      const cluster = clusterOf(name);
      return hostPorts(cluster, findMachine(cluster, "master-1")).map(
        ({ port, address }) => `${address ?? "*"}:${port}`,
      );
    });

    expect(figures).toEqual([["127.0.0.1:2112"], ["*:2112"]]);
  });

  test("with ipvs it needs strict ARP", () => {
    expect(statedNeeds(clusterOf("rich")).map(({ capability }) => capability)).toEqual(["strict-arp"]);
    expect(statedNeeds(clusterOf("plain"))).toEqual([]);
  });
});

describe("rules", () => {
  test("a release without its image is told", () => {
    const cluster = clusterOf("plain", ({ spec }) => {
      spec.release = "2023.8.1";
      spec.os = { distribution: "centos", version: "7.9" };
    });

    expect(messages(cluster, "kube-vip-release")).toEqual([
      "loadBalancer.kind is kube-vip, and release 2023.8.1 pins no image of it",
    ]);
    expect(messages(clusterOf("rich"), "kube-vip-release")).toEqual([]);
  });

  test("options without the address are told", () => {
    const cluster = clusterOf("rich", ({ spec }) => {
      spec.loadBalancer = { kind: "none" };
    });

    expect(messages(cluster, "kube-vip-options-unused")).toEqual([
      "there are options for kube-vip, and loadBalancer.kind is none",
    ]);
    expect(messages(clusterOf("rich"), "kube-vip-options-unused")).toEqual([]);
  });
});

function messages(cluster: Cluster, code: string): string[] {
  return judge(cluster).flatMap((problem) => (problem.code === code ? [problem.message] : []));
}
