import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import {
  builtinReleases,
  type Cluster,
  type ExampleDocument,
  exampleDocument,
  type FileTree,
  fileTree,
  findMachine,
  judge,
  type OperatingSystem,
  optionsFor,
  requireCluster,
} from "@groundplan/core-model";
import fc from "fast-check";
import { parse } from "smol-toml";
import { describe, expect, onTestFinished, test } from "vitest";
import { findJudge } from "../../../../../tools/judges/find-judge.ts";
import { hasPrograms, runProgram } from "../../../../../tools/sandbox/programs.ts";
import { containerd } from "./index.ts";

type System = readonly [distribution: OperatingSystem["distribution"], version: string, release: string];

const debian12: System = ["debian", "12", "2026.11.0"];
const rocky9: System = ["rocky", "9", "2026.11.0"];
const ubuntu24: System = ["ubuntu", "24.04", "2026.11.0"];
const centos7: System = ["centos", "7.9", "2023.8.1"];
const systems = [debian12, rocky9, ubuntu24, centos7];

function clusterOn([distribution, version, release]: System, change = (_: ExampleDocument) => {}): Cluster {
  const document = exampleDocument();
  document.spec.os = { distribution, version };
  document.spec.release = release;
  change(document);
  return requireCluster(document, {
    components: [containerd],
    releases: builtinReleases,
    priceBooks: [],
    deliveries: ["ansible"],
  });
}

/** A registry of the site with a login and an authority of its own, a proxy, a disk for containers, a mirror for packages. */
function enrich({ spec }: ExampleDocument): void {
  spec.site.registry = {
    host: "registry.example.com:5000",
    path: "kubernetes",
    caCertificate: "certificates/registry.crt",
    credentials: { secret: "registry/pull" },
  };
  spec.site.proxy = { http: "http://proxy.example.com:3128" };
  spec.machines.workers?.disks.push({
    name: "data",
    sizeGB: 500,
    device: "/dev/disk/by-id/virtio-data",
    use: "containers",
  });
  spec.hostServices = {
    containerd: {
      packages: { url: "https://mirror.example.com/docker-ce", key: "keys/docker.asc" },
      openFiles: 524_288,
    },
  };
}

function treeOf(cluster: Cluster, name = "worker-1"): FileTree {
  return fileTree(containerd.files(cluster, findMachine(cluster, name), optionsFor(cluster, containerd)));
}

function softwareOf(cluster: Cluster) {
  return containerd.software(cluster, findMachine(cluster, "worker-1"), optionsFor(cluster, containerd));
}

function configurationOf(cluster: Cluster): string {
  return treeOf(cluster).get("etc/containerd/config.toml")?.content ?? "";
}

describe("files", () => {
  test.each([
    ["plain", clusterOn(debian12)],
    ["rich", clusterOn(centos7, enrich)],
    ["rich-version-3", clusterOn(ubuntu24, enrich)],
  ])("%s", async (name, cluster) => {
    for (const { path, content } of treeOf(cluster).values()) {
      await expect(content).toMatchFileSnapshot(`golden/${name}/${path}`);
    }
  });

  test("only root reads the file with the registry's login, whose secret is named", () => {
    const modes = [clusterOn(debian12), clusterOn(debian12, enrich)].map((cluster) => {
      const { mode, secrets } = treeOf(cluster).get("etc/containerd/config.toml") ?? expect.unreachable();
      return [mode.toString(8), secrets.map(({ secret }) => secret)];
    });

    expect(modes).toEqual([
      ["644", []],
      ["600", ["registry/pull"]],
    ]);
  });

  test("a machine without a disk for containers keeps them in the customary folder", () => {
    const cluster = clusterOn(debian12, enrich);

    expect(parse(configurationOf(cluster)).root).toBe("/srv/containers/containerd");
    expect(treeOf(cluster, "master-1").get("etc/containerd/config.toml")?.content).toContain(
      'root = "/var/lib/containerd"\n',
    );
  });

  test("the login is for the registry alone, and no key stands beside config_path that would disable all of them", () => {
    const { plugins } = parse(configurationOf(clusterOn(debian12, enrich))) as {
      plugins: Record<string, { registry?: object }>;
    };

    expect(plugins["io.containerd.cri.v1.images"]?.registry).toEqual({
      config_path: "/etc/containerd/certs.d",
      configs: { "registry.example.com:5000": { auth: { auth: "@@secret:registry/pull@@" } } },
    });
  });

  test("whatever the registry is called, its file says the same number of things", () => {
    const cluster = clusterOn(debian12, enrich);

    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), (host, path) => {
        fc.pre(!/[/\\\p{Cc}]|^\.{0,2}$/u.test(host));
        const site = { ...cluster.spec.site, proxy: undefined, registry: { host, path, credentials: { secret: "a" } } };
        const changed = { ...cluster, spec: { ...cluster.spec, site } };

        const files = treeOf(changed as Cluster);
        const configuration = parse(files.get("etc/containerd/config.toml")?.content ?? "");
        const registry = [...files.values()].find((file) => file.path.endsWith("hosts.toml"));
        expect(Object.keys(configuration)).toEqual(["version", "root", "plugins"]);
        expect(parse(registry?.content ?? "")).toEqual({
          server: `https://${host}`,
          host: { [`https://${host}`]: { capabilities: ["pull", "resolve"] } },
        });
      }),
    );
  });
});

