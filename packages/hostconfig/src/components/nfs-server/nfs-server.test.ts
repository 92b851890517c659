import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  builtinReleases,
  type Cluster,
  type ExampleDocument,
  type File,
  type FileTree,
  fileTree,
  findMachine,
  hostPorts,
  judge,
  optionsFor,
  requireCluster,
} from "@groundplan/core-model";
import { describe, expect, test } from "vitest";
import { temporaryFolder, writeFiles } from "../../../../../tools/sandbox/folders.ts";
import { hasPrograms, type Outcome, runProgram } from "../../../../../tools/sandbox/programs.ts";
import { canSandbox, isRoot } from "../../../../../tools/sandbox/sandbox.ts";
import { centos7, debian12, documentOn, enrich, examples, rocky9, type System, systems } from "./examples.ts";
import { nfsServer } from "./index.ts";

function clusterOf(document: ExampleDocument): Cluster {
  return requireCluster(document, {
    components: [nfsServer],
    releases: builtinReleases,
    priceBooks: [],
    deliveries: ["ansible"],
  });
}

function clusterOn(system: System, change?: (document: ExampleDocument) => void): Cluster {
  return clusterOf(documentOn(system, change));
}

function filesOf(cluster: Cluster): FileTree {
  return fileTree(nfsServer.files(cluster, findMachine(cluster, "nfs-1"), optionsFor(cluster, nfsServer)));
}

function textOf(cluster: Cluster, path: string): string {
  return filesOf(cluster).get(path)?.content ?? "";
}

/** The options of the example, changed. */
function withOptions(more: object): (document: ExampleDocument) => void {
  return ({ spec }) => {
    spec.hostServices["nfs-server"] = { ...(spec.hostServices["nfs-server"] as object), ...more };
  };
}

const exportsPath = "etc/exports.d/groundplan.exports";
const settingsPath = "etc/nfs.conf.d/groundplan.conf";

describe("files", () => {
  test.each(Object.entries(examples))("%s", async (name, document) => {
    for (const { path, content } of filesOf(clusterOf(document())).values())
      await expect(content).toMatchFileSnapshot(`golden/${name}/${path}`);
  });

  test("the networks of all nodes may mount, and nobody else's", () => {
    const cluster = clusterOn(debian12, ({ spec }) => {
      spec.networks.edge = { cidr: "10.1.0.0/24", router: "10.1.0.254", interface: "eth0" };
      spec.networks.office = { cidr: "10.2.0.0/24", router: "10.2.0.254", interface: "eth0" };
      if (spec.machines.workers) spec.machines.workers.network = "edge";
      for (const range of spec.machines.workers?.ranges ?? []) range.firstAddress = "10.1.0.31";
    });

    const [, line = ""] = textOf(cluster, exportsPath).trim().split("\n");
    expect(line.match(/[\d.]+\/\d+(?=\()/g)).toEqual(["10.0.0.0/24", "10.1.0.0/24"]);
  });

  test("a folder more leaves the others as they were", () => {
    const lines = (exports: readonly string[]) =>
      textOf(clusterOn(debian12, withOptions({ exports })), exportsPath)
        .trim()
        .split("\n")
        .slice(1);

    const [before, after] = [lines(["/srv/kubernetes"]), lines(["/srv/builds", "/srv/kubernetes"])];
    expect(after[1]).toBe(before[0]);
    expect(new Set(after.map((line) => /fsid=([0-9a-f-]{36})\)/.exec(line)?.[1])).size).toBe(2);
  });

  test("another folder is a reload, another setting a restart", () => {
    const files = filesOf(clusterOn(debian12));

    expect(files.get(exportsPath)?.effects).toEqual([{ action: "reload", unit: "nfs-server" }]);
    expect(files.get(settingsPath)?.effects).toEqual([{ action: "restart", unit: "nfs-server" }]);
  });

  test("each system has its own package, and its settings where they are read", () => {
    const told = systems.map((system) => {
      const cluster = clusterOn(system);
      const { packages } = nfsServer.software(cluster, findMachine(cluster, "nfs-1"), optionsFor(cluster, nfsServer));
      return [system[0], packages[0], [...filesOf(cluster).keys()].find((path) => /nfs\.conf\.d|sysconfig/.test(path))];
    });

    expect(told).toEqual([
      ["debian", "nfs-kernel-server", settingsPath],
      ["debian", "nfs-kernel-server", settingsPath],
      ["rocky", "nfs-utils", settingsPath],
      ["ubuntu", "nfs-kernel-server", settingsPath],
      ["ubuntu", "nfs-kernel-server", settingsPath],
      ["centos", "nfs-utils", "etc/sysconfig/nfs"],
    ]);
  });

  test("the server waits for every folder's mount, and the folders for their disk", () => {
    const cluster = clusterOn(rocky9, enrich);
    const { services } = nfsServer.software(cluster, findMachine(cluster, "nfs-1"), optionsFor(cluster, nfsServer));

    expect(services).toEqual(["nfs-server", "srv-nfs_disk.mount", "srv-kubernetes.mount", "data-build-cache.mount"]);
    expect(textOf(cluster, "etc/systemd/system/nfs-server.service.d/groundplan.conf")).toContain(
      "RequiresMountsFor=/data/build/cache /srv/kubernetes\n",
    );
    expect(textOf(cluster, "etc/systemd/system/srv-kubernetes.mount")).toContain(
      "RequiresMountsFor=/srv/nfs_disk/srv.kubernetes\n",
    );
  });

  test("without a disk for data nothing is mounted", () => {
    const cluster = clusterOn(debian12, ({ spec }) => spec.machines.nfs?.disks.pop());

    expect([...filesOf(cluster).keys()].filter((path) => path.endsWith(".mount"))).toEqual([]);
  });

  test("a server that is bought leaves no trace on machines", () => {
    const cluster = clusterOn(debian12, ({ spec }) => {
      spec.hostServices["nfs-server"] = { kind: "external", address: "nas.example.com", exports: ["/volume-1/k8s"] };
    });

    expect(nfsServer.declare(cluster, optionsFor(cluster, nfsServer))).toEqual({ machines: [], ports: [] });
    expect(filesOf(cluster).size).toBe(0);
    expect(judge(cluster).filter(({ code }) => code.startsWith("nfs-server-"))).toEqual([]);
  });

  test("its ports are in the table of the machine, those that the packages bring among them", () => {
    const cluster = clusterOn(debian12);

    expect(
      hostPorts(cluster, findMachine(cluster, "nfs-1"))
        .map(({ port, protocol }) => `${port}/${protocol}`)
        .sort(),
    ).toEqual(["111/tcp", "111/udp", "20048/tcp", "20048/udp", "2049/tcp"]);
  });
});

