import {
  builtinReleases,
  type Cluster,
  type ExampleDocument,
  isFailure,
  judge,
  type Release,
  requireCluster,
  takenPorts,
} from "@groundplan/core-model";
import { describe, expect, it } from "vitest";
import { findDefects } from "../../defects/find-defects.ts";
import { type Container, type EnvVar, type PodSpec, workloadsOf } from "../../defects/pods.ts";
import { addonObjects, type KubernetesObject } from "../../manifests.ts";
import { examples } from "./examples.ts";
import { calico } from "./index.ts";
import { CalicoOptions } from "./schema.ts";
import { type CalicoMinor, calicoMinors } from "./versions.ts";

describe("encapsulation", () => {
  it("runs neither BIRD nor its probes with VXLAN, which needs no routes", async () => {
    const drawn = await draw(withPods({ encapsulation: { kind: "vxlan", scope: "cross-subnet" } }));

    expect(config(drawn).calico_backend).toBe("vxlan");
    expect(nodeContainer(drawn)).toMatchObject({
      livenessProbe: { exec: { command: ["/bin/calico-node", "-felix-live"] } },
      readinessProbe: { exec: { command: ["/bin/calico-node", "-felix-ready"] } },
    });
    expect(pool(drawn)).toMatchObject({ ipipMode: "Never", vxlanMode: "CrossSubnet" });
    expect(specOf(drawn, "FelixConfiguration", "default")).toMatchObject({ ipipEnabled: false, vxlanEnabled: true });
    expect(names(drawn, "BGPConfiguration")).toEqual([]);
  });

  it("runs BIRD with IPIP, and asks whether it lives", async () => {
    const drawn = await draw(withPods({ encapsulation: { kind: "ipip", scope: "always" } }));

    expect(config(drawn).calico_backend).toBe("bird");
    expect(nodeContainer(drawn)).toMatchObject({
      livenessProbe: { exec: { command: ["/bin/calico-node", "-felix-live", "-bird-live"] } },
      readinessProbe: { exec: { command: ["/bin/calico-node", "-felix-ready", "-bird-ready"] } },
    });
    expect(pool(drawn)).toMatchObject({ ipipMode: "Always", vxlanMode: "Never" });
    expect(specOf(drawn, "FelixConfiguration", "default")).toMatchObject({ ipipEnabled: true, vxlanEnabled: false });
    expect(specOf(drawn, "BGPConfiguration", "default")).toMatchObject({
      nodeToNodeMeshEnabled: true,
      asNumber: 64_512,
    });
  });

  it("wraps nothing where pods are routed", async () => {
    const drawn = await draw(withPods({ encapsulation: { kind: "none" } }));

    expect(pool(drawn)).toMatchObject({ ipipMode: "Never", vxlanMode: "Never" });
    expect(specOf(drawn, "FelixConfiguration", "default")).toMatchObject({ ipipEnabled: false, vxlanEnabled: false });
    expect(config(drawn).calico_backend).toBe("bird");
  });

  it("runs BIRD beside VXLAN when the document asks for BGP", async () => {
    const drawn = await draw(withPods({ encapsulation: { kind: "vxlan", scope: "always" }, bgp: {} }));

    expect(config(drawn).calico_backend).toBe("bird");
    expect(nodeContainer(drawn)).toMatchObject({
      livenessProbe: { exec: { command: ["/bin/calico-node", "-felix-live", "-bird-live"] } },
    });
  });
});

