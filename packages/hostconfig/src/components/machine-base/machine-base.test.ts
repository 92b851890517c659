import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import {
  builtinReleases,
  type Cluster,
  type ExampleDocument,
  exampleDocument,
  type FileTree,
  file,
  fileTree,
  findMachine,
  judge,
  type OperatingSystem,
  optionsFor,
  requireCluster,
} from "@groundplan/core-model";
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { hasPrograms, runProgram } from "../../../../../tools/sandbox/programs.ts";
import { writeSysctl } from "../../formats/sysctl.ts";
import { defineHostComponent } from "../../host-component.ts";
import { machineBase } from "./index.ts";

type System = readonly [distribution: OperatingSystem["distribution"], version: string, release: string];

const debian12: System = ["debian", "12", "2026.11.0"];
const rocky9: System = ["rocky", "9", "2026.11.0"];
const ubuntu24: System = ["ubuntu", "24.04", "2026.11.0"];
const centos7: System = ["centos", "7.9", "2023.8.1"];
const systems = [debian12, rocky9, ubuntu24, centos7];

/** Software that has a kernel setting of its own, wherever it runs. */
const neighbour = defineHostComponent({
  kind: "host-component",
  name: "neighbour",
  title: "Another component on every machine",
  docs: "https://example.com/",
  options: z.strictObject({}),
  pace: "all-at-once",
  declare: (cluster) => ({ machines: cluster.machines, ports: [] }),
  phase: () => "host-services",
  software: () => ({ packages: [], services: [] }),
  files: () => [
    file({
      path: "etc/sysctl.d/60-neighbour.conf",
      content: writeSysctl(["why"], [["net.ipv4.ip_nonlocal_bind", 1]]),
      component: "neighbour",
    }),
  ],
});

function clusterOn([distribution, version, release]: System, change = (_: ExampleDocument) => {}): Cluster {
  const document = exampleDocument();
  document.spec.os = { distribution, version };
  document.spec.release = release;
  change(document);
  const components = [machineBase, neighbour];
  return requireCluster(document, { components, releases: builtinReleases, priceBooks: [], deliveries: ["ansible"] });
}

/** Everything that the document can say about a machine's system. */
function enrich({ spec }: ExampleDocument): void {
  spec.site.internet = "proxy";
  spec.site.proxy = { http: "http://proxy.example.com:3128", noProxy: ["*.internal.example.com"] };
  spec.site.dnsServers = ["10.0.0.2", "10.0.0.3"];
  spec.site.timeServers = ["10.0.0.250", "time.example.com", "10.0.0.251"];
  spec.site.registry = { host: "registry.example.com:5000", address: "10.0.0.9" };
  spec.kubernetes.proxyMode = "ipvs";
  spec.hostServices = {
    "machine-base": {
      sysctl: { "net.ipv4.tcp_keepalive_time": 600 },
      groups: { workers: { sysctl: { "fs.inotify.max_user_watches": "1048576" }, modules: ["dm_thin_pool"] } },
    },
  };
}

function treeOf(cluster: Cluster, name: string): FileTree {
  return fileTree(machineBase.files(cluster, findMachine(cluster, name), optionsFor(cluster, machineBase)));
}

function textOf(cluster: Cluster, name: string, path: string): string {
  return treeOf(cluster, name).get(path)?.content ?? "";
}

