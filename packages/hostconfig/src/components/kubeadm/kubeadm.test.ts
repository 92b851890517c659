import { type Cluster, type ExampleDocument, findMachine, hostPorts, judge, optionsFor } from "@groundplan/core-model";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { z } from "zod";
import { defineHostComponent } from "../../host-component.ts";
import { centos7, clusterOn, debian12, enrich, kubeadmText, rocky9, softwareOf, treeOf } from "./examples.ts";
import { kubeadm } from "./index.ts";

/** Software that answers ARP for the addresses of services, and somebody who approves the kubelets' certificates. */
const announcer = defineHostComponent({
  kind: "host-component",
  name: "announcer",
  title: "Announces addresses of services",
  docs: "https://example.com/",
  options: z.strictObject({}),
  provides: ["kubelet-certificate-approver"],
  pace: "all-at-once",
  declare: () => ({
    machines: [],
    ports: [],
    needs: [{ capability: "strict-arp", why: "it answers by itself", path: ["spec"] }],
  }),
  phase: () => "host-services",
  software: () => ({ packages: [], services: [] }),
  files: () => [],
});

const machines = ["master-1", "master-2", "worker-1"];

describe("files", () => {
  test.each([
    ["plain", clusterOn(debian12)],
    ["rich", clusterOn(rocky9, enrich)],
    ["rich-v1beta3", clusterOn(centos7, enrich)],
  ])("%s", async (name, cluster) => {
    for (const machine of machines) {
      for (const { path, content } of treeOf(cluster, machine).values()) {
        await expect(content).toMatchFileSnapshot(`golden/${name}/${machine}/${path}`);
      }
    }
  });

  test("only the first control-plane machine initialises, all others join", () => {
    const cluster = clusterOn(debian12);
    const kubeadmFiles = cluster.machines
      .filter(({ group }) => group !== "lb")
      .map(({ name }) => [name, [...treeOf(cluster, name).keys()].filter((path) => path.includes("/kubeadm-"))]);

    expect(kubeadmFiles).toEqual([
      ["master-1", ["etc/kubernetes/kubeadm-init.yaml"]],
      ...["master-2", "master-3", "worker-1", "worker-2", "worker-3"].map((name) => [
        name,
        ["etc/kubernetes/kubeadm-join.yaml"],
      ]),
    ]);
  });

  test("one more worker changes no other machine's files", () => {
    const before = clusterOn(debian12);
    const after = clusterOn(debian12, ({ spec }) => {
      for (const range of spec.machines.workers?.ranges ?? []) range.last++;
    });

    for (const name of machines) expect([...treeOf(after, name)]).toEqual([...treeOf(before, name)]);
  });

  test("what lets a stranger in is a placeholder, in a file for root alone that nobody applies by himself", () => {
    const secrets = machines.map((name) => {
      const files = [...treeOf(clusterOn(debian12), name).values()].filter(({ path }) => path.includes("/kubeadm-"));
      for (const { mode, effects, content, secrets } of files) {
        expect(mode).toBe(0o600);
        expect(effects.map(({ action }) => action)).toEqual(["report"]);
        for (const { placeholder } of secrets) expect(content.split(placeholder).length).toBe(2);
      }
      return files.flatMap((file) => file.secrets.map(({ secret }) => secret));
    });

    expect(secrets).toEqual([
      ["run/bootstrap-token", "run/certificate-key"],
      ["run/bootstrap-token", "run/ca-cert-hash", "run/certificate-key"],
      ["run/bootstrap-token", "run/ca-cert-hash"],
    ]);
  });

  test("whatever machines, labels and names hold, no document says more", () => {
    const cluster = clusterOn(debian12, enrich);
    const [first] = cluster.machines.filter(({ name }) => name === "worker-1");
    const machine = first ?? expect.unreachable();
    const text = fc.string({ unit: "grapheme" });

    fc.assert(
      fc.property(text, text, text, (name, zone, endpoint) => {
        const apiServer = { ...cluster.spec.kubernetes.apiServer, name: endpoint };
        const changed = {
          ...cluster,
          spec: { ...cluster.spec, kubernetes: { ...cluster.spec.kubernetes, apiServer } },
        };

        const files = kubeadm.files(changed, { ...machine, name, zone }, optionsFor(cluster, kubeadm));
        const join = parse(files[0]?.content ?? "");
        expect(join.nodeRegistration).toMatchObject({ name });
        expect(join.nodeRegistration.kubeletExtraArgs).toHaveLength(2);
        expect(join.discovery.bootstrapToken.apiServerEndpoint).toBe(`${endpoint}:6443`);
        expect(Object.keys(join).sort()).toEqual(["apiVersion", "discovery", "kind", "nodeRegistration", "patches"]);
      }),
    );
  });
});

