import {
  builtinReleases,
  clusterOf,
  exampleDocument,
  type File,
  file,
  machinesIn,
  requireCluster,
} from "@groundplan/core-model";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { defineHostComponent, type HostComponent } from "../host-component.ts";
import { divideGroup, foldGroup } from "./fold-group.ts";

/** A component on every machine: what it gives is up to the test. */
function sample(files: HostComponent["files"], card: Partial<HostComponent> = {}) {
  return defineHostComponent({
    kind: "host-component",
    name: "sample",
    title: "A sample",
    docs: "https://example.com/",
    options: z.strictObject({}),
    pace: "batches",
    impliedBy: () => true,
    declare: (cluster) => ({ machines: cluster.machines, ports: [] }),
    phase: () => "machine-base",
    software: () => ({ packages: ["sample"], services: [] }),
    files,
    ...card,
  });
}

function exampleWith(component: HostComponent, workers = 3) {
  const document = exampleDocument();
  document.spec.machines.workers = {
    ...document.spec.machines.workers,
    network: "nodes",
    size: { cpuCores: 8, memoryGiB: 16 },
    disks: [{ name: "system", sizeGB: 100 }],
    ranges: [{ name: "worker-", first: 1, last: workers, firstAddress: "10.0.0.31" }],
  };
  return requireCluster(document, {
    components: [component],
    releases: builtinReleases,
    priceBooks: [],
    deliveries: ["ansible"],
  });
}

function folded(files: HostComponent["files"], card: Partial<HostComponent> = {}) {
  const cluster = exampleWith(sample(files, card));
  return divideGroup(cluster, machinesIn(cluster, "workers"));
}

const component = "sample";

test("keeps what all machines have alike once", () => {
  const { common, own, manifest } = folded(() => [file({ path: "etc/sample", content: "same\n", component })]);

  expect([...common.keys()]).toEqual(["etc/sample"]);
  expect(own.size).toBe(0);
  expect(manifest.machines).toEqual({});
});

test("lets the machine that differs stand out, and moves nobody else", () => {
  const { common, own } = folded((_, { name }) => [
    file({ path: "etc/sample", content: name === "worker-2" ? "other\n" : "same\n", component }),
  ]);

  expect(common.get("etc/sample")?.content).toBe("same\n");
  expect([...own.keys()]).toEqual(["worker-2"]);
  expect(own.get("worker-2")?.get("etc/sample")?.content).toBe("other\n");
});

test("gives each machine its own file where no more than half agree", () => {
  const { common, own } = folded((_, { name }) => [file({ path: "etc/hosts", content: `${name}\n`, component })]);

  expect(common.size).toBe(0);
  expect([...own.keys()]).toEqual(["worker-1", "worker-2", "worker-3"]);
});

test("never calls common what one machine lacks", () => {
  const { common, own } = folded((_, { name }) =>
    name === "worker-3" ? [] : [file({ path: "etc/sample", content: "same\n", component })],
  );

  expect(common.size).toBe(0);
  expect([...own.keys()]).toEqual(["worker-1", "worker-2"]);
});

test.each<[string, Partial<File>]>([
  ["mode", { mode: 0o600 }],
  ["owner", { owner: "sample:sample" }],
  ["effects", { effects: [{ action: "daemon-reload" }] }],
])("tells files of one content apart by their %s", (_, difference) => {
  const { own } = folded((_cluster, { name }) => [
    file({ path: "etc/sample", content: "same\n", component, ...(name === "worker-2" ? difference : {}) }),
  ]);

  expect([...own.keys()]).toEqual(["worker-2"]);
});

test("one more worker adds its own line and touches no other", () => {
  const sampleFiles: HostComponent["files"] = (_, { name }) => [
    file({ path: "etc/hosts", content: `${name}\n`, component }),
    file({ path: "etc/sample", content: "same\n", component }),
  ];
  const three = exampleWith(sample(sampleFiles), 3);
  const four = exampleWith(sample(sampleFiles), 4);

  const before = divideGroup(three, machinesIn(three, "workers"));
  const after = divideGroup(four, machinesIn(four, "workers"));

  const { "worker-4": added, ...others } = after.manifest.machines;
  expect(others).toEqual(before.manifest.machines);
  expect(after.common).toEqual(before.common);
  expect(added?.files?.map((entry) => entry.path)).toEqual(["/etc/hosts"]);
});