describe("files", () => {
  test.each([
    ["plain", clusterOn(debian12)],
    ["rich", clusterOn(centos7, enrich)],
  ])("%s", async (name, cluster) => {
    for (const { path, content } of treeOf(cluster, "worker-1").values()) {
      await expect(content).toMatchFileSnapshot(`golden/${name}/${path}`);
    }
  });

  test("a machine that is no node keeps its kernel as it is", () => {
    const paths = [...treeOf(clusterOn(debian12), "lb-1").keys()];

    expect(paths).toEqual([
      "etc/chrony/chrony.conf",
      "etc/cloud/cloud.cfg.d/99-groundplan.cfg",
      "etc/hosts",
      "etc/systemd/system.conf.d/groundplan.conf",
    ]);
  });

  test("one more worker changes no other machine's files", () => {
    const before = clusterOn(debian12, enrich);
    const after = clusterOn(debian12, (document) => {
      enrich(document);
      for (const range of document.spec.machines.workers?.ranges ?? []) range.last++;
    });

    expect(after.machines.length).toBe(before.machines.length + 1);
    for (const { name } of before.machines) expect([...treeOf(after, name)]).toEqual([...treeOf(before, name)]);
  });

  test("a machine that gives the time does not ask itself for it", () => {
    const cluster = clusterOn(debian12, ({ spec }) => {
      spec.site.timeServers = ["lb-1.example.com"];
    });

    expect(treeOf(cluster, "lb-1").has("etc/chrony/chrony.conf")).toBe(false);
    expect(textOf(cluster, "lb-2", "etc/chrony/chrony.conf")).toContain("server lb-1.example.com iburst\n");
  });

  test("without time servers the distribution's own file stays", () => {
    const cluster = clusterOn(debian12, ({ spec }) => {
      spec.site.timeServers = [];
    });

    expect([...treeOf(cluster, "worker-1").keys()].filter((path) => path.includes("chrony"))).toEqual([]);
  });

  test.each([
    [debian12, "etc/systemd/networkd.conf.d/groundplan.conf"],
    [ubuntu24, "etc/systemd/networkd.conf.d/groundplan.conf"],
    [rocky9, "etc/NetworkManager/conf.d/groundplan-pods.conf"],
    [centos7, "etc/NetworkManager/conf.d/groundplan-pods.conf"],
  ])("the network service of %s leaves the pods' interfaces alone", (system, path) => {
    expect([...treeOf(clusterOn(system), "worker-1").keys()]).toContain(path);
  });

  test("the document's settings win over the plan's own, a group's over everyone's", () => {
    const cluster = clusterOn(debian12, ({ spec }) => {
      const groups = { workers: { sysctl: { "vm.max_map_count": 262_144 } } };
      spec.hostServices = { "machine-base": { sysctl: { "vm.max_map_count": 1, "kernel.pid_max": 99_999 }, groups } };
    });

    const text = textOf(cluster, "worker-1", "etc/sysctl.d/99-groundplan.conf");
    expect(text.match(/^vm\.max_map_count.*/gm)).toEqual(["vm.max_map_count = 262144"]);
    expect(text.match(/^kernel\.pid_max.*/gm)).toEqual(["kernel.pid_max = 99999"]);
    expect(textOf(cluster, "lb-1", "etc/sysctl.d/99-groundplan.conf")).toContain("vm.max_map_count = 1\n");
  });

  test("where Debian has no resolver, one is installed for the site's servers", () => {
    const software = (system: System) => {
      const cluster = clusterOn(system, enrich);
      return machineBase.software(cluster, findMachine(cluster, "lb-1"), optionsFor(cluster, machineBase));
    };

    expect(software(debian12)).toEqual({
      packages: ["chrony", "systemd-resolved"],
      services: ["chrony", "systemd-resolved"],
    });
    expect(software(ubuntu24)).toEqual({ packages: ["chrony"], services: ["chrony", "systemd-resolved"] });
    expect(software(rocky9)).toEqual({ packages: ["chrony"], services: ["chronyd"] });
  });

  test("whatever machines, domains and servers are called, no file has a line more", () => {
    const cluster = clusterOn(debian12, enrich);
    const shape = (given: Cluster) =>
      [...treeOf(given, "worker-1").values()].map(({ path, content }) => [path, content.split("\n").length]);
    const plain = shape(cluster);

    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const { site } = cluster.spec;
        const hostile = {
          ...site,
          domain: `a${text}`,
          timeServers: [text, text, text],
          dnsServers: [text],
          proxy: { http: text, noProxy: [text] },
        };
        const changed = { ...cluster, spec: { ...cluster.spec, site: hostile } };

        let lines: typeof plain;
        try {
          lines = shape(changed);
        } catch (error) {
          expect(String(error)).toMatch(/not one word|cannot carry|cannot stand/);
          return;
        }
        expect(lines).toEqual(plain);
      }),
    );
  });
});

describe("options", () => {
  test.each([
    ["a program for the kernel to start", { sysctl: { "kernel.core_pattern": "|/bin/sh -c id" } }],
    ["a setting with a second line", { sysctl: { "vm.swappiness": "1\nkernel.sysrq = 1" } }],
    ["a name that is no setting", { sysctl: { "vm swappiness": 1 } }],
    ["a module with options", { modules: ["overlay metacopy=on"] }],
  ])("refuse %s", (_what, options) => {
    expect(machineBase.options.safeParse(options).success).toBe(false);
  });
});

