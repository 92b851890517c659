import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  builtinReleases,
  type Cluster,
  type ExampleDocument,
  type FileTree,
  file,
  fileTree,
  findMachine,
  hostPorts,
  judge,
  optionsFor,
  requireCluster,
  virtualAddresses,
} from "@groundplan/core-model";
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { hasPrograms, runProgram } from "../../../../../tools/sandbox/programs.ts";
import { canSandbox, isRoot, Sandbox } from "../../../../../tools/sandbox/sandbox.ts";
import { centos7, debian12, debian13, documentOn, enrich, examples, rocky9, type System, systems } from "./examples.ts";
import { gateway } from "./index.ts";
import { gatewayOf } from "./schema.ts";
import { upstreams } from "./upstreams.ts";

function clusterOf(document: ExampleDocument): Cluster {
  return requireCluster(document, {
    components: [gateway],
    releases: builtinReleases,
    priceBooks: [],
    deliveries: ["ansible"],
  });
}

function clusterOn(system: System, change?: (document: ExampleDocument) => void): Cluster {
  return clusterOf(documentOn(system, change));
}

function filesOf(cluster: Cluster): FileTree {
  return fileTree(gateway.files(cluster, findMachine(cluster, "nginx-1"), optionsFor(cluster, gateway)));
}

function textOf(cluster: Cluster, path: string): string {
  return filesOf(cluster).get(path)?.content ?? "";
}

function configurationOf(cluster: Cluster): string {
  return textOf(cluster, "etc/nginx/nginx.conf");
}

/** The options of the example's gateway, changed. */
function withOptions(more: object): (document: ExampleDocument) => void {
  return ({ spec }) => {
    spec.hostServices.gateway = { ...(spec.hostServices.gateway as object), ...more };
  };
}

const dropInPath = "etc/systemd/system/nginx.service.d/groundplan.conf";

