import { type ExampleDocument, exampleDocument } from "@groundplan/core-model";
import fc from "fast-check";
import type { Nodes } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { describe, expect, test } from "vitest";
import { caseFile, caseText } from "../../../../tools/cases/case-files.ts";
import { renderText } from "../cases/render-text.ts";
import { synthDocument } from "../synth.ts";

test("ha-prod, as its reviewer sees it", async () => {
  const { tree } = await renderText(caseText("ha-prod"), caseFile("ha-prod"));

  await expect(tree.get("OVERVIEW.md")?.content).toMatchFileSnapshot("golden/ha-prod/OVERVIEW.md");
});

describe("machines", () => {
  test("a number that is left out ends one run and begins the next", async () => {
    const page = await overviewOf(({ spec }) => {
      const [range] = spec.machines.workers?.ranges ?? [];
      if (!range) expect.unreachable();
      range.last = 7;
      range.skip = [4];
    });

    expect(page).toContain("| 6 | worker-1 to worker-3, worker-5 to worker-7 | 10.0.0.31 to 10.0.0.33, 10.0.0.35 to");
  });

  test("with names of their own are all named", async () => {
    const page = await overviewOf(({ spec: { machines } }) => {
      const { ranges: _ranges, ...alike } = machines.workers ?? expect.unreachable();
      const hosts = { ada: { address: "10.0.0.31" }, grace: { address: "10.0.0.32" }, mary: { address: "10.0.0.33" } };
      machines.workers = { ...alike, hosts };
    });

    expect(page).toContain("| 3 | ada, grace, mary | 10.0.0.31, 10.0.0.32, 10.0.0.33 |");
  });

  test("tell what kind of disk they have, and graphics processors", async () => {
    const page = await overviewOf(({ spec }) => {
      const { workers } = spec.machines;
      if (!workers) expect.unreachable();
      workers.size.gpus = 4;
      workers.disks.push({ name: "data", sizeGB: 500, device: "/dev/sdb" });
    });

    expect(page).toContain("| 8 cores, 16 GiB, 4 GPUs | 100 GB ssd + 500 GB | debian 12 |");
  });
});

describe("the rest of the plan", () => {
  test("a provider's balancer is an address too", async () => {
    const page = await overviewOf(({ spec }) => {
      const listeners = [{ port: 6443, to: { group: "masters", port: 6443 } }];
      spec.loadBalancer = { kind: "cloud", address: "10.0.0.9", listeners };
    });

    expect(page).toContain("| 10.0.0.9 | load-balancer | provider | | |");
  });

  test("a testing cluster says when it ends, and a plan with an aim what it is", async () => {
    const page = await overviewOf(({ metadata, spec }) => {
      metadata.expires = "2026-12-01";
      spec.tier = "testing";
    });
    const aiming = await overviewOf(({ spec }) => {
      spec.slo = { availabilityPercent: 99.9, agreement: true };
    });

    expect(page).toContain("| Tier | testing, until 2026-12-01 |");
    expect(aiming).toContain("| Availability aimed at | 99.9 %, by agreement |");
  });

  test("what is open stands under findings, what is set aside with its reason and its end", async () => {
    const page = await overviewOf(setBackupAside("The provider backs it up."));

    expect(page).not.toContain("## Findings");
    expect(page).toContain("| etcd-backup | everywhere | 2099-01-01 | The provider backs it up. |");
    expect(await overviewOf(({ spec }) => forgetBackup(spec))).toContain("- warning: `kubernetes.etcd` no backup");
  });

  test("a book that does not know a size says that the total is partial", async () => {
    const page = await overviewOf(({ spec }) => {
      spec.cost = { priceBooks: ["ctyun-beijing-2023-08"] };
    });

    expect(page).toMatch(/CTyun, Beijing \(2023-08\).*partial/);
  });
});

describe("words of a person stay words", () => {
  test.each([
    "see [here](https://evil.example)",
    "a | b | c",
    "![x](https://evil.example/x.png)",
    "<script>alert(1)</script>",
    "`code` and *stress*",
    "--- # title",
  ])("%s", async (reason) => {
    const page = await overviewOf(setBackupAside(reason));

    expect(shapeOf(page)).toEqual(shapeOf(await overviewOf(setBackupAside("plain"))));
  });

  test("whatever they are", async () => {
    const plain = await overviewOf(setBackupAside("plain"));

    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "grapheme", minLength: 3, maxLength: 60 }), async (reason) => {
        const made = await render(setBackupAside(reason));
        fc.pre(made !== undefined);

        expect(shapeOf(made ?? "")).toEqual(shapeOf(plain));
      }),
      { numRuns: 60 },
    );
  });
});

/** Lines and cells of a page, and its links, pictures, HTML, stress, code and headings as a Markdown reader sees them. */
function shapeOf(page: string) {
  return { lines: page.split("\n").length, bars: page.match(/(?<!\\)\|/g)?.length, constructs: constructsOf(page) };
}

function constructsOf(page: string): readonly string[] {
  const found: string[] = [];
  const visit = (node: Nodes) => {
    if (!["root", "paragraph", "text"].includes(node.type)) found.push(node.type);
    if ("children" in node) for (const child of node.children) visit(child);
  };
  visit(fromMarkdown(page));
  return found;
}

function forgetBackup(spec: ExampleDocument["spec"]): void {
  spec.kubernetes.etcd = { kind: "stacked" };
}

function setBackupAside(reason: string) {
  return ({ spec }: ExampleDocument): void => {
    forgetBackup(spec);
    spec.waivers = [{ rule: "etcd-backup", reason, until: "2099-01-01" }];
  };
}

async function overviewOf(change: (document: ExampleDocument) => void): Promise<string> {
  return (await render(change)) ?? expect.unreachable("the document is refused");
}

async function render(change: (document: ExampleDocument) => void): Promise<string | undefined> {
  const document = exampleDocument();
  change(document);
  const made = await synthDocument(document);
  return made.ok ? made.value.get("OVERVIEW.md")?.content : undefined;
}