describe("the largest packet", () => {
  it.each<[string, object, object, number]>([
    ["VXLAN", { encapsulation: { kind: "vxlan", scope: "always" } }, {}, 1450],
    ["IPIP", { encapsulation: { kind: "ipip", scope: "always" } }, {}, 1480],
    ["no encapsulation", { encapsulation: { kind: "none" } }, {}, 1500],
    ["WireGuard over IPIP", { encapsulation: { kind: "ipip", scope: "always" } }, { wireguard: true }, 1440],
    ["a number of one's own", { mtu: 1400 }, {}, 1400],
  ])("leaves room for %s", async (_what, pods, options, mtu) => {
    const drawn = await draw(withPods(pods, options));

    expect(config(drawn).veth_mtu).toBe(String(mtu));
    expect(JSON.parse(config(drawn).cni_network_config ?? "").plugins[0]).toMatchObject({ type: "calico", mtu });
    for (const name of ["FELIX_IPINIPMTU", "FELIX_VXLANMTU", "FELIX_WIREGUARDMTU"]) {
      expect(variable(drawn, name)?.valueFrom?.configMapKeyRef).toEqual({ name: "calico-config", key: "veth_mtu" });
    }
  });

  it("renews calico-node when it changes, since a config map alone renews nothing", async () => {
    const [before, after] = [await draw(withPods({})), await draw(withPods({ mtu: 1400 }))];

    expect(digest(before)).not.toBe(digest(after));
  });
});

describe("the pool", () => {
  it("is said twice in the same words: by the object, and by the variables that are read while there is none", async () => {
    const drawn = await draw(
      withPods(
        { cidr: "10.64.0.0/14", encapsulation: { kind: "ipip", scope: "cross-subnet" } },
        { blockSize: 24, natOutgoing: false, nodeSelector: "!has(quarantine)" },
      ),
    );

    const spec = pool(drawn);
    expect(spec).toEqual({
      allowedUses: ["Workload", "Tunnel"],
      assignmentMode: "Automatic",
      blockSize: 24,
      cidr: "10.64.0.0/14",
      disableBGPExport: false,
      disabled: false,
      ipipMode: "CrossSubnet",
      natOutgoing: false,
      nodeSelector: "!has(quarantine)",
      vxlanMode: "Never",
    });
    expect(variable(drawn, "CALICO_IPV4POOL_CIDR")?.value).toBe(spec.cidr);
    expect(variable(drawn, "CALICO_IPV4POOL_BLOCK_SIZE")?.value).toBe(String(spec.blockSize));
    expect(variable(drawn, "CALICO_IPV4POOL_IPIP")?.value).toBe(spec.ipipMode);
    expect(variable(drawn, "CALICO_IPV4POOL_VXLAN")?.value).toBe(spec.vxlanMode);
    expect(variable(drawn, "CALICO_IPV4POOL_NAT_OUTGOING")?.value).toBe(String(spec.natOutgoing));
    expect(variable(drawn, "CALICO_IPV4POOL_NODE_SELECTOR")?.value).toBe(spec.nodeSelector);
  });

  it("finds a node by the address that the kubelet reports, never by the first interface", async () => {
    const drawn = await draw(withPods({}));
    const byNetwork = await draw(withPods({}, { nodeAddress: "network-cidrs" }));

    expect(variable(drawn, "IP_AUTODETECTION_METHOD")?.value).toBe("kubernetes-internal-ip");
    expect(variable(byNetwork, "IP_AUTODETECTION_METHOD")?.value).toBe("cidr=10.0.0.0/24");
  });
});

describe("Typha", () => {
  it.each([
    [6, {}, 0],
    [50, {}, 0],
    [51, {}, 3],
    [601, {}, 4],
    [4800, {}, 20],
    [6, { typhaReplicas: 3 }, 3],
    [60, { typhaReplicas: 0 }, 0],
  ])("for %i nodes with %o runs %i times", async (count, options, replicas) => {
    const drawn = await draw(withNodes(count, options));

    const deployments = names(drawn, "Deployment");
    expect(deployments.includes("calico-typha")).toBe(replicas > 0);
    expect(config(drawn).typha_service_name).toBe(replicas > 0 ? "calico-typha" : "none");
    expect(variable(drawn, "FELIX_TYPHAK8SSERVICENAME") !== undefined).toBe(replicas > 0);
    if (replicas > 0) expect(specOf(drawn, "Deployment", "calico-typha")).toMatchObject({ replicas });
  });
});