describe("files", () => {
  test.each(Object.entries(examples))("%s", async (name, document) => {
    for (const { path, content } of filesOf(clusterOf(document())).values())
      await expect(content).toMatchFileSnapshot(`golden/${name}/${path}`);
  });

  test("a change of a site or its certificate is reloaded, and root alone reads the key", () => {
    const files = [...filesOf(clusterOn(debian13, enrich)).values()].filter(({ path }) =>
      path.startsWith("etc/nginx/"),
    );

    expect(files.map(({ path, mode, effects, secrets }) => [path, mode, effects, secrets.length])).toEqual([
      ["etc/nginx/nginx.conf", 0o644, [{ action: "reload", unit: "nginx" }], 0],
      ["etc/nginx/tls/_.apps.example.com.pem", 0o600, [{ action: "reload", unit: "nginx" }], 1],
      ["etc/nginx/tls/shop.example.com.pem", 0o600, [{ action: "reload", unit: "nginx" }], 1],
    ]);
  });

  test("nginx listens on the virtual address alone, and may do so before it is there", () => {
    const files = filesOf(clusterOn(debian12, enrich));

    expect(files.get("etc/nginx/nginx.conf")?.content.match(/^ +listen (?!10\.0\.0\.60:|127\.0\.0\.1:)/m)).toBeNull();
    expect(files.get("etc/sysctl.d/60-gateway.conf")?.content).toContain("net.ipv4.ip_nonlocal_bind = 1");
    expect(filesOf(clusterOn(debian12)).has("etc/sysctl.d/60-gateway.conf")).toBe(false);
  });

  test("another address to listen on changes the drop-in, which makes it a restart", () => {
    const [before, after] = [
      clusterOn(debian12),
      clusterOn(debian12, withOptions({ vip: { address: "10.0.0.60", routerId: 60 } })),
    ];

    expect(textOf(after, dropInPath)).not.toBe(textOf(before, dropInPath));
    expect(filesOf(after).get(dropInPath)?.effects).toContainEqual({ action: "restart", unit: "nginx" });
  });

  test("HTTP/2 and refused handshakes are said in each version's own words", () => {
    const words = systems.map((system) => {
      const text = configurationOf(clusterOn(system, enrich));
      return [
        `${system[0]} ${system[1]}`,
        text.includes("http2 on;"),
        text.includes("ssl http2"),
        text.includes("ssl_reject_handshake on;"),
      ];
    });

    expect(words).toEqual([
      ["debian 12", false, true, true],
      ["debian 13", true, false, true],
      ["rocky 9", false, true, true],
      ["ubuntu 22.04", false, true, false],
      ["ubuntu 24.04", false, true, true],
      ["centos 7.9", false, true, true],
    ]);
  });

  test("SELinux is asked for consent where it is enforced, and the system's own account is used", () => {
    const told = systems.map((system) => {
      const cluster = clusterOn(system);
      return [
        textOf(cluster, dropInPath).includes("httpd_can_network_connect"),
        /^user (.*);$/m.exec(configurationOf(cluster))?.[1],
      ];
    });

    expect(told).toEqual([
      [false, "www-data"],
      [false, "www-data"],
      [true, "nginx"],
      [false, "www-data"],
      [false, "www-data"],
      [true, "nginx"],
    ]);
  });

  test("a gateway that is bought leaves no trace on machines", () => {
    const cluster = clusterOn(debian12, ({ spec }) => {
      spec.hostServices.gateway = { kind: "external", address: "203.0.113.7" };
    });

    expect(gateway.declare(cluster, optionsFor(cluster, gateway))).toEqual({ machines: [], ports: [] });
    expect(filesOf(cluster).size).toBe(0);
  });

  test("whatever a worker is called, the servers of a NodePort are the workers' addresses", () => {
    const cluster = clusterOn(debian12);
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (name) => {
        const renamed = { ...cluster, machines: cluster.machines.map((machine) => ({ ...machine, name })) };

        expect(upstreams(renamed, gatewayOf(cluster).sites)).toEqual(upstreams(cluster, gatewayOf(cluster).sites));
      }),
    );
  });

  test("workers that keep workloads away are left out, and without any other the control plane answers", () => {
    const general = clusterOn(debian12, ({ spec }) => {
      spec.machines.storage = {
        network: "nodes",
        size: { cpuCores: 8, memoryGiB: 16 },
        disks: [{ name: "system", sizeGB: 40 }],
        ranges: [{ name: "storage-", first: 1, last: 1, firstAddress: "10.0.0.41" }],
      };
      spec.kubernetes.workers = [
        { group: "workers" },
        { group: "storage", taints: [{ key: "storage", value: "only", effect: "NoSchedule" }], why: "For Ceph alone" },
      ];
    });
    const none = clusterOn(debian12, ({ spec }) => {
      spec.kubernetes.workers = [];
      spec.kubernetes.controlPlane.workloads = true;
    });

    expect(serversIn(configurationOf(general))).toEqual(["10.0.0.31:30880", "10.0.0.32:30880", "10.0.0.33:30880"]);
    expect(serversIn(configurationOf(none))).toEqual(["10.0.0.21:30880", "10.0.0.22:30880", "10.0.0.23:30880"]);
  });
});

describe("what may be written", () => {
  test.each([
    ["a domain that is a regular expression", { sites: [{ domain: "~.*", nodePort: 30880 }] }],
    ["a domain with a directive", { sites: [{ domain: "a.example.com; return 200", nodePort: 30880 }] }],
    ["a star inside a domain", { sites: [{ domain: "a.*.example.com", nodePort: 30880 }] }],
    ["a port that is no NodePort", { sites: [{ domain: "a.example.com", nodePort: 8080 }] }],
    ["a site that leads nowhere", { sites: [{ domain: "a.example.com" }] }],
    [
      "a site that leads to both",
      { sites: [{ domain: "a.example.com", nodePort: 30880, servers: [{ address: "10.0.0.1", port: 80 }] }] },
    ],
    [
      "a certificate that is not a reference",
      { sites: [{ domain: "a.example.com", nodePort: 30880, tls: { certificate: "x" } }] },
    ],
    ["no site", { sites: [] }],
  ])("refuses %s", (_, options) => {
    expect(gateway.options.safeParse({ group: "nginx", ...options }).success).toBe(false);
  });
});

