import {
  builtinReleases,
  type Cluster,
  type ExampleDocument,
  type File,
  findMachine,
  optionsFor,
  requireCluster,
} from "@groundplan/core-model";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BootedMachines, canBoot } from "../../../../tools/sandbox/booted-machines.ts";
import { hasPrograms } from "../../../../tools/sandbox/programs.ts";
import { debian12, documentOn } from "../components/gateway/examples.ts";
import { gateway } from "../components/gateway/index.ts";
import { hostComponents } from "../registry.ts";

// The packaged nginx.service with our drop-in, under systemd: what a delivery asks of it when a file has changed.
const possible = process.env.GROUNDPLAN_LIVE === "1" && hasPrograms("nginx") && canBoot();

describe.skipIf(!possible)("nginx as a service", { timeout: 60_000 }, () => {
  let machines: BootedMachines;
  const before = clusterWith(["console.example.com"]);

  beforeAll(async () => {
    machines = await BootedMachines.boot([{ name: "nginx-1", address: "10.0.0.61" }]);
    // As the package leaves it: running, with a site of its own.
    await must("systemctl start nginx");
    for (const file of filesOf(before)) await place(file);
    await must("systemctl restart systemd-sysctl && systemctl daemon-reload && systemctl restart nginx");
  }, 60_000);

  afterAll(() => machines?.close());

  test("it listens on an address that the machine does not hold, and no longer shows the package's site", async () => {
    const listening = await must("ss --tcp --listening --numeric --no-header | awk '{ print $4 }' | sort");

    expect(listening.split("\n")).toEqual(expect.arrayContaining(["10.0.0.60:80", "127.0.0.1:8008"]));
    expect(listening).not.toMatch(/^(0\.0\.0\.0|\*|\[::\]):80$/m);
    expect(await must(probe())).toBe("");
  });

  test("it may open as many files as it takes connections for", async () => {
    expect(await must("grep 'Max open files' /proc/$(cat /run/nginx.pid)/limits")).toMatch(/ 8192 +8192 /);
  });

  test("a reload takes a new domain", async () => {
    const [configuration] = filesOf(clusterWith(["console.example.com", "new.example.com"]));
    await place(configuration ?? expect.unreachable());

    const pid = await must("cat /run/nginx.pid");
    await must("systemctl reload nginx");

    expect(await must("cat /run/nginx.pid")).toBe(pid);
    expect(await must("nginx -T 2>/dev/null | grep -c 'server_name new.example.com;'")).toBe("1\n");
  });

  test("a reload with a file that is wrong fails, and nginx goes on", async () => {
    await must("sed -i 's/least_conn;/least_of_all;/' /etc/nginx/nginx.conf");

    expect((await machines.on("nginx-1", "systemctl reload nginx")).status).not.toBe(0);
    expect(await must(probe())).toBe("");
    for (const file of filesOf(before)) await place(file);
  });

  test("one that is killed is back within seconds", async () => {
    await must("systemctl kill --signal=KILL nginx && sleep 5");

    expect(await must("systemctl is-active nginx")).toBe("active\n");
    expect(await must(probe())).toBe("");
  });

  /** What a delivery asks, as a line of bash. */
  function probe(): string {
    const [, , line = ""] = gateway.probe?.(before, findMachine(before, "nginx-1")) ?? [];
    return `set -eu; ${line}`;
  }

  async function place({ path, content, mode }: File): Promise<void> {
    const text = Buffer.from(content).toString("base64");
    await must(
      `mkdir -p $(dirname /${path}) && base64 -d <<< ${text} > /${path} && chmod ${mode.toString(8)} /${path}`,
    );
  }

  async function must(line: string): Promise<string> {
    const { status, output } = await machines.on("nginx-1", line);
    expect({ line, status, output }).toMatchObject({ status: 0 });
    return output;
  }
});

function filesOf(cluster: Cluster): readonly File[] {
  return gateway.files(cluster, findMachine(cluster, "nginx-1"), optionsFor(cluster, gateway));
}

function clusterWith(domains: readonly string[]): Cluster {
  const change = ({ spec }: ExampleDocument): void => {
    spec.hostServices.gateway = {
      group: "nginx",
      vip: { address: "10.0.0.60", routerId: 60 },
      sites: domains.map((domain) => ({ domain, nodePort: 30880 })),
    };
  };
  return requireCluster(documentOn(debian12, change), {
    components: hostComponents,
    releases: builtinReleases,
    priceBooks: [],
    deliveries: ["ansible"],
  });
}