describe("route reflectors", () => {
  it("replace the mesh: every node peers with them, and with nobody else", async () => {
    const drawn = await draw(examples.rich());

    expect(specOf(drawn, "BGPConfiguration", "default")).toMatchObject({
      asNumber: 64_520,
      nodeToNodeMeshEnabled: false,
    });
    expect(specOf(drawn, "BGPPeer", "route-reflectors")).toEqual({
      nodeSelector: "all()",
      peerSelector: "kubernetes.io/hostname in { 'reflector-1', 'reflector-2', 'reflector-3' }",
      sourceAddress: "UseNodeIP",
    });
  });

  it("are marked by a pod on each of them, which may touch no other node", async () => {
    const drawn = await draw(examples.rich());

    const reflectors = ["reflector-1", "reflector-2", "reflector-3"];
    const only = {
      nodeSelectorTerms: [
        { matchExpressions: [{ key: "kubernetes.io/hostname", operator: "In", values: reflectors }] },
      ],
    };
    const pod = podOf(drawn, "calico-route-reflector");
    expect(pod).toMatchObject({ affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: only } } });
    expect(pod.initContainers?.[1]?.args).toContain('{"spec":{"bgp":{"routeReflectorClusterID":"244.0.0.1"}}}');
    const rules = rulesOf(drawn, "calico-route-reflector").filter((rule) =>
      rule.resources.some((resource) => resource.startsWith("nodes")),
    );
    expect(rules.map(({ resourceNames }) => resourceNames)).toEqual([reflectors, reflectors]);
  });

  it("are marked only after calico-node has started, which writes over the mark until then", async () => {
    const [first, second] = podOf(await draw(examples.rich()), "calico-route-reflector").initContainers ?? [];

    expect(first).toMatchObject({ name: "after-calico-node", command: ["/bin/calico-node", "-felix-ready"] });
    expect(second).toMatchObject({ name: "mark" });
  });

  it("peer with routers outside, alone of all nodes where the document says so", async () => {
    const drawn = await draw(examples.rich());

    expect(specOf(drawn, "BGPPeer", "spine")).toEqual({
      asNumber: 65_000,
      nodeSelector: "kubernetes.io/hostname in { 'reflector-1', 'reflector-2', 'reflector-3' }",
      peerIP: "10.0.255.254",
      sourceAddress: "UseNodeIP",
    });
  });
});

