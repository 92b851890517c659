import { builtin, type DocumentFor, defineAddon, formatProblem, synthDocument } from "@groundplan/synth";
import { ApiObject, type Chart } from "cdk8s";
import { z } from "zod";

// An addon of one's own: its options, what it draws, and its card.
const options = z.strictObject({ text: z.string().describe("What is said to everybody.") });
function draw(chart: Chart, _cluster: unknown, { text }: z.output<typeof options>) {
  new ApiObject(chart, "motd", { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "motd" }, data: { text } });
}
const about = { name: "motd", title: "Message of the day", docs: "https://example.com", namespace: "default" } as const;
const motd = defineAddon({ kind: "addon", ...about, wave: "addons", options, loadChart: async () => ({ draw }) });
const registry = { ...builtin, addons: [...builtin.addons, motd] } as const;

const disks = [{ name: "system", sizeGB: 40 }];
const one = { network: "lab", size: { cpuCores: 2, memoryGiB: 4 }, disks, hosts: { one: { address: "10.9.0.1" } } };
const document: DocumentFor<typeof registry> = {
  apiVersion: "groundplan.dev/v1alpha1",
  kind: "Cluster",
  metadata: { name: "small", version: "0.1.0", expires: "2099-12-31" },
  spec: {
    tier: "testing",
    release: "2026.11.0",
    site: { kind: "virtual", domain: "example.com", internet: "direct", access: { user: "ops", knownHosts: "keys" } },
    os: { distribution: "debian", version: "12" },
    networks: { lab: { cidr: "10.9.0.0/24", router: "10.9.0.254", interface: "eth0" } },
    machines: { one },
    kubernetes: {
      apiServer: { name: "api.example.com" },
      controlPlane: { group: "one", workloads: true },
      etcd: { kind: "stacked" },
      podNetwork: { kind: "calico", cidr: "10.244.0.0/16" },
      serviceCidr: "10.96.0.0/16",
    },
    loadBalancer: { kind: "none" },
    addons: { motd: { text: "Change me by pull request." } },
  },
};
const result = await synthDocument(document, registry);
for (const problem of result.problems) console.error(formatProblem(problem));
for (const file of result.ok ? result.value.values() : []) console.log(file.path);
