import { existsSync, readdirSync, readFileSync } from "node:fs";
import {
  builtinReleases,
  type Cluster,
  type DocumentedKey,
  documentedKeys,
  type ExampleDocument,
  exampleDocument,
  type File,
  isFailure,
  judge,
  type Machine,
  type OperatingSystem,
  requireCluster,
} from "@groundplan/core-model";
import { describe, expect, it } from "vitest";
import type { HostComponent } from "./host-component.ts";
import { componentsOn, machineSoftware, machineTree, type PlacedComponent } from "./machine-plan.ts";
import { phases } from "./phases.ts";
import { hostComponents } from "./registry.ts";

// Every host component of the registry keeps this contract, so that a newcomer is covered the day it lands.

const registry: readonly HostComponent[] = hostComponents;
const catalogue = { components: registry, releases: builtinReleases, priceBooks: [], deliveries: ["ansible"] };

it("knows every folder, and every folder is known", () => {
  const entries = readdirSync(new URL("components/", import.meta.url), { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);

  expect(folders.sort()).toEqual(registry.map(({ name }) => name).sort());
});

describe.each(registry.map((component) => [component.name, component] as const))(
  "host component %s",
  (name, component) => {
    const place = (path: string) => new URL(`components/${name}/${path}`, import.meta.url);

    it("has the files that every host component has", () => {
      const wanted = [
        "index.ts",
        "schema.ts",
        "files.ts",
        "README.md",
        `${name}.test.ts`,
        "golden/plain",
        "golden/rich",
      ];

      expect(wanted.filter((path) => !existsSync(place(path)))).toEqual([]);
    });

    it("has a card that says where it stands", () => {
      expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(component.kind).toBe("host-component");
      expect(component.title.length).toBeGreaterThan(name.length);
      expect(component.docs).toMatch(/^https:\/\//);
      if (component.impliedBy) expect(component.options.safeParse({}).success).toBe(true);
    });

    it("documents every option, with its default", () => {
      const undocumented = documentedKeys(component.options).filter(
        ({ description, required }) => !description || (!required && !/\bDefault/.test(description)),
      );

      expect(undocumented.map(({ path }) => path)).toEqual([]);
    });

    it("answers the four questions in its README, and lists its options as the schema has them", () => {
      const readme = readFileSync(place("README.md"), "utf8");
      const headings = readme.split("\n").filter((line) => line.startsWith("## "));

      expect(headings).toEqual([
        "## What is it?",
        "## When do I want it?",
        "## What does it look like?",
        "## How does it fail?",
        "## Options",
      ]);
      expect(readme.slice(readme.indexOf("## Options\n"))).toBe(`## Options\n\n${optionsTable(component)}`);
    });

    it("gives each rule an identity of its own, a reason and a reference", () => {
      const rules = component.rules ?? [];

      expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
      for (const { id, why, reference } of rules) {
        expect(id).toMatch(new RegExp(`^${name}-[a-z0-9-]+$`));
        expect(why).toMatch(/^[A-Z].{20,}\.$/);
        expect(reference).toMatch(/^https:\/\//);
      }
    });

    it("judges a cluster whose systems nobody knows, without falling over", () => {
      const cluster = requireCluster(documentOn("2026.11.0", { distribution: "ubuntu", version: "99.04" }), catalogue);

      const judgement = (component.rules ?? []).flatMap((rule) => ("check" in rule ? [...rule.check(cluster)] : []));
      expect(judgement.every(({ message, remedy }) => message !== "" && remedy !== "")).toBe(true);
    });
  },
);

const systems = builtinReleases.flatMap(({ version, operatingSystems }) =>
  operatingSystems.map((os) => ({
    release: version,
    os,
    label: `${os.distribution} ${os.version}, release ${version}`,
  })),
);
const documents: Readonly<Record<string, () => ExampleDocument>> = Object.fromEntries(
  systems.flatMap(({ release, os, label }) => [
    [`plain on ${label}`, () => documentOn(release, os)],
    [`rich on ${label}`, () => enriched(documentOn(release, os))],
  ]),
);

const drawn = await Promise.all(
  registry.map(async (component) => {
    const all = Object.entries({ ...documents, ...(await examplesOf(component)) });
    const clusters = all.map(([label, document]) => ({
      label,
      document,
      cluster: requireCluster(document(), catalogue),
    }));
    return { component, clusters: clusters.filter(({ cluster }) => machinesWith(cluster, component).length > 0) };
  }),
);

it.each(drawn)("$component.name runs in at least two of these clusters", ({ clusters }) => {
  expect(clusters.length).toBeGreaterThanOrEqual(2);
});

const cases = drawn.flatMap(({ component, clusters }) =>
  clusters.map((entry) => ({ name: component.name, component, ...entry })),
);

describe.each(cases)("host component $name, $label", ({ component, cluster, document }) => {
  const machines = machinesWith(cluster, component);
  const filesOn = (machine: Machine, given = cluster): readonly File[] => {
    const { options } = placedOn(given, machine, component) ?? expect.unreachable();
    return component.files(given, machine, options);
  };
  const everyFile = machines.flatMap((machine) => filesOn(machine).map((file) => ({ machine, file })));

  it("comes in a phase of the procedure", () => {
    for (const machine of machines) expect(phases.map(({ name }) => name)).toContain(component.phase(cluster, machine));
  });

  it("keeps its own rules", () => {
    const own = new Set((component.rules ?? []).map(({ id }) => id));

    expect(judge(cluster).filter((problem) => own.has(problem.code) && isFailure(problem))).toEqual([]);
  });

  it("gives the same bytes twice, whatever the order of the document", () => {
    const again = requireCluster(reversed(document()), catalogue);

    for (const machine of machines) expect(filesOn(machine, again)).toEqual(filesOn(machine));
  });

  it("shares a machine with all others: nobody writes another's file", () => {
    for (const machine of machines) expect(() => machineTree(cluster, machine)).not.toThrow();
  });

  it("says above each file who wrote it, and ends its last line", () => {
    for (const { file } of everyFile) {
      const [first = "", second = ""] = file.content.split("\n");
      const header = first.startsWith("#!") ? second : first;
      expect(header, file.path).toMatch(
        new RegExp(`Groundplan: ${component.name}\\. Generated from cluster\\.yaml; edit that instead\\.`),
      );
      expect(file.content.endsWith("\n"), file.path).toBe(true);
      expect(file.content, file.path).not.toMatch(/\r|undefined|\[object/);
      expect(file.component, file.path).toBe(component.name);
    }
  });

  it("lets nobody but its owner write a file, and nobody but root read a secret", () => {
    for (const { file } of everyFile) {
      expect(file.mode & 0o022, file.path).toBe(0);
      expect((file.mode & 0o111) !== 0, file.path).toBe(file.content.startsWith("#!"));
      if (file.secrets.length > 0) expect(file.mode & 0o007, file.path).toBe(0);
      expect(file.owner, file.path).toMatch(/^[a-z_][a-z0-9_-]*:[a-z_][a-z0-9_-]*$/);
    }
  });

  it("holds no secret, but names those that the run fills in, each in one place", () => {
    for (const { file } of everyFile) {
      const places = [...file.content.matchAll(/@@secret:([^@]+)@@/g)].map(([placeholder, secret]) => ({
        placeholder,
        secret,
      }));
      expect(places.sort(byPlaceholder), file.path).toEqual([...file.secrets].sort(byPlaceholder));
      expect(file.content, file.path).not.toMatch(/PRIVATE KEY|AGE-SECRET-KEY|Harbor12345|P@88w0rd/);
    }
  });

  it("reloads and restarts only what runs there", () => {
    for (const { machine, file } of everyFile) {
      const { services } = machineSoftware(cluster, machine);
      for (const effect of file.effects) {
        if ("unit" in effect) expect([...services, ...ofTheSystem], file.path).toContain(effect.unit);
      }
    }
  });

  it("is told of every service by its unit's plain name, and of every supply by an absolute path", () => {
    for (const machine of machines) {
      const { options } = placedOn(cluster, machine, component) ?? expect.unreachable();
      const { packages, services, supplies = [] } = component.software(cluster, machine, options);
      for (const name of packages) expect(name).toMatch(/^[a-z0-9][a-z0-9.+-]+$/);
      for (const unit of services) expect(unit).toMatch(/^[a-zA-Z0-9@_-]+(\.(mount|timer|socket|path))?$/);
      for (const { path, mode } of supplies) {
        expect(path).toMatch(/^(\/[A-Za-z0-9._-]+)+$/);
        expect(mode & 0o022).toBe(0);
      }
    }
  });

  it("changes nothing on other machines when a worker joins, but balancers and gateways, whom it stands behind", () => {
    if (component.provides?.some((capability) => capability === "gateway" || capability.startsWith("load-balancer:")))
      return;
    const grown = document();
    for (const range of grown.spec.machines.workers?.ranges ?? []) range.last++;
    const after = requireCluster(grown, catalogue);

    for (const machine of machines) expect(filesOn(machine, after)).toEqual(filesOn(machine));
  });
});

/** Units of the system itself, which no component has to name. */
const ofTheSystem = ["NetworkManager", "rsyslog", "systemd-journald", "systemd-networkd"];

/** The example on a system, with every component in it that wants nothing but to be named. */
function documentOn(release: string, { distribution, version }: OperatingSystem): ExampleDocument {
  const document = exampleDocument();
  document.spec.release = release;
  document.spec.os = { distribution, version };
  for (const { name, options, impliedBy } of registry) {
    if (!impliedBy && options.safeParse({}).success) document.spec.hostServices[name] = {};
  }
  return document;
}

/** What changes files of more than one component: etcd on machines of its own, a registry, a proxy, zones, a disk for containers. */
function enriched(document: ExampleDocument): ExampleDocument {
  const { site, machines, kubernetes } = document.spec;
  const disk = { name: "system", sizeGB: 100, kind: "ssd" as const };
  machines.etcd = {
    network: "nodes",
    size: { cpuCores: 4, memoryGiB: 8 },
    disks: [disk, { name: "etcd", sizeGB: 40, device: "/dev/nvme0n1", use: "etcd", kind: "nvme" }],
    ranges: [{ name: "etcd-", first: 1, last: 3, firstAddress: "10.0.0.41" }],
  };
  machines.workers?.disks.push({ name: "data", sizeGB: 500, device: "/dev/sdb", use: "containers" });
  kubernetes.etcd = { kind: "external", group: "etcd", backup: { schedule: "0 */6 * * *", keepDays: 14 } };
  kubernetes.proxyMode = "ipvs";
  site.zones = ["a", "b", "c"];
  site.internet = "proxy";
  site.proxy = { http: "http://proxy.example.com:3128" };
  site.dnsServers = ["10.0.0.2", "10.0.0.3"];
  site.registry = {
    host: "registry.example.com:5000",
    path: "mirror",
    address: "10.0.0.9",
    credentials: { secret: "registry/pull" },
  };
  return document;
}

/** Clusters that a component shows of itself: those that need more than `{}` have to. */
async function examplesOf({ name }: HostComponent): Promise<Record<string, () => ExampleDocument>> {
  if (!existsSync(new URL(`components/${name}/examples.ts`, import.meta.url))) return {};
  const { examples } = (await import(`./components/${name}/examples.ts`)) as {
    examples: Record<string, () => ExampleDocument>;
  };
  return examples;
}

function machinesWith(cluster: Cluster, component: HostComponent): readonly Machine[] {
  return cluster.machines.filter((machine) => placedOn(cluster, machine, component) !== undefined);
}

function placedOn(cluster: Cluster, machine: Machine, component: HostComponent): PlacedComponent | undefined {
  return componentsOn(cluster, machine).find((placed) => placed.component === component);
}

function byPlaceholder(a: { readonly placeholder: string }, b: { readonly placeholder: string }): number {
  return a.placeholder < b.placeholder ? -1 : 1;
}

/** The same data with the keys of every mapping in the opposite order. */
function reversed(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(reversed);
  if (typeof data !== "object" || data === null) return data;
  const entries = Object.entries(data).reverse();
  return Object.fromEntries(entries.map(([key, value]) => [key, reversed(value)]));
}

function optionsTable(component: HostComponent): string {
  const rows = documentedKeys(component.options).map(
    ({ path, type, description }: DocumentedKey) => `| \`${path}\` | ${cell(type)} | ${cell(description ?? "")} |`,
  );
  return `${["| key | type | meaning |", "|---|---|---|", ...rows].join("\n")}\n`;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