describe("the lines of Calico", () => {
  it.each([
    ["3.26", 18],
    ["3.27", 18],
    ["3.28", 18],
    ["3.29", 20],
    ["3.30", 24],
    ["3.31", 24],
    ["3.32", 23],
  ] as const)("%s keeps %i kinds in the API", async (minor, count) => {
    expect(names(await draw(examples.plain(), minor), "CustomResourceDefinition").length).toBe(count);
  });

  it.each(calicoMinors)("%s gives objects that belong together", async (minor) => {
    expect(findDefects(await draw(examples.rich(), minor), "1.34.0")).toEqual([]);
  });

  it.each(calicoMinors)("%s may watch every kind that it defines", async (minor) => {
    const drawn = await draw(examples.rich(), minor);

    const defined = drawn
      .filter(({ kind }) => kind === "CustomResourceDefinition")
      .map(({ spec }) => (spec as { names: { plural: string } }).names.plural);
    const readable = rulesOf(drawn, "calico-node")
      .filter(({ verbs }) => verbs.includes("watch"))
      .flatMap(({ resources }) => resources);
    const ownBusiness = ["ipamhandles", "ipamconfigs", "kubecontrollersconfigurations"];
    expect(defined.filter((plural) => !readable.includes(plural) && !ownBusiness.includes(plural))).toEqual([]);
  });

  it.each([
    ["3.28", "tiers", false],
    ["3.29", "tiers", true],
    ["3.29", "stagednetworkpolicies", false],
    ["3.30", "stagednetworkpolicies", true],
    ["3.31", "adminnetworkpolicies", true],
    ["3.32", "adminnetworkpolicies", false],
    ["3.32", "clusternetworkpolicies", true],
  ] as const)("%s lets calico-node read %s: %s", async (minor, resource, may) => {
    const rules = rulesOf(await draw(examples.plain(), minor), "calico-node");

    expect(rules.some(({ resources }) => resources.includes(resource))).toBe(may);
  });

  it("looks in both API groups from 3.32 on", async () => {
    const groups = async (minor: CalicoMinor) =>
      new Set(rulesOf(await draw(examples.plain(), minor), "calico-node").flatMap(({ apiGroups }) => apiGroups));

    expect(await groups("3.31")).not.toContain("projectcalico.org");
    expect(await groups("3.32")).toContain("projectcalico.org");
  });

  it.each(calicoMinors)("%s lets nobody delete definitions or create API services", async (minor) => {
    const rules = (await draw(examples.rich(), minor))
      .filter(({ kind }) => kind === "ClusterRole")
      .flatMap(({ rules }) => rules as PolicyRule[]);

    const powerful = rules.filter(
      ({ resources, verbs }) =>
        resources.some((name) => ["customresourcedefinitions", "apiservices", "*"].includes(name)) &&
        verbs.some((verb) => !["get", "list", "watch"].includes(verb)),
    );
    expect(powerful).toEqual([]);
  });

  it.each([
    ["3.29", "0.3.1", ["calico", "portmap", "bandwidth"], "node", "mount-bpffs", undefined],
    ["3.30", "0.3.1", ["calico", "portmap"], "node,loadbalancer", "mount-bpffs", "Automatic"],
    ["3.31", "1.0.0", ["calico", "portmap"], "node,loadbalancer", "ebpf-bootstrap", "Automatic"],
    ["3.32", "0.3.1", ["calico", "portmap"], "node,loadbalancer", "ebpf-bootstrap", "Automatic"],
  ] as const)(
    "%s has its own plugins, controllers and fields",
    async (minor, cniVersion, plugins, controllers, bpf, assignmentMode) => {
      const drawn = await draw(examples.plain(), minor);

      const cni = JSON.parse(config(drawn).cni_network_config ?? "") as {
        cniVersion: string;
        plugins: { type: string }[];
      };
      expect(cni.cniVersion).toBe(cniVersion);
      expect(cni.plugins.map(({ type }) => type)).toEqual(plugins);
      expect(podOf(drawn, "calico-kube-controllers").containers?.[0]?.env?.[0]).toEqual({
        name: "ENABLED_CONTROLLERS",
        value: controllers,
      });
      expect(podOf(drawn, "calico-node").initContainers?.map(({ name }) => name)).toContain(bpf);
      expect(pool(drawn).assignmentMode).toBe(assignmentMode);
    },
  );
});

describe("ports on the host", () => {
  it("are what the mode needs, no more", () => {
    const ports = (document: ExampleDocument) =>
      takenPorts(clusterOf(document))
        .filter(({ component }) => component === "calico")
        .map(({ port, protocol }) => `${port}/${protocol}`);

    expect(ports(withPods({}))).toEqual(["9099/tcp", "4789/udp"]);
    expect(ports(withPods({ encapsulation: { kind: "none" } }))).toEqual(["9099/tcp", "179/tcp"]);
    expect(ports(withPods({}, { wireguard: true, metrics: { felixPort: 9191 } }))).toEqual([
      "9099/tcp",
      "4789/udp",
      "51820/udp",
      "9191/tcp",
    ]);
    expect(ports(examples.rich())).toEqual(["9099/tcp", "179/tcp", "9091/tcp", "5473/tcp", "9098/tcp", "9093/tcp"]);
  });
});