describe("what it declares", () => {
  test("the address moves by VRRP, and leaves a machine whose nginx does not answer", () => {
    const [address] = virtualAddresses(clusterOn(debian12, enrich));

    expect(address).toMatchObject({
      address: "10.0.0.60",
      mechanism: "vrrp",
      routerId: 60,
      healthCheck: { kind: "http", port: 8009, path: "/healthz" },
    });
    expect(address?.holders.map(({ name }) => name)).toEqual(["nginx-1", "nginx-2"]);
  });

  test("it takes 443 only where a site has TLS", () => {
    const portsOf = (cluster: Cluster) =>
      hostPorts(cluster, findMachine(cluster, "nginx-1")).map(({ address = "*", port }) => `${address}:${port}`);

    expect(portsOf(clusterOn(debian12))).toEqual(["*:80", "127.0.0.1:8008"]);
    expect(portsOf(clusterOn(debian12, enrich))).toEqual(["10.0.0.60:80", "10.0.0.60:443", "127.0.0.1:8009"]);
  });

  test("the key of the extra packages is carried where it is a file, and only where they are needed", () => {
    const suppliesOf = (system: System) => {
      const cluster = clusterOn(system, enrich);
      return gateway.software(cluster, findMachine(cluster, "nginx-1"), optionsFor(cluster, gateway)).supplies;
    };

    expect(suppliesOf(rocky9)).toEqual([]);
    expect(suppliesOf(centos7)).toEqual([
      { path: "/etc/pki/rpm-gpg/RPM-GPG-KEY-gateway-extra", mode: 0o644, from: { clusterFile: "keys/epel-7.asc" } },
    ]);
  });
});

describe("rules", () => {
  test("a domain belongs to one site", () => {
    const cluster = clusterOn(
      debian12,
      withOptions({
        sites: [
          { domain: "a.example.com", aliases: ["www.example.com"], nodePort: 30880 },
          { domain: "b.example.com", aliases: ["www.example.com"], nodePort: 30881 },
          { domain: "a.example.com", nodePort: 30882 },
        ],
      }),
    );

    expect(messages(cluster, "gateway-domain-twice")).toEqual([
      "a.example.com of the site a.example.com is already that of an earlier entry",
      "www.example.com of the site b.example.com is already that of the site a.example.com",
    ]);
    expect(messages(clusterOn(debian12, enrich), "gateway-domain-twice")).toEqual([]);
  });

  test("in production a site without TLS is told", () => {
    expect(messages(clusterOn(debian12), "gateway-plain-http")).toEqual(["console.example.com is served without TLS"]);
    expect(
      messages(
        clusterOn(debian12, ({ spec }) => {
          spec.tier = "staging";
        }),
        "gateway-plain-http",
      ),
    ).toEqual([]);
  });

  test("one machine without an address that moves is told", () => {
    const lonely = clusterOn(debian12, ({ spec }) => {
      for (const range of spec.machines.nginx?.ranges ?? []) range.last = 1;
    });

    expect(messages(lonely, "gateway-alone")).toEqual([
      "the gateway stands on 1 machine (nginx), and no address leads to another",
    ]);
    expect(messages(clusterOn(debian12), "gateway-alone")).toEqual([]);
  });

  test("a health port that SELinux keeps from web servers is refused where it enforces", () => {
    const change = withOptions({ healthPort: 8404 });

    expect(messages(clusterOn(rocky9, change), "gateway-health-port")).toEqual([
      "healthPort is 8404, where SELinux on rocky 9 lets no web server listen",
    ]);
    expect(messages(clusterOn(debian12, change), "gateway-health-port")).toEqual([]);
  });
});