describe("decisions", () => {
  test("the endpoint is the API server's name at the balancer's port, and the certificate knows every way to it", () => {
    const { ClusterConfiguration } = configurationOf(clusterOn(debian12, enrich), "master-1");

    expect(ClusterConfiguration).toMatchObject({ controlPlaneEndpoint: "api.example.com:6443" });
    const known = ["10.0.0.10", "10.0.0.22", "api.example.com", "kubernetes.example.org", "master-3", "127.0.0.1"];
    expect(ClusterConfiguration).toMatchObject({ apiServer: { certSANs: expect.arrayContaining(known) } });
  });

  test("a control plane that runs workloads has no taint of its own, which an empty list says", () => {
    const join = (cluster: Cluster) => configurationOf(cluster, "master-2").JoinConfiguration;

    const usual = { key: "node-role.kubernetes.io/control-plane", effect: "NoSchedule" };
    expect(join(clusterOn(debian12))).toMatchObject({ nodeRegistration: { taints: [usual] } });
    expect(join(clusterOn(debian12, enrich))).toMatchObject({ nodeRegistration: { taints: [] } });
  });

  test.each([
    [1, 0.5, "60m", "255Mi"],
    [2, 4, "70m", "1024Mi"],
    [4, 8, "80m", "1844Mi"],
    [8, 16, "90m", "2663Mi"],
    [16, 64, "110m", "5612Mi"],
    [32, 256, "150m", "12166Mi"],
  ])("a machine of %i cores and %f GiB keeps %s and %s for itself", (cpuCores, memoryGiB, cpu, memory) => {
    const cluster = clusterOn(debian12, ({ spec }) => {
      if (spec.machines.workers) spec.machines.workers.size = { cpuCores, memoryGiB };
    });

    const patch = treeOf(cluster, "worker-1").get("etc/kubernetes/patches/kubeletconfiguration+merge.yaml")?.content;
    expect(parse(patch ?? "").kubeReserved).toEqual({ cpu, memory });
  });

  test("a node runs no more pods than its share of the pod network has addresses for", () => {
    const podsWith = (nodePrefixLength: number) => {
      const cluster = clusterOn(debian12, ({ spec }) =>
        Object.assign(spec.kubernetes.podNetwork, { nodePrefixLength }),
      );
      return configurationOf(cluster, "master-1").KubeletConfiguration?.maxPods;
    };

    expect([24, 25, 26, 28].map(podsWith)).toEqual([110, 110, 61, 13]);
  });

  test("kubelets ask for serving certificates only where somebody approves them", () => {
    const announced = ({ spec }: ExampleDocument) => Object.assign(spec, { hostServices: { announcer: {} } });
    const asks = [clusterOn(debian12), clusterOn(debian12, announced, [announcer])].map(
      (cluster) => configurationOf(cluster, "master-1").KubeletConfiguration?.serverTLSBootstrap,
    );

    expect(asks).toEqual([undefined, true]);
  });

  test("nodes do not answer ARP for addresses that somebody else announces", () => {
    const ipvsWith = (change: (spec: ExampleDocument["spec"]) => void) =>
      configurationOf(
        clusterOn(debian12, ({ spec }) => change(spec), [announcer]),
        "master-1",
      ).KubeProxyConfiguration?.ipvs;
    const withIpvs = (spec: ExampleDocument["spec"]) => Object.assign(spec.kubernetes, { proxyMode: "ipvs" });
    const withAnnouncer = (spec: ExampleDocument["spec"]) => Object.assign(spec, { hostServices: { announcer: {} } });

    expect(ipvsWith((spec) => void [withIpvs(spec), withAnnouncer(spec)])).toEqual({ strictARP: true });
    expect(ipvsWith(withIpvs)).toBeUndefined();
    expect(ipvsWith(withAnnouncer)).toBeUndefined();
  });

  test("ipvs neither answers ARP for an address that a machine holds, nor cleans it away", () => {
    const holder = defineHostComponent({
      ...announcer,
      name: "holder",
      declare: ({ machines }) => ({
        machines,
        ports: [],
        virtualAddresses: [{ address: "10.0.0.99", mechanism: "arp", holders: machines, path: ["spec"] }],
      }),
    });
    const cluster = clusterOn(
      debian12,
      ({ spec }) => {
        spec.kubernetes.proxyMode = "ipvs";
        spec.hostServices = { holder: {} };
      },
      [holder],
    );

    const { KubeProxyConfiguration } = configurationOf(cluster, "master-1");
    expect(KubeProxyConfiguration?.ipvs).toEqual({ excludeCIDRs: ["10.0.0.99/32"], strictARP: true });
  });

  test("a control plane's disk for etcd is mounted before its member is born", () => {
    const cluster = clusterOn(debian12, ({ spec }) => {
      spec.machines.masters?.disks.push({ name: "etcd", sizeGB: 100, device: "/dev/nvme0n1", use: "etcd" });
    });

    expect([...treeOf(cluster, "master-1").keys()]).toContain("etc/systemd/system/var-lib-etcd.mount");
    expect(softwareOf(cluster, "master-1").services).toEqual(["kubelet", "var-lib-etcd.mount"]);
    expect(softwareOf(cluster, "worker-1").services).toEqual(["kubelet"]);
  });

  test("the programs that kubeadm looks for are installed by the names of the system", () => {
    expect(softwareOf(clusterOn(debian12), "worker-1").packages).toEqual([
      ...["kubeadm", "kubectl", "kubelet", "cri-tools", "kubernetes-cni", "ethtool", "iptables", "socat", "iproute2"],
    ]);
    expect(softwareOf(clusterOn(centos7, enrich), "worker-1").packages).toEqual([
      ...["kubeadm", "kubectl", "kubelet", "cri-tools", "kubernetes-cni", "ethtool", "iptables", "socat", "iproute-tc"],
      ...["conntrack-tools", "ipvsadm"],
    ]);
  });

  test("the table of host ports holds the control plane's and every node's, figures where they are shown", () => {
    const ports = (change?: (document: ExampleDocument) => void) => {
      const cluster = clusterOn(debian12, change);
      const taken = hostPorts(cluster, findMachine(cluster, "master-1"));
      return taken.map(({ port, address }) => `${address ?? "*"}:${port}`).sort();
    };

    expect(ports()).toEqual([
      ...["*:10250", "*:10256", "*:2379", "*:2380", "*:6443"],
      ...["127.0.0.1:10248", "127.0.0.1:10249", "127.0.0.1:10257", "127.0.0.1:10259", "127.0.0.1:2381"],
    ]);
    expect(ports(enrich)).toEqual(["*:10249", "*:10250", "*:10256", "*:10257", "*:10259", "*:7443", "127.0.0.1:10248"]);
  });
});

