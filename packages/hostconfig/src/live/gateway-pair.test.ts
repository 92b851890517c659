import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import {
  builtinReleases,
  type Cluster,
  type ExampleDocument,
  type FileTree,
  file,
  fileTree,
  findMachine,
  requireCluster,
} from "@groundplan/core-model";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasPrograms } from "../../../../tools/sandbox/programs.ts";
import { canSandbox, isRoot, Sandbox, type SandboxMachine } from "../../../../tools/sandbox/sandbox.ts";
import { debian12, documentOn } from "../components/gateway/examples.ts";
import { gateway } from "../components/gateway/index.ts";
import { machineTree } from "../machine-plan.ts";
import { hostComponents } from "../registry.ts";

// A pair of gateways in front of two web services: real nginx and keepalived, started from the files as they are generated.
const asked = process.env.GROUNDPLAN_LIVE === "1";
const possible = asked && isRoot && hasPrograms("nginx", "keepalived", "openssl", "sysctl") && canSandbox();

const programs = resolve(import.meta.dirname, "../../../../tools/sandbox");
const node = process.execPath;
const address = "10.0.0.60";

interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly text?: string;
  readonly error?: string;
}

describe.skipIf(!possible)("a pair of gateways", { timeout: 60_000 }, () => {
  let sandbox: Sandbox;
  let gateways: readonly [SandboxMachine, SandboxMachine];
  let workers: readonly SandboxMachine[];
  let client: SandboxMachine;
  let cluster: Cluster;

  beforeAll(async () => {
    cluster = exampleCluster();
    const certificate = selfSigned();
    sandbox = await Sandbox.open();
    gateways = [machineOf("nginx-1", certificate), machineOf("nginx-2", certificate)];
    workers = ["worker-1", "worker-2", "worker-3"].map((name) => onNetwork(name, findMachine(cluster, name).address));
    client = onNetwork("client", "10.0.0.99");
    for (const machine of [...gateways, ...workers, client]) await sandbox.add(machine);
    for (const machine of workers) startServices(machine);
    for (const machine of gateways) {
      await must(machine, ["sysctl", "-q", "-p", "/etc/sysctl.d/60-gateway.conf"]);
      // A copy, which a test can change: the machine's own files are laid over ours for good.
      await must(machine, ["cp", "/etc/nginx/nginx.conf", "/run/nginx.conf"]);
      startNginx(machine);
      sandbox.start(machine, ["keepalived", "--dont-fork", "--log-console"]);
    }
    await until(15, async () => (await owners()).length === 1);
    await until(10, async () => (await get("http", "console.example.com")).status === 200);
  }, 60_000);

  afterAll(() => sandbox?.close());

  test("a domain leads to every worker, which learns who asks", async () => {
    const answers = await Promise.all(Array.from({ length: 9 }, () => get("http", "console.example.com")));
    const spoofed = await get("http", "console.example.com", "/", 0, "X-Forwarded-For=203.0.113.9");

    expect(new Set(answers.map((answer) => told(answer).name))).toEqual(new Set(["worker-1", "worker-2", "worker-3"]));
    expect(told(spoofed).headers).toMatchObject({
      host: "console.example.com",
      "x-forwarded-for": "10.0.0.99",
      "x-forwarded-proto": "http",
    });
    expect(told(spoofed).headers.connection).not.toBe("close");
  });

  test("TLS ends at the gateway, with the certificate that the store has; plain requests are led there", async () => {
    const secure = await get("https", "shop.example.com", "/cart");
    const plain = await get("http", "shop.example.com", "/cart?a=1");

    expect(told(secure).headers["x-forwarded-proto"]).toBe("https");
    expect(secure.headers?.["strict-transport-security"]).toBe("max-age=15552000");
    expect(plain).toMatchObject({ status: 308, headers: { location: "https://shop.example.com/cart?a=1" } });
  });

  test("another domain, and the bare address, get no answer: nor a handshake", async () => {
    expect(await get("http", "other.example.com")).toEqual({ error: "ECONNRESET" });
    expect(await get("http", address)).toEqual({ error: "ECONNRESET" });
    expect(await get("https", "other.example.com")).toEqual({ error: "EPROTO" });
  });

  test("a websocket goes both ways", async () => {
    expect(await askWeb("websocket", "http", "console.example.com", "/terminal")).toEqual({
      status: 101,
      text: "ping",
    });
  });

  test("a request of the size that is allowed arrives whole, and a larger one is refused", async () => {
    const mebibyte = 1024 ** 2;

    expect(told(await get("http", "console.example.com", "/", mebibyte)).bytes).toBe(mebibyte);
    expect((await get("http", "console.example.com", "/", 3 * mebibyte)).status).toBe(413);
  });

  test("a reload takes a new domain and cuts nobody off", async () => {
    const [first] = gateways;
    const slow = get("http", "console.example.com", "/slow");
    await setTimeout(300);
    await must(first, ["sed", "-i", "s/server_name console.example.com/& new.example.com/", "/run/nginx.conf"]);
    await must(first, ["nginx", "-c", "/run/nginx.conf", "-t", "-q"]);
    await must(first, ["nginx", "-c", "/run/nginx.conf", "-s", "reload"]);
    await until(5, async () => (await get("http", "new.example.com")).status === 200);

    expect((await slow).status).toBe(200);
  });

  test("a configuration that is wrong fails the reload, and the one before goes on", async () => {
    const [first] = gateways;
    await must(first, ["sed", "-i", "s/least_conn;/least_of_all;/", "/run/nginx.conf"]);

    const { status } = await sandbox.run(first, ["nginx", "-c", "/run/nginx.conf", "-s", "reload"]);

    expect(status).not.toBe(0);
    expect((await get("http", "new.example.com")).status).toBe(200);
    await must(first, ["cp", "/etc/nginx/nginx.conf", "/run/nginx.conf"]);
  });

  test("a worker that dies costs no request", async () => {
    await must(workers[0], ["bash", "-c", "kill -9 $(cat /run/web-30880.pid)"]);

    const answers = await Promise.all(Array.from({ length: 12 }, () => get("http", "console.example.com")));

    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(new Set(answers.map((answer) => told(answer).name))).toEqual(new Set(["worker-2", "worker-3"]));
  });

  test("when every worker is gone, nginx still says that it is well itself, and the address stays", async () => {
    for (const worker of workers.slice(1)) await must(worker, ["bash", "-c", "kill -9 $(cat /run/web-30880.pid)"]);

    expect((await get("http", "console.example.com")).status).toBe(502);
    await must(gateways[0], gateway.probe?.(cluster, findMachine(cluster, "nginx-1")) ?? []);
    await setTimeout(4000);
    expect(await owners()).toEqual(["nginx-1"]);
  });

  test("when nginx dies, the address moves within four seconds", async () => {
    const [first] = gateways;
    await must(first, ["bash", "-c", "kill -9 $(cat /run/nginx.pid) $(pgrep --parent $(cat /run/nginx.pid))"]);

    await until(4, async () => (await owners()).join() === "nginx-2");
    expect((await get("https", "shop.example.com")).status).toBe(200);
  });

  function startNginx(machine: SandboxMachine): void {
    sandbox.start(machine, ["nginx", "-c", "/run/nginx.conf", "-g", "daemon off;"]);
  }

  function startServices(machine: SandboxMachine): void {
    for (const port of ["30880", "31080"]) {
      const server = [node, `${programs}/web-server.ts`, port, machine.name];
      sandbox.start(machine, ["bash", "-c", `echo $$ >/run/web-${port}.pid; exec "$@"`, "bash", ...server]);
    }
  }

  function get(protocol: "http" | "https", domain: string, path = "/", bodyBytes = 0, header = ""): Promise<Answer> {
    return askWeb("get", protocol, domain, path, String(bodyBytes), header);
  }

  async function askWeb(mode: "get" | "websocket", ...words: readonly string[]): Promise<Answer> {
    const [protocol = "", ...others] = words;
    return JSON.parse(await must(client, [node, `${programs}/web-client.ts`, mode, address, protocol, ...others]));
  }

  async function must(machine: SandboxMachine | undefined, command: readonly string[]): Promise<string> {
    if (!machine) throw new Error("no such machine");
    const { status, output } = await sandbox.run(machine, command);
    expect({ command, status, output }).toMatchObject({ status: 0 });
    return output;
  }

  /** Waits for something to become true, and fails when it does not within so many seconds. */
  async function until(seconds: number, isTrue: () => Promise<boolean>): Promise<void> {
    for (let count = 0; count < seconds * 10; count++) {
      if (await isTrue()) return;
      await setTimeout(100);
    }
    expect.fail(`not within ${seconds} seconds:\n${sandbox.journal()}`);
  }

  /** The gateways that hold the address at this moment. */
  async function owners(): Promise<readonly string[]> {
    const holding = await Promise.all(
      gateways.map((machine) => must(machine, ["ip", "-4", "-oneline", "address", "show", "dev", "eth0"])),
    );
    return gateways.flatMap(({ name }, position) => (holding[position]?.includes(` ${address}/32 `) ? [name] : []));
  }

  function machineOf(name: string, certificate: string): SandboxMachine {
    const machine = findMachine(cluster, name);
    const files = withSecret(machineTree(cluster, machine), certificate);
    return { ...onNetwork(name, machine.address), files, writable: ["run", "var/log/nginx", "var/lib/nginx"] };
  }
});