it("comes with the pod network of its name, without being named", () => {
  const cluster = clusterOf(examples.plain());

  expect(cluster.components.map(({ component }) => component.name)).toEqual(["calico"]);
  expect(judge(cluster).filter(isFailure)).toEqual([]);
});

interface PolicyRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

function withPods(podNetwork: object, options?: object): ExampleDocument {
  const document = examples.plain();
  document.spec.kubernetes.podNetwork = { ...document.spec.kubernetes.podNetwork, ...podNetwork };
  if (options) document.spec.addons.calico = options;
  return document;
}

function withNodes(count: number, options: object): ExampleDocument {
  const document = withPods({ cidr: "10.128.0.0/9" }, options);
  document.spec.networks.nodes = { cidr: "10.0.0.0/16", router: "10.0.255.254", interface: "eth0", vrrp: true };
  const workers = document.spec.machines.workers;
  if (workers) workers.ranges = [{ name: "worker-", first: 1, last: count - 3, firstAddress: "10.0.1.1" }];
  return document;
}

function clusterOf(document: ExampleDocument, minor?: CalicoMinor): Cluster {
  const releases = builtinReleases.map((release) => (minor ? withCalico(release, `${minor}.0`) : release));
  return requireCluster(document, { components: [calico], releases, priceBooks: [], deliveries: ["ansible"] });
}

function withCalico(release: Release, version: string): Release {
  const entry = release.components.calico;
  return entry && "version" in entry
    ? { ...release, components: { ...release.components, calico: { ...entry, version } } }
    : release;
}

function draw(document: ExampleDocument, minor?: CalicoMinor): Promise<readonly KubernetesObject[]> {
  const cluster = clusterOf(document, minor);
  return addonObjects(calico, cluster, CalicoOptions.parse(document.spec.addons.calico ?? {}));
}

function find(drawn: readonly KubernetesObject[], kind: string, name: string): KubernetesObject {
  const found = drawn.find((object) => object.kind === kind && object.metadata.name === name);
  if (!found) throw new Error(`no ${kind} ${name}`);
  return found;
}

function specOf(drawn: readonly KubernetesObject[], kind: string, name: string): unknown {
  return find(drawn, kind, name).spec;
}

function podOf(drawn: readonly KubernetesObject[], name: string): PodSpec {
  const workload = workloadsOf(drawn).find(({ object }) => object.metadata.name === name);
  if (!workload) throw new Error(`no workload ${name}`);
  return workload.pod;
}

function names(drawn: readonly KubernetesObject[], kind: string): readonly string[] {
  return drawn.filter((object) => object.kind === kind).map(({ metadata }) => metadata.name);
}

function pool(drawn: readonly KubernetesObject[]): Readonly<Record<string, unknown>> {
  return specOf(drawn, "IPPool", "default-ipv4-ippool") as Record<string, unknown>;
}

function config(drawn: readonly KubernetesObject[]): Readonly<Record<string, string>> {
  return find(drawn, "ConfigMap", "calico-config").data as Record<string, string>;
}

function nodeContainer(drawn: readonly KubernetesObject[]): Container {
  return podOf(drawn, "calico-node").containers?.[0] ?? {};
}

function variable(drawn: readonly KubernetesObject[], name: string): EnvVar | undefined {
  return nodeContainer(drawn).env?.find((entry) => entry.name === name);
}

function digest(drawn: readonly KubernetesObject[]): unknown {
  const spec = specOf(drawn, "DaemonSet", "calico-node") as {
    template: { metadata: { annotations: Record<string, string> } };
  };
  return spec.template.metadata.annotations["groundplan.dev/config-digest"];
}

function rulesOf(drawn: readonly KubernetesObject[], role: string): readonly PolicyRule[] {
  return find(drawn, "ClusterRole", role).rules as PolicyRule[];
}