describe("rules", () => {
  test("more pods than a node has addresses for are refused", () => {
    const cluster = clusterOn(debian12, (document) => {
      enrich(document);
      document.spec.hostServices = { kubeadm: { maxPods: 62 } };
    });

    expect(messages(cluster, "kubeadm-max-pods")).toEqual([
      "a node may run 62 pods, and its share of the pod network, a /26, has room for 61",
    ]);
    expect(messages(clusterOn(debian12, enrich), "kubeadm-max-pods")).toEqual([]);
  });

  test("a site without internet is asked for a mirror", () => {
    const closed = ({ spec }: ExampleDocument) => Object.assign(spec.site, { internet: "none" });

    expect(messages(clusterOn(debian12, closed), "kubeadm-packages")).toEqual([
      "site.internet is none, and the packages of kubeadm come from https://pkgs.k8s.io/core:/stable:/vMINOR",
    ]);
    expect(messages(clusterOn(debian12), "kubeadm-packages")).toEqual([]);
  });

  function messages(cluster: Cluster, code: string): string[] {
    return judge(cluster).flatMap((problem) => (problem.code === code ? [problem.message] : []));
  }
});

/** The documents of a machine's file for kubeadm, by kind. */
function configurationOf(cluster: Cluster, name: string): Readonly<Record<string, Record<string, unknown>>> {
  const text = kubeadmText(cluster, name);
  const documents = parseAllDocuments(text).map((document) => document.toJS() as Record<string, unknown>);
  return Object.fromEntries(documents.map((document) => [document.kind, document]));
}