const canJudge = isRoot && hasPrograms("nginx", "openssl") && canSandbox();

describe.skipIf(!canJudge)("nginx itself", () => {
  // Its own version is what it can judge: what only later ones know is asked of none, and told by the goldens.
  test.each(systems.filter((system) => system !== debian13))(
    "accepts the file for %s %s without a warning",
    async (...system) => {
      expect(await judged(clusterOn(system, enrich))).toEqual({ status: 0, output: "" });
    },
  );

  test("would refuse a server that it cannot resolve", async () => {
    const { status, output } = await judged(clusterOn(debian12, enrich), (text) =>
      text.replace("10.0.0.70:8080", "files.invalid:8080"),
    );

    expect(status).not.toBe(0);
    expect(output).toContain("host not found in upstream");
  });
});

describe.skipIf(!hasPrograms("systemd-analyze"))("systemd", () => {
  test.each(systems)("accepts the drop-in for %s %s", (...system) => {
    const folder = mkdtempSync(join(tmpdir(), "gateway-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const units = join(folder, "etc/systemd/system");
    mkdirSync(join(units, "nginx.service.d"), { recursive: true });
    writeFileSync(join(units, "nginx.service"), "[Service]\nExecStart=/bin/true\nExecReload=/bin/kill -HUP $MAINPID\n");
    writeFileSync(join(units, "nginx.service.d/groundplan.conf"), textOf(clusterOn(system), dropInPath));

    const { status, output } = runProgram("systemd-analyze", ["verify", "--man=no", "nginx.service"], {
      env: { SYSTEMD_UNIT_PATH: `${units}:` },
    });

    // The program that a drop-in names may be absent here; systemd warns of that alone.
    expect(output.split("\n").filter((line) => line !== "" && !line.includes("/usr/sbin/nginx"))).toEqual([]);
    expect(status === 0 || !hasPrograms("nginx")).toBe(true);
  });
});

/** Asks `nginx -t` on a machine of its own that holds the files, with a certificate where the run would fill one in. */
async function judged(cluster: Cluster, change = (text: string) => text) {
  const pem = selfSigned();
  const files = [...filesOf(cluster).values()].map((entry) => {
    const content = entry.secrets.reduce((text, { placeholder }) => text.replace(placeholder, pem), entry.content);
    // Accounts of other systems are not here.
    return file({ ...entry, content: change(content).replace(/^user nginx;$/m, "user www-data;") });
  });
  const machine = {
    name: "nginx-1",
    interface: "eth0",
    addresses: ["10.0.0.61/24"],
    files: fileTree(files),
    writable: ["run", "var/log/nginx", "var/lib/nginx"],
  };
  const sandbox = await Sandbox.open();
  try {
    await sandbox.add(machine);
    await sandbox.run(machine, ["sysctl", "-q", "-p", "/etc/sysctl.d/60-gateway.conf"]);
    return await sandbox.run(machine, ["nginx", "-t", "-q"]);
  } finally {
    sandbox.close();
  }
}

function selfSigned(): string {
  const folder = mkdtempSync(join(tmpdir(), "certificate-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const [key, certificate] = [join(folder, "key.pem"), join(folder, "certificate.pem")];
  const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=shop.example.com"];
  execFileSync("openssl", ["req", "-x509", ...kind, "-days", "1", "-keyout", key, "-out", certificate], {
    stdio: "ignore",
  });
  return [certificate, key].map((path) => readFileSync(path, "utf8")).join("");
}

function serversIn(configuration: string): string[] {
  return [...configuration.matchAll(/^ +server (\S+) /gm)].map(([, server = ""]) => server);
}

function messages(cluster: Cluster, code: string): string[] {
  return judge(cluster).flatMap((problem) => (problem.code === code ? [problem.message] : []));
}