/** What a stand-in said of the request that it got. */
function told({ text = "" }: Answer): { name: string; bytes: number; headers: Record<string, string> } {
  return JSON.parse(text);
}

function exampleCluster(): Cluster {
  const change = ({ spec }: ExampleDocument): void => {
    spec.hostServices.gateway = {
      group: "nginx",
      vip: { address, routerId: 60 },
      sites: [
        { domain: "console.example.com", nodePort: 30880, bodySizeMiB: 2 },
        {
          domain: "shop.example.com",
          nodePort: 31080,
          tls: { certificate: { secret: "gateway/shop-example-com" }, hstsDays: 180 },
        },
      ],
    };
  };
  return requireCluster(documentOn(debian12, change), {
    components: hostComponents,
    releases: builtinReleases,
    priceBooks: [],
    deliveries: ["ansible"],
  });
}

function onNetwork(name: string, own: string): SandboxMachine {
  return { name, interface: "eth0", addresses: [`${own}/24`], files: fileTree([]), writable: ["run"] };
}

/** As a run fills it in. */
function withSecret(tree: FileTree, value: string): FileTree {
  return fileTree(
    [...tree.values()].map((entry) => {
      const content = entry.secrets.reduce((text, { placeholder }) => text.replace(placeholder, value), entry.content);
      return file({ ...entry, content });
    }),
  );
}

function selfSigned(): string {
  const folder = mkdtempSync(join(tmpdir(), "certificate-"));
  const [key, certificate] = [join(folder, "key.pem"), join(folder, "certificate.pem")];
  const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=shop.example.com"];
  execFileSync("openssl", ["req", "-x509", ...kind, "-days", "1", "-keyout", key, "-out", certificate], {
    stdio: "ignore",
  });
  const pem = [certificate, key].map((path) => readFileSync(path, "utf8")).join("");
  rmSync(folder, { recursive: true });
  return pem;
}