describe("what may be written", () => {
  test.each([
    ["a folder of the system", { exports: ["/etc"] }],
    ["all below /srv", { exports: ["/srv"] }],
    ["a folder with another client", { exports: ["/srv/a *(rw)"] }],
    ["a folder that climbs", { exports: ["/srv/../etc"] }],
    ["a folder whose mount would be escaped", { exports: ["/srv/my-files"] }],
    ["everybody", { exports: ["/srv/a"], clients: ["*"] }],
    ["no folder", { exports: [] }],
  ])("refuses %s", (_, options) => {
    expect(nfsServer.options.safeParse({ group: "nfs", ...options }).success).toBe(false);
  });
});

function findings(cluster: Cluster): readonly string[] {
  return judge(cluster)
    .filter(({ code }) => code.startsWith("nfs-server-"))
    .map(({ severity, code, path, message }) => `${severity} ${code} ${path.join(".")}: ${message}`);
}

const alone =
  "warning nfs-server-alone spec.hostServices.nfs-server.group: the files of production lie on one NFS server (nfs)";

describe("rules", () => {
  test.each<[string, (document: ExampleDocument) => void, readonly string[]]>([
    ["one server in production", () => {}, [alone]],
    [
      "one server elsewhere",
      ({ spec }) => {
        spec.tier = "staging";
      },
      [],
    ],
    [
      "two servers",
      ({ spec }) => {
        spec.tier = "staging";
        if (spec.machines.nfs?.hosts) spec.machines.nfs.hosts["nfs-2"] = { address: "10.0.0.82" };
      },
      [
        "error nfs-server-several spec.hostServices.nfs-server.group: group nfs has 2 machines (nfs-1, nfs-2), and each would serve files of its own",
      ],
    ],
    [
      "no disk for the files",
      ({ spec }) => {
        spec.tier = "staging";
        spec.machines.nfs?.disks.pop();
      },
      [
        "warning nfs-server-disk spec.machines.nfs.disks: the volumes lie on the system's disk of nfs: there is no disk for data",
      ],
    ],
    [
      "folders within each other, twice, and where the disk is",
      (document) => {
        document.spec.tier = "staging";
        withOptions({ exports: ["/srv/a/b", "/srv/a", "/srv/c", "/srv/c", "/srv/nfs_disk"] })(document);
      },
      [
        "error nfs-server-nested spec.hostServices.nfs-server.exports.1: /srv/a and /srv/a/b lie within each other",
        "error nfs-server-nested spec.hostServices.nfs-server.exports.3: /srv/c is there twice",
        "error nfs-server-nested spec.hostServices.nfs-server.exports.4: /srv/nfs_disk is where the disk itself is mounted",
      ],
    ],
  ])("%s", (_, change, expected) => {
    expect(findings(clusterOn(debian12, change))).toEqual(expected);
  });
});

test.skipIf(!hasPrograms("shellcheck"))("shellcheck has nothing to say about the settings of CentOS 7", () => {
  const input = textOf(clusterOn(centos7), "etc/sysconfig/nfs");

  // SC2034: whoever reads the file uses the variables.
  expect(runProgram("shellcheck", ["--shell=sh", "--exclude=SC2034", "-"], { input })).toEqual({
    status: 0,
    output: "",
  });
});