describe("rules", () => {
  test("a setting that Kubernetes needs keeps its value", () => {
    expect(messages({ sysctl: { "net.ipv4.ip_forward": 0 } }, "machine-base-required-setting")).toEqual([
      "net.ipv4.ip_forward is 0 on masters, and Kubernetes needs 1 there",
      "net.ipv4.ip_forward is 0 on workers, and Kubernetes needs 1 there",
    ]);
    expect(messages({ sysctl: { "net.ipv4.ip_forward": 1 } }, "machine-base-required-setting")).toEqual([]);
    expect(
      messages({ groups: { lb: { sysctl: { "net.ipv4.ip_forward": 0 } } } }, "machine-base-required-setting"),
    ).toEqual([]);
  });

  test("what other software has set is not undone", () => {
    expect(
      messages({ groups: { lb: { sysctl: { "net.ipv4.ip_nonlocal_bind": 0 } } } }, "machine-base-setting-override"),
    ).toEqual(["net.ipv4.ip_nonlocal_bind is 0 on lb, and neighbour sets it to 1 there"]);
    expect(messages({ sysctl: { "net.ipv4.ip_nonlocal_bind": 1 } }, "machine-base-setting-override")).toEqual([]);
  });

  test("settings that break nodes are told", () => {
    expect(
      messages({ groups: { workers: { sysctl: { "net.ipv4.tcp_tw_recycle": 1 } } } }, "machine-base-harmful-setting"),
    ).toEqual([
      "net.ipv4.tcp_tw_recycle on workers drops connections of clients behind one address, and kernels since 4.12 do not know it, so that applying settings fails",
    ]);
    expect(
      messages({ groups: { masters: { sysctl: { "net.nf_conntrack_max": 1 } } } }, "machine-base-harmful-setting"),
    ).toEqual([
      "net.nf_conntrack_max on masters is set by kube-proxy from the number of processor cores, after this file",
    ]);
    expect(
      messages({ groups: { lb: { sysctl: { "net.nf_conntrack_max": 1 } } } }, "machine-base-harmful-setting"),
    ).toEqual([]);
  });

  test("settings for a group that is not there are told", () => {
    expect(messages({ groups: { worker: {} } }, "machine-base-group")).toEqual(["there is no machine group worker"]);
    expect(messages({ groups: { workers: {} } }, "machine-base-group")).toEqual([]);
  });

  test("a system that we know nothing about is told once for each group", () => {
    const cluster = clusterOn(["ubuntu", "99.04", "2026.11.0"]);

    expect(codes(cluster, "machine-base-system")).toEqual([
      "ubuntu 99.04 is not known (group lb)",
      "ubuntu 99.04 is not known (group masters)",
      "ubuntu 99.04 is not known (group workers)",
    ]);
    for (const system of systems) expect(codes(clusterOn(system), "machine-base-system")).toEqual([]);
  });

  test("two time servers are one too few", () => {
    const withServers = (timeServers: string[]) =>
      clusterOn(debian12, ({ spec }) => Object.assign(spec.site, { timeServers }));

    expect(codes(withServers(["10.0.0.1", "10.0.0.2"]), "machine-base-two-time-servers")).toEqual([
      "2 time servers, 10.0.0.1 and 10.0.0.2: when they disagree, nobody knows the time",
    ]);
    expect(codes(withServers(["10.0.0.1"]), "machine-base-two-time-servers")).toEqual([]);
  });

  function messages(options: object, code: string): string[] {
    const cluster = clusterOn(debian12, ({ spec }) => {
      spec.hostServices = { "machine-base": options, neighbour: {} };
    });
    return codes(cluster, code);
  }

  function codes(cluster: Cluster, code: string): string[] {
    return judge(cluster).flatMap((problem) => (problem.code === code ? [problem.message] : []));
  }
});

describe.skipIf(!hasPrograms("chronyd"))("chrony itself", () => {
  test.each(systems)("accepts the file for %s %s", (...system) => {
    const folder = laid(treeOf(clusterOn(system, enrich), "worker-1"));
    const path = system[0] === "centos" || system[0] === "rocky" ? "etc/chrony.conf" : "etc/chrony/chrony.conf";

    const { status, output } = runProgram("chronyd", ["-p", "-f", join(folder, path)]);

    expect({ status, output }).toMatchObject({ status: 0 });
    expect(output).toContain("server time.example.com iburst");
  });
});

describe.skipIf(!hasPrograms("systemd-analyze"))("systemd itself", () => {
  test.each(systems)("accepts the units for %s %s", (...system) => {
    const units = join(laid(treeOf(clusterOn(system), "worker-1")), "etc/systemd/system");

    const { status, output } = runProgram("systemd-analyze", ["verify", "--man=no", "swap-off.service"], {
      env: { SYSTEMD_UNIT_PATH: `${units}:` },
    });

    expect({ status, output }).toEqual({ status: 0, output: "" });
  });
});

function laid(tree: FileTree): string {
  const folder = mkdtempSync(join(tmpdir(), "machine-base-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const { path, content } of tree.values()) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}
