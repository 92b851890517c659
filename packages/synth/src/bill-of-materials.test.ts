import { type ExampleDocument, exampleDocument, file, fileTree } from "@groundplan/core-model";
import type { MachineManifest } from "@groundplan/hostconfig";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { caseFile, caseNames, caseText } from "../../../tools/cases/case-files.ts";
import { imagesIn } from "./bill-of-materials.ts";
import { renderText } from "./cases/render-text.ts";
import { synthDocument } from "./index.ts";

/** What `bom.yaml` says. */
interface Bill {
  readonly release: { readonly version: string; readonly lifecycle: string };
  readonly kubernetes: string;
  readonly components: readonly { readonly name: string; readonly version: string; readonly licence?: string }[];
  readonly images: readonly { readonly image: string; readonly from?: string }[];
  readonly packages: readonly { readonly system: string; readonly packages: readonly { readonly name: string }[] }[];
  readonly downloads: readonly { readonly url: string; readonly from?: string; readonly sha256?: string }[];
}

test("ha-prod, as whoever fills its mirror sees it", async () => {
  const { tree } = await renderText(caseText("ha-prod"), caseFile("ha-prod"));

  await expect(tree.get("bom.yaml")?.content).toMatchFileSnapshot("golden/ha-prod/bom.yaml");
});

describe.each(caseNames)("%s", (name) => {
  test("has the packages and downloads that its machines are told to fetch, and no others", async () => {
    const { cluster, tree } = await renderText(caseText(name), caseFile(name));
    const bill: Bill = parse(tree.get("bom.yaml")?.content ?? "");
    const packages = new Map<string, Set<string>>();
    const downloads = new Set<string>();
    for (const [group, { os }] of Object.entries(cluster.spec.machines)) {
      const system = `${(os ?? cluster.spec.os).distribution} ${(os ?? cluster.spec.os).version}`;
      const known = packages.get(system) ?? new Set();
      packages.set(system, known);
      const manifest: MachineManifest = parse(tree.get(`machines/${group}/files.yaml`)?.content ?? "");
      for (const { components } of [manifest.common, ...Object.values(manifest.machines)]) {
        for (const component of components ?? []) {
          for (const each of component.packages) known.add(each);
          for (const supply of component.supplies ?? []) if ("url" in supply) downloads.add(supply.url);
        }
      }
    }

    const listed = bill.packages.map(({ system, packages }) => [system, packages.map((each) => each.name)]);
    expect(listed).toEqual([...packages].sort().map(([system, names]) => [system, [...names].sort()]));
    expect(bill.downloads.map(({ url }) => url)).toEqual([...downloads].sort());
  });
});

describe("images", () => {
  test("come from upstream, where no registry of the site stands in between", async () => {
    const { images } = await billOf();

    expect(images).toContainEqual({ image: expect.stringMatching(/^registry\.k8s\.io\/kube-apiserver:v1\./) });
    expect(images.filter(({ from }) => from !== undefined)).toEqual([]);
  });

  test("of a site's registry are told with where to mirror them from", async () => {
    const { images } = await billOf(({ spec }) => {
      spec.site.registry = { host: "registry.example.com:5000", path: "mirror" };
    });

    expect(images.length).toBeGreaterThan(5);
    for (const { image, from } of images) {
      expect(image).toMatch(/^registry\.example\.com:5000\/mirror\//);
      expect(from).toMatch(/^[a-z0-9.]+\.io\//);
    }
  });

  test("have etcd's where it is stacked, and not where it is no container", async () => {
    const stacked = await billOf();
    const external = await billOf(moveEtcd);

    expect(stacked.images.filter(({ image }) => image.includes("etcd"))).toHaveLength(1);
    expect(external.images.filter(({ image }) => image.includes("etcd"))).toEqual([]);
  });

  test("of manifests are found wherever a container names one, each once", () => {
    const texts = ["spec:\n  containers:\n    - image: a.io/x:1\n      name: x\n", '- name: y\n  image: "b.io/y:2"\n'];
    const files = [...texts, ...texts].map((content, position) =>
      file({ path: `${position}.yaml`, content, component: "x" }),
    );

    expect(imagesIn(fileTree(files))).toEqual(["a.io/x:1", "b.io/y:2"]);
    expect(imagesIn(fileTree([]))).toEqual([]);
  });
});

describe("components", () => {
  test("are those in use, with the versions that the release pins", async () => {
    const bill = await billOf();

    expect(bill.components.map(({ name }) => name)).toEqual([
      "containerd",
      "coredns",
      "etcd",
      "haproxy",
      "keepalived",
      "pause",
    ]);
    expect(bill.kubernetes).toMatch(/^1\.\d+\.\d+$/);
    expect(bill.release).toMatchObject({ version: "2026.11.0", lifecycle: "active" });
  });

  test("an addon joins with its images", async () => {
    const bill = await billOf(({ spec }) => {
      spec.kubernetes.podNetwork.kind = "calico";
    });

    expect(bill.components.map(({ name }) => name)).toContain("calico");
    expect(bill.images.map(({ image }) => image)).toContainEqual(expect.stringMatching(/^quay\.io\/calico\/node:/));
  });
});

describe("downloads", () => {
  test("from a mirror are told with what upstream publishes, and its checksum", async () => {
    const { downloads } = await billOf((document) => {
      moveEtcd(document);
      const url = "https://mirror.example.com/files/etcd.tar.gz";
      document.spec.hostServices = { etcd: { architecture: "arm64", archive: { url } } };
    });

    expect(downloads.find(({ url }) => url.endsWith("/etcd.tar.gz"))).toEqual({
      url: "https://mirror.example.com/files/etcd.tar.gz",
      from: expect.stringMatching(
        /^https:\/\/github\.com\/etcd-io\/etcd\/releases\/download\/.*-linux-arm64\.tar\.gz$/,
      ),
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  test("from upstream itself say so once", async () => {
    const { downloads } = await billOf(moveEtcd);

    expect(downloads.find(({ url }) => url.includes("/etcd-io/"))).toEqual({
      url: expect.stringContaining("-linux-amd64.tar.gz"),
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });
});

/** etcd on three machines of its own. */
function moveEtcd({ spec }: ExampleDocument): void {
  const { workers } = spec.machines;
  if (!workers) expect.unreachable();
  spec.machines.etcd = { ...workers, ranges: [{ name: "etcd-", first: 1, last: 3, firstAddress: "10.0.0.41" }] };
  spec.kubernetes.etcd = { kind: "external", group: "etcd", backup: { schedule: "0 1 * * *", keepDays: 14 } };
}

async function billOf(change = (_: ExampleDocument) => {}): Promise<Bill> {
  const document = exampleDocument();
  change(document);
  const made = await synthDocument(document);
  if (!made.ok) expect.unreachable(made.problems.map(({ message }) => message).join("\n"));
  return parse(made.value.get("bom.yaml")?.content ?? "");
}