test.skipIf(!hasPrograms("systemd-analyze"))("systemd reads the units", () => {
  const folder = temporaryFolder();
  const units = [...filesOf(clusterOn(debian12)).values()]
    .filter(({ path }) => /systemd\/system\/[^/]+$/.test(path))
    .map((file) => ({
      ...file,
      path: file.path.replace(/.*\//, ""),
      content: file.content.replaceAll("=/usr/bin/install ", "=/bin/true "),
    }));
  writeFiles(folder, units);
  mkdirSync(join(folder, "nfs-server.service.d"));
  writeFileSync(join(folder, "nfs-server.service"), "[Service]\nType=oneshot\nExecStart=/bin/true\n");
  writeFileSync(
    join(folder, "nfs-server.service.d/groundplan.conf"),
    textOf(clusterOn(debian12), "etc/systemd/system/nfs-server.service.d/groundplan.conf"),
  );

  const names = ["nfs-server.service", ...units.map(({ path }) => path)];
  const { status, output } = runProgram("systemd-analyze", ["verify", "--man=no", ...names], {
    cwd: folder,
    env: { SYSTEMD_UNIT_PATH: `${folder}:` },
  });
  expect(output.split("\n").filter((line) => line.includes(folder))).toEqual([]);
  expect(status).toBe(0);
});

const canJudge = isRoot && canSandbox() && hasPrograms("exportfs", "nfsconf", "rpc.mountd", "rpcbind", "ss", "unshare");

describe.skipIf(!canJudge)("the programs themselves", () => {
  test("exportfs serves what the file says, to those whom it names", () => {
    const { status, output } = onServer(filesOf(clusterOn(rocky9, enrich)).values(), "exportfs -rav && exportfs -s");

    expect(status, output).toBe(0);
    expect(
      output
        .split("\n")
        .filter((line) => line.startsWith("exporting "))
        .sort(),
    ).toEqual([
      "exporting 10.0.0.0/24:/data/build/cache",
      "exporting 10.0.0.0/24:/srv/kubernetes",
      "exporting 192.168.50.0/24:/data/build/cache",
      "exporting 192.168.50.0/24:/srv/kubernetes",
    ]);
    expect(output.match(/root_squash,no_all_squash/g)?.length).toBe(4);
    expect(output).not.toMatch(/Assuming|warning|no_root_squash|async/);
  });

  test("and refuses an option that is none", () => {
    const files = [...filesOf(clusterOn(debian12)).values()].map((file) => ({
      ...file,
      content: file.content.replace("root_squash", "root_squish"),
    }));
    const { status, output } = onServer(files, "exportfs -rav");

    expect(status).toBe(1);
    expect(output).toContain('unknown keyword "root_squish"');
  });

  test("the settings are read, and mountd stays at its port", () => {
    const { output } = onServer(
      filesOf(clusterOn(debian12)).values(),
      `nfsconf --get nfsd vers3; nfsconf --get nfsd threads
      ip link set lo up; mkdir -p /run/rpcbind
      rpcbind -f & rpc.mountd -F &
      for _ in {1..40}; do ss -lnt | grep -q :20048 && break; sleep 0.1; done
      ss -lnH -t -u | awk '{ print $5 }' | grep -o '[0-9]*$' | sort -un; kill %1 %2`,
    );

    const lines = output.split("\n");
    expect(lines.slice(0, 2)).toEqual(["n", "16"]);
    expect(lines.filter((line) => /^\d{3,5}$/.test(line))).toEqual(["111", "20048"]);
  });
});

/** Runs a script of bash where the files lie as on the server, with a network and mounts of its own. */
function onServer(files: Iterable<File>, script: string): Outcome {
  const folder = temporaryFolder();
  writeFiles(folder, files);
  const setUp = [
    "set -e",
    "mount -t tmpfs tmpfs /mnt && mkdir /mnt/u /mnt/w /mnt/r",
    "mount -t overlay overlay -o lowerdir=/,upperdir=/mnt/u,workdir=/mnt/w /mnt/r",
    "mount -t tmpfs tmpfs /mnt/r/run && mount -t tmpfs tmpfs /mnt/r/var/lib/nfs",
    "mount --rbind /dev /mnt/r/dev && mount -t proc proc /mnt/r/proc",
    `cp -r ${folder}/. /mnt/r/ && mkdir -p /mnt/r/srv/kubernetes /mnt/r/data/build/cache`,
    "touch /mnt/r/var/lib/nfs/etab /mnt/r/var/lib/nfs/rmtab",
    'chroot /mnt/r bash -uc "$1"',
  ];
  return runProgram("unshare", ["--mount", "--net", "--pid", "--fork", "bash", "-c", setUp.join("\n"), "bash", script]);
}
