import { type ExampleDocument, exampleDocument, file, fileTree, isFailure, machinesIn } from "@groundplan/core-model";
import { ApiObject } from "cdk8s";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import {
  builtin,
  defineAddon,
  defineHostComponent,
  type FileTree,
  loadDocument,
  type Registry,
  synth,
  synthDocument,
} from "./index.ts";

/** A ConfigMap of its own, and a file on every machine of a group. */
const motd = defineAddon({
  kind: "addon",
  name: "motd",
  title: "Message of the day",
  docs: "https://example.com",
  namespace: "kube-system",
  wave: "addons",
  options: z.strictObject({ text: z.string() }),
  loadChart: async () => ({
    draw: (chart, _cluster, { text }) => {
      new ApiObject(chart, "motd", { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "motd" }, data: { text } });
    },
  }),
});

const issue = defineHostComponent({
  kind: "host-component",
  name: "issue",
  title: "What a console says before it asks for a name",
  docs: "https://man7.org/linux/man-pages/man5/issue.5.html",
  options: z.strictObject({ group: z.string() }),
  pace: "all-at-once",
  declare: (cluster, { group }) => ({ machines: machinesIn(cluster, group), ports: [] }),
  phase: () => "host-services",
  software: () => ({ packages: ["figlet"], services: [] }),
  files: (_cluster, { name }) => [file({ path: "etc/issue", content: `${name}\n`, component: "issue" })],
});

const registry: Registry = {
  ...builtin,
  hostComponents: [...builtin.hostComponents, issue],
  addons: [...builtin.addons, motd],
  deliveries: [
    {
      name: "list",
      title: "A list of machines",
      docs: "https://example.com",
      files: ({ machines }) =>
        fileTree([
          file({ path: "machines.txt", content: machines.map(({ name }) => `${name}\n`).join(""), component: "list" }),
        ]),
    },
    ...builtin.deliveries,
  ],
};

describe("a tree", () => {
  test("has the plan's pages, its machines, and the deliveries that are asked for", async () => {
    const tree = await treeOf(exampleDocument());
    const tops = new Set([...tree.keys()].map((path) => path.split("/")[0]));

    expect([...tops]).toEqual(["OVERVIEW.md", "ansible", "bom.yaml", "machines"]);
  });

  test("has its paths in order", async () => {
    const paths = [...(await treeOf(exampleDocument())).keys()];

    expect(paths).toEqual([...paths].sort());
  });

  test("leaves out a group that is kept without machines for now", async () => {
    const document = exampleDocument();
    const { workers } = document.spec.machines;
    if (!workers) expect.unreachable();
    const ranges = [{ name: "spare-", first: 1, last: 1, firstAddress: "10.0.0.91", skip: [1] }];
    document.spec.machines.spare = { ...workers, ranges };
    document.spec.waivers = [{ rule: "range-empty", reason: "They come in spring.", until: "2099-01-01" }];

    const tree = await treeOf(document);

    expect([...tree.keys()].filter((path) => path.startsWith("machines/spare"))).toEqual([]);
    expect(tree.get("OVERVIEW.md")?.content).not.toContain("spare");
  });
});

describe("components of one's own", () => {
  test("join the house's: manifests in their wave, files on their machines, deliveries in their folder", async () => {
    const tree = await treeOf(withOwn(exampleDocument()), registry);

    expect(tree.get("manifests/addons/motd/configmap-motd.yaml")?.content).toContain("text: hello");
    expect(tree.get("machines/workers/worker-2/etc/issue")?.content).toBe("worker-2\n");
    expect([...tree.keys()].filter((path) => path.endsWith("/etc/issue"))).toHaveLength(3);
    expect(tree.get("list/machines.txt")?.content).toContain("worker-3\n");
    expect(tree.get("bom.yaml")?.content).toContain("figlet");
    expect(tree.get("OVERVIEW.md")?.content).toContain("issue");
  });

  test("are unknown where they are not in the registry", async () => {
    const made = await synth(loaded(exampleDocument()));
    const refused = loadDocument(withOwn(exampleDocument()));

    expect(made.ok).toBe(true);
    expect(refused.problems.map(({ code, path }) => `${code} ${path.join(".")}`).sort()).toEqual([
      "document-unknown-key spec.addons.motd",
      "document-unknown-key spec.hostServices.issue",
    ]);
  });

  test("that write another's file are a fault, not a surprise", async () => {
    const greedy = defineHostComponent({
      ...issue,
      name: "greedy",
      files: () => [file({ path: "etc/hosts", content: "127.0.0.1 mine\n", component: "greedy" })],
    });
    const document = exampleDocument();
    document.spec.hostServices = { greedy: { group: "lb" } };
    const own = { ...builtin, hostComponents: [...builtin.hostComponents, greedy] };

    const made = loadDocument(document, own);

    if (!made.ok) expect.unreachable();
    await expect(synth(made.value.cluster, own)).rejects.toThrow(/etc\/hosts is written by both .*greedy/);
  });
});

describe("findings", () => {
  test("an error refuses the tree, and all of them are told", async () => {
    const document = exampleDocument();
    document.spec.kubernetes.etcd = { kind: "stacked" };
    const [range] = document.spec.machines.masters?.ranges ?? [];
    if (!range) expect.unreachable();
    range.last = 2;

    const made = await synthDocument(document);

    expect(made.ok).toBe(false);
    expect(made.problems.filter(isFailure).map(({ code }) => code)).toContain("etcd-quorum");
    expect(made.problems.map(({ code }) => code)).toContain("etcd-backup");
  });

  test("a warning stands beside the tree, and in its overview", async () => {
    const document = exampleDocument();
    document.spec.kubernetes.etcd = { kind: "stacked" };

    const made = await synthDocument(document);

    expect(made.problems.map(({ code }) => code)).toEqual(["etcd-backup"]);
    expect(made.ok && made.value.get("OVERVIEW.md")?.content).toContain("`etcd-backup`");
  });

  test("the day does not matter: a retired system is told the same on any", async () => {
    const document = exampleDocument();
    document.metadata.expires = "2020-01-01";
    document.spec.tier = "testing";

    const made = await synthDocument(document);

    expect(made.ok).toBe(true);
    expect(made.problems).toEqual([]);
  });

  test("a document that is no document is refused before anything is drawn", async () => {
    const { problems, ok } = await synthDocument({
      ...exampleDocument(),
      kind: "Clutser",
    } as unknown as ExampleDocument);

    expect(ok).toBe(false);
    expect(problems).toMatchObject([{ code: "document-value", path: ["kind"] }]);
  });
});

function withOwn(document: ExampleDocument): ExampleDocument {
  document.spec.addons = { motd: { text: "hello" } };
  document.spec.hostServices = { issue: { group: "workers" } };
  document.spec.delivery = { machines: ["list"] };
  return document;
}

function loaded(document: ExampleDocument) {
  const made = loadDocument(document);
  return made.ok ? made.value.cluster : expect.unreachable();
}

async function treeOf(document: ExampleDocument, registry?: Registry): Promise<FileTree> {
  const made = await synthDocument(document, registry);
  return made.ok ? made.value : expect.unreachable(made.problems.map(({ message }) => message).join("\n"));
}