describe("software", () => {
  test("is containerd.io at the release's version, from a repository that is checked by its key", () => {
    expect(softwareOf(clusterOn(debian12))).toEqual({
      packages: ["containerd.io"],
      services: ["containerd"],
      supplies: [
        {
          path: "/etc/apt/keyrings/containerd.asc",
          mode: 0o644,
          from: { url: "https://download.docker.com/linux/debian/gpg" },
        },
      ],
    });
    expect(softwareOf(clusterOn(rocky9)).supplies).toEqual([]);
  });

  test("certificates and keys of the cluster's folder are carried to their places", () => {
    expect(softwareOf(clusterOn(rocky9, enrich))).toEqual({
      packages: ["containerd.io", "xfsprogs"],
      services: ["containerd", "srv-containers.mount", "var-lib-kubelet.mount"],
      supplies: [
        { path: "/etc/pki/rpm-gpg/RPM-GPG-KEY-containerd", mode: 0o644, from: { clusterFile: "keys/docker.asc" } },
        {
          path: "/etc/containerd/certs.d/registry.example.com_5000_/ca.crt",
          mode: 0o644,
          from: { clusterFile: "certificates/registry.crt" },
        },
      ],
    });
  });
});

describe("rules", () => {
  test("CentOS 7 gets no containerd after 1.6", () => {
    const old: System = ["centos", "7.9", "2026.11.0"];

    expect(messages(clusterOn(old), "containerd-centos-7")).toEqual([
      "the nodes of masters run CentOS 7, and release 2026.11.0 brings containerd 2.3.4, which is not packaged for it",
      "the nodes of workers run CentOS 7, and release 2026.11.0 brings containerd 2.3.4, which is not packaged for it",
    ]);
    for (const system of systems) expect(messages(clusterOn(system), "containerd-centos-7")).toEqual([]);
  });

  test("a site without internet is asked for a mirror", () => {
    const closed = ({ spec }: ExampleDocument) => Object.assign(spec.site, { internet: "none" });

    expect(messages(clusterOn(debian12, closed), "containerd-packages")).toEqual([
      "site.internet is none, and the packages of containerd come from https://download.docker.com/linux",
    ]);
    const mirrored = (document: ExampleDocument) => {
      closed(document);
      enrich(document);
    };
    expect(messages(clusterOn(debian12, mirrored), "containerd-packages")).toEqual([]);
    expect(messages(clusterOn(debian12), "containerd-packages")).toEqual([]);
  });

  function messages(cluster: Cluster, code: string): string[] {
    return judge(cluster).flatMap((problem) => (problem.code === code ? [problem.message] : []));
  }
});

describe.each([
  ["containerd-1.6", centos7],
  ["containerd-2.3", debian12],
])("%s itself", (name, system) => {
  const program = findJudge(name);

  test.skipIf(program === undefined).each([
    ["plain", () => {}],
    ["rich", enrich],
  ])("reads the %s file without a warning, and takes every value", (_name, change) => {
    const cluster = clusterOn(system, change);
    const path = join(laid(treeOf(cluster)), "etc/containerd/config.toml");

    const { status, output } = runProgram(program ?? "", ["--config", path, "config", "dump"]);

    expect(status).toBe(0);
    // Newer ones say that they would write it in a newer version; they read this one as long as they are containerd 2.
    const warnings = output
      .split("\n")
      .filter((line) => /level=(warning|error)/.test(line) && !line.includes("migrated"));
    expect(warnings).toEqual([]);
    const read = parse(output.replaceAll(/^time=.*$/gm, ""));
    const { version, ...wanted } = parse(configurationOf(cluster));
    expect(read).toMatchObject(wanted);
    expect(read.version).toBeGreaterThanOrEqual(Number(version));
  });

  test.skipIf(program === undefined)("would refuse a value of another type", () => {
    const folder = laid(treeOf(clusterOn(system)));
    const path = join(folder, "broken.toml");
    writeFileSync(
      path,
      configurationOf(clusterOn(system)).replace("SystemdCgroup = true", "SystemdCgroup = true\nroot = [1"),
    );

    expect(runProgram(program ?? "", ["--config", path, "config", "dump"]).status).not.toBe(0);
  });
});

describe.skipIf(!hasPrograms("systemd-analyze"))("systemd itself", () => {
  test.each(systems)("accepts the units for %s %s", (...system) => {
    const units = join(laid(treeOf(clusterOn(system, enrich))), "etc/systemd/system");
    writeFileSync(join(units, "containerd.service"), "[Service]\nExecStart=/bin/true\n");
    const names = ["containerd.service", "format-data.service", "srv-containers.mount", "var-lib-kubelet.mount"];

    const { status, output } = runProgram("systemd-analyze", ["verify", "--man=no", ...names], {
      env: { SYSTEMD_UNIT_PATH: `${units}:` },
    });

    // mkfs.xfs comes with a package of the target.
    const complaints = output.split("\n").filter((line) => line !== "" && !line.includes("/usr/sbin/mkfs.xfs"));
    expect({ complaints, known: status === 0 || output.includes("mkfs.xfs") }).toEqual({ complaints: [], known: true });
  });
});

function laid(tree: FileTree): string {
  const folder = mkdtempSync(join(tmpdir(), "containerd-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const { path, content } of tree.values()) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}
