import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import {
  builtinReleases,
  exampleDocument,
  type Machine,
  type OperatingSystem,
  requireCluster,
} from "@groundplan/core-model";
import { describe, expect, onTestFinished, test } from "vitest";
import { hasPrograms, runProgram } from "../../../../tools/sandbox/programs.ts";
import { type PackageRepository, packageSource, repositoryFiles, repositorySupplies } from "./package-repository.ts";

const repository: PackageRepository = {
  name: "kubernetes",
  title: "Kubernetes 1.36",
  apt: {
    url: "https://mirror.example.com/deb/",
    suite: "/",
    components: [],
    keyUrl: "https://mirror.example.com/deb/Release.key",
  },
  dnf: { url: "https://mirror.example.com/rpm/", keyUrl: "https://mirror.example.com/rpm/repomd.xml.key" },
  pinned: { packages: ["kubeadm", "kubelet"], version: "1.36.4" },
  following: ["cri-tools"],
};

function machineOn(os: OperatingSystem): Machine {
  const document = exampleDocument();
  const { machines } = requireCluster(document, {
    components: [],
    releases: builtinReleases,
    priceBooks: [],
    deliveries: ["ansible"],
  });
  return { ...(machines[0] ?? expect.unreachable()), os };
}

const debian = machineOn({ distribution: "debian", version: "12" });
const rocky = machineOn({ distribution: "rocky", version: "9" });

test("apt is told the repository and, before all others, the version", () => {
  const files = repositoryFiles("kubeadm", debian, repository).map(({ path, content }) => [
    path,
    content.split("\n").slice(1),
  ]);

  expect(files).toEqual([
    [
      "etc/apt/sources.list.d/kubernetes.sources",
      [
        "Types: deb",
        "URIs: https://mirror.example.com/deb/",
        "Suites: /",
        "Signed-By: /etc/apt/keyrings/kubernetes.asc",
        "",
      ],
    ],
    [
      "etc/apt/preferences.d/kubernetes",
      [
        ...["Package: kubeadm kubelet", "Pin: version 1.36.4-*", "Pin-Priority: 1001", ""],
        ...["Package: kubeadm kubelet", "Pin: release *", "Pin-Priority: -1", ""],
      ],
    ],
  ]);
});

test("dnf sees no other version, and checks signatures", () => {
  const [file] = repositoryFiles("kubeadm", rocky, repository);

  expect(file?.path).toBe("etc/yum.repos.d/kubernetes.repo");
  expect(file?.content).toContain("gpgcheck=1\ngpgkey=https://mirror.example.com/rpm/repomd.xml.key\n");
  expect(file?.content).toContain("includepkgs=kubeadm-1.36.4-* kubelet-1.36.4-* cri-tools\n");
});

test("the key is fetched where apt wants it as a file, and carried where the site has its own", () => {
  const own = { ...repository, key: "keys/mirror.asc" };

  expect(repositorySupplies(debian, repository)).toMatchObject([
    { from: { url: "https://mirror.example.com/deb/Release.key" } },
  ]);
  expect(repositorySupplies(rocky, repository)).toEqual([]);
  expect(repositorySupplies(debian, own)).toMatchObject([
    { path: "/etc/apt/keyrings/kubernetes.asc", from: { clusterFile: "keys/mirror.asc" } },
  ]);
  expect(repositorySupplies(rocky, own)).toMatchObject([{ path: "/etc/pki/rpm-gpg/RPM-GPG-KEY-kubernetes" }]);
  expect(repositoryFiles("kubeadm", rocky, own)[0]?.content).toContain(
    "gpgkey=file:///etc/pki/rpm-gpg/RPM-GPG-KEY-kubernetes\n",
  );
});

test.each([
  "ftp://mirror.example.com",
  "https://user:word@mirror.example.com",
  "https://mirror.example.com/a b",
  "https://mirror.example.com/\nSigned-By: x",
])("a mirror is no %j", (url) => {
  expect(packageSource("https://example.com", "what lies there").safeParse({ url }).success).toBe(false);
});

describe.skipIf(!hasPrograms("apt-get", "apt-cache"))("apt itself", () => {
  test.each([
    ["takes the pinned version, though a newer one is there", ["1.36.3-1.1", "1.36.4-1.1", "1.36.5-1.1"], "1.36.4-1.1"],
    ["takes none, where the pinned version is missing", ["1.36.3-1.1", "1.36.5-1.1"], "(none)"],
  ])("%s", (_what, versions, candidate) => {
    const root = temporaryFolder();
    for (const { path, content } of repositoryFiles("kubeadm", debian, repository)) {
      // A folder that nobody has signed stands for the repository.
      const local = content
        .replace("https://mirror.example.com/deb/", `file:${root}/repository`)
        .replace(/^Signed-By: .*$/m, "Trusted: yes");
      write(root, path, local);
    }
    const packages = versions.map((version) =>
      [
        `Package: kubelet`,
        `Version: ${version}`,
        "Architecture: all",
        "Maintainer: nobody",
        "Description: none",
        `Filename: ./${version}.deb`,
        "Size: 1",
        `SHA256: ${"0".repeat(64)}`,
        "",
      ].join("\n"),
    );
    write(root, "repository/Packages", packages.join("\n"));
    for (const folder of ["var/lib/apt/lists/partial", "var/cache/apt/archives/partial", "etc/apt/apt.conf.d"])
      mkdirSync(join(root, folder), { recursive: true });
    write(root, "var/lib/dpkg/status", "");
    const at = [
      "-o",
      `Dir=${root}`,
      "-o",
      `Dir::State::status=${root}/var/lib/dpkg/status`,
      "-o",
      "APT::Sandbox::User=",
    ];

    const update = runProgram("apt-get", [...at, "update"]);
    const { output } = runProgram("apt-cache", [...at, "policy", "kubelet"]);

    expect(update.status, update.output).toBe(0);
    expect(/Candidate: (.*)/.exec(output)?.[1]).toBe(candidate);
  });
});

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "apt-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

function write(root: string, path: string, content: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}
