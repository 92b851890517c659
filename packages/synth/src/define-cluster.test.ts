import { describe, expect, expectTypeOf, test } from "vitest";
import { z } from "zod";
import { builtin, type DocumentFor, defineAddon, defineCluster, loadDocument, type OptionsByName } from "./index.ts";

// Types are judged by the compiler: `npm run check` reads this file too.

const motd = defineAddon({
  kind: "addon",
  name: "motd",
  title: "Message of the day",
  docs: "https://example.com",
  namespace: "default",
  wave: "addons",
  options: z.strictObject({ text: z.string(), times: z.int().default(1) }),
  loadChart: async () => ({ draw: () => {} }),
});

const registry = { ...builtin, addons: [...builtin.addons, motd] } as const;

type House = NonNullable<DocumentFor<typeof builtin>["spec"]["addons"]>;
type Own = NonNullable<DocumentFor<typeof registry>["spec"]["addons"]>;
type HostServices = NonNullable<DocumentFor<typeof builtin>["spec"]["hostServices"]>;

const document = defineCluster({
  apiVersion: "groundplan.dev/v1alpha1",
  kind: "Cluster",
  metadata: { name: "small", version: "0.1.0", expires: "2099-12-31" },
  spec: {
    tier: "testing",
    release: "2026.11.0",
    site: { kind: "virtual", domain: "example.com", internet: "direct", access: { user: "ops", knownHosts: "keys" } },
    os: { distribution: "debian", version: "12" },
    networks: { lab: { cidr: "10.9.0.0/24", router: "10.9.0.254", interface: "eth0" } },
    machines: {
      one: {
        network: "lab",
        size: { cpuCores: 2, memoryGiB: 4 },
        disks: [{ name: "system", sizeGB: 40 }],
        hosts: { one: { address: "10.9.0.1" } },
      },
    },
    kubernetes: {
      apiServer: { name: "api.example.com" },
      controlPlane: { group: "one", workloads: true },
      etcd: { kind: "stacked" },
      podNetwork: { kind: "calico", cidr: "10.244.0.0/16" },
      serviceCidr: "10.96.0.0/16",
    },
    loadBalancer: { kind: "none" },
  },
});

describe("a cluster in TypeScript", () => {
  test("is returned as it was given, and means the same as in YAML", () => {
    const loaded = loadDocument(document);

    expect(loaded.ok && loaded.value.cluster.machines.map(({ name }) => name)).toEqual(["one"]);
    expect(loaded.ok && loaded.value.source).toBeUndefined();
    expect(defineCluster(document)).toBe(document);
  });

  test("may name a component of one's own, where the registry has it", () => {
    const own = defineCluster(
      { ...document, spec: { ...document.spec, addons: { motd: { text: "hello" } } } },
      registry,
    );

    expect(loadDocument(own, registry).ok).toBe(true);
    expect(loadDocument(own).ok).toBe(false);
  });
});

describe("its types", () => {
  test("know the components of the registry by name, and no others", () => {
    expectTypeOf<keyof House>().toEqualTypeOf<(typeof builtin)["addons"][number]["name"]>();
    expectTypeOf<keyof HostServices>().toEqualTypeOf<(typeof builtin)["hostComponents"][number]["name"]>();
    expectTypeOf<keyof Own>().toEqualTypeOf<keyof House | "motd">();
    expectTypeOf<keyof House>().not.toEqualTypeOf<string>();
  });

  test("know their options as a person writes them: defaults may be left out", () => {
    expectTypeOf<NonNullable<Own["motd"]>>().toEqualTypeOf<{ text: string; times?: number | undefined }>();
    expectTypeOf<{ text: string }>().toExtend<NonNullable<Own["motd"]>>();
    expectTypeOf<{ text: number }>().not.toExtend<NonNullable<Own["motd"]>>();
    expectTypeOf<{ times: number }>().not.toExtend<NonNullable<Own["motd"]>>();
    expectTypeOf<HostServices["haproxy"]>().not.toBeAny();
    expectTypeOf<{ maxConnections: number }>().toExtend<NonNullable<HostServices["haproxy"]>>();
    expectTypeOf<{ maxConnections: string }>().not.toExtend<NonNullable<HostServices["haproxy"]>>();
  });

  test("refuse what the language refuses", () => {
    type Spec = DocumentFor<typeof builtin>["spec"];
    expectTypeOf<Spec["tier"]>().toEqualTypeOf<"testing" | "development" | "staging" | "production">();
    expectTypeOf<{ kind: "external" }>().not.toExtend<Spec["kubernetes"]["etcd"]>();
    expectTypeOf<{ kind: "external"; group: string }>().toExtend<Spec["kubernetes"]["etcd"]>();
    expectTypeOf<{ kind: "none" }>().toExtend<Spec["loadBalancer"]>();
    expectTypeOf<{ kind: "haproxy-keepalived"; group: string }>().not.toExtend<Spec["loadBalancer"]>();
    expectTypeOf<{ version: 1.3 }>().not.toExtend<Pick<DocumentFor<typeof builtin>["metadata"], "version">>();
  });

  test("map a registry's components to their options", () => {
    type Options = OptionsByName<readonly [typeof motd]>;

    expectTypeOf<Options>().toEqualTypeOf<{ motd?: { text: string; times?: number | undefined } }>();
  });
});