test("says what a file is, who checks it, and what its change makes necessary", () => {
  const { manifest } = folded(
    () => [
      file({
        path: "etc/sample/key",
        content: "key: @@secret:sample/key@@\ntoken: @@secret:run/token@@\n",
        component,
        mode: 0o600,
        owner: "root:sample",
        effects: [
          { action: "restart", unit: "sample" },
          { action: "daemon-reload" },
          { action: "report", why: "read once" },
          { action: "none" },
        ],
        secrets: [
          { placeholder: "@@secret:sample/key@@", secret: "sample/key" },
          { placeholder: "@@secret:run/token@@", secret: "run/token" },
        ],
      }),
    ],
    {
      checks: () => ({ "etc/sample/key": "sample --check %s" }),
      software: () => ({
        packages: ["b", "a"],
        services: ["sample"],
        supplies: [
          { path: "/etc/sample/key.asc", mode: 0o644, from: { url: "https://example.com/key.asc" } },
          { path: "/etc/sample/ca.crt", mode: 0o644, from: { clusterFile: "ca.crt" } },
        ],
      }),
      probe: () => ["sample", "--alive"],
    },
  );

  expect(manifest.common).toEqual({
    components: [
      {
        name: "sample",
        phase: "machine-base",
        packages: ["a", "b"],
        services: ["sample"],
        supplies: [
          { path: "/etc/sample/key.asc", mode: "0644", url: "https://example.com/key.asc" },
          { path: "/etc/sample/ca.crt", mode: "0644", clusterFile: "ca.crt" },
        ],
        probe: ["sample", "--alive"],
      },
    ],
    files: [
      {
        path: "/etc/sample/key",
        component: "sample",
        sha256: "fbe9c23aba26bc7453b60327e49069597ccacd1ffc6822f603af1aaeb79dbd87",
        mode: "0600",
        owner: "root",
        group: "sample",
        effects: ["restart sample", "daemon-reload", "report: read once"],
        validate: "sample --check %s",
        secrets: [{ placeholder: "@@secret:sample/key@@", secret: "sample/key" }],
        minted: [{ placeholder: "@@secret:run/token@@", secret: "run/token" }],
      },
    ],
  });
});

test("keeps the phase with the component, so that files that are alike stay common where machines differ in their turn", () => {
  const { common, manifest } = folded(() => [file({ path: "etc/sample", content: "same\n", component })], {
    phase: (_, { name }) => (name === "worker-1" ? "first-control-plane" : "control-planes"),
  });

  expect(common.size).toBe(1);
  expect(manifest.common.components?.[0]?.phase).toBe("control-planes");
  expect(manifest.machines["worker-1"]?.components?.[0]?.phase).toBe("first-control-plane");
});

test("lays the group out as a folder", async () => {
  const cluster = exampleWith(
    sample((_, { name }) => [
      file({ path: "etc/hosts", content: `${name}\n`, component }),
      file({ path: "etc/sample.conf", content: "same\n", component, effects: [{ action: "reload", unit: "sample" }] }),
    ]),
  );

  const tree = foldGroup(cluster, machinesIn(cluster, "workers"));

  expect([...tree.keys()]).toEqual([
    "common/etc/sample.conf",
    "files.yaml",
    "worker-1/etc/hosts",
    "worker-2/etc/hosts",
    "worker-3/etc/hosts",
  ]);
  const text = tree.get("files.yaml")?.content ?? "";
  expect(parse(text, { version: "1.1" })).toEqual(divideGroup(cluster, machinesIn(cluster, "workers")).manifest);
  await expect(text).toMatchFileSnapshot("golden/files.yaml");
});

test.each(["{{ lookup('pipe', 'id') }}", "{% raw %}", "{# note #}"])(
  "refuses %s where Ansible would carry it out",
  (text) => {
    expect(() => folded(() => [file({ path: `etc/${text.replaceAll("/", "")}`, content: "", component })])).toThrow(
      "template",
    );
    expect(() =>
      folded(() => [file({ path: "etc/x", content: "", component, effects: [{ action: "report", why: text }] })]),
    ).toThrow("template");
  },
);

test("leaves such braces alone where they are content", () => {
  const { common } = folded(() => [file({ path: "etc/sample", content: "{{ template }}\n", component })]);

  expect(common.get("etc/sample")?.content).toBe("{{ template }}\n");
});

test("refuses a machine whose folder would be that of the shared files", () => {
  const document = exampleDocument();
  document.spec.machines.workers = {
    network: "nodes",
    size: { cpuCores: 8, memoryGiB: 16 },
    disks: [{ name: "system", sizeGB: 100 }],
    hosts: { common: { address: "10.0.0.31" } },
  };
  const result = clusterOf(document, {
    components: [sample(() => [])],
    releases: builtinReleases,
    priceBooks: [],
    deliveries: ["ansible"],
  });
  if (!result.ok) throw new Error("the example resolves");

  expect(() => foldGroup(result.value, machinesIn(result.value, "workers"))).toThrow("may not be named common");
});

test("folds two hundred machines in a fraction of a second", () => {
  const lines = "a line of some length, as configuration has many of them\n".repeat(40);
  const cluster = exampleWith(
    sample((_, { name }) =>
      Array.from({ length: 25 }, (_unused, number) =>
        file({ path: `etc/sample/${number}`, content: number < 3 ? `${name}\n` : `${number}\n${lines}`, component }),
      ),
    ),
    213,
  );
  const machines = machinesIn(cluster, "workers");
  foldGroup(cluster, machines);

  const started = performance.now();
  foldGroup(cluster, machines);

  expect(performance.now() - started).toBeLessThan(1000);
});
