import { setTimeout } from "node:timers/promises";
import {
  builtinReleases,
  type Cluster,
  type ExampleDocument,
  type File,
  fileTree,
  judge,
  type Machine,
  machinesRunning,
  optionsFor,
  requireCluster,
} from "@groundplan/core-model";
import { describe, expect, onTestFinished, test } from "vitest";
import { hasPrograms } from "../../../../../tools/sandbox/programs.ts";
import { canSandbox, isRoot, Sandbox } from "../../../../../tools/sandbox/sandbox.ts";
import { examples } from "./examples.ts";
import { redis } from "./index.ts";

function clusterOf(example: string, change = (_: ExampleDocument) => {}): Cluster {
  const document = examples[example]?.() ?? expect.unreachable();
  change(document);
  return requireCluster(document, {
    components: [redis],
    releases: builtinReleases,
    priceBooks: [],
    deliveries: ["ansible"],
  });
}

function serversOf(cluster: Cluster): readonly [Machine, Machine] {
  const [first, second] = machinesRunning(cluster, "redis");
  if (!first || !second) throw new Error("the example has two servers");
  return [first, second];
}

function filesOf(cluster: Cluster, machine = serversOf(cluster)[0]): ReadonlyMap<string, File> {
  return fileTree(redis.files(cluster, machine, optionsFor(cluster, redis)));
}

describe("files", () => {
  test.each(["plain", "rich"])("%s", async (name) => {
    for (const { path, content } of filesOf(clusterOf(name)).values()) {
      await expect(content).toMatchFileSnapshot(`golden/${name}/${path}`);
    }
  });

  test("the primary follows nobody, and the other follows it read-only", () => {
    const cluster = clusterOf("plain");
    const [replica, primary] = serversOf(cluster).map(
      (machine) => filesOf(cluster, machine).get("etc/redis/redis.conf")?.content,
    );

    expect(primary).not.toContain("replica");
    expect(replica).toContain("replicaof 10.0.0.62 6379\nreplica-read-only yes\n");
  });

  test("the password is named and never held, and no other account reads the files that get it", () => {
    for (const name of ["requirepass", "masterauth"]) {
      const file = filesOf(clusterOf("rich")).get(`etc/redis/${name}.conf`);

      expect(file?.content.split("\n")[1]).toBe(`${name} @@secret:cache/redis@@`);
      expect(file).toMatchObject({ mode: 0o640, owner: "root:redis" });
    }
  });

  test("only a disk of its name is taken: the one for data is the database's beside it", () => {
    const cluster = clusterOf("plain", ({ spec }) => {
      spec.machines.data?.disks.push({ name: "data", sizeGB: 200, device: "/dev/sdb", use: "data" });
    });

    expect([...filesOf(cluster).keys()].filter((path) => path.endsWith(".mount"))).toEqual([]);
    expect(filesOf(clusterOf("rich")).has("etc/systemd/system/var-lib-redis.mount")).toBe(true);
  });

  test("one that is bought leaves nothing on machines", () => {
    const cluster = clusterOf("plain", ({ spec }) => {
      spec.hostServices.redis = { kind: "external", host: "cache.example.com" };
    });

    expect(machinesRunning(cluster, "redis")).toEqual([]);
    expect(messages(cluster)).toEqual([]);
  });
});

describe("rules", () => {
  test.each<[string, (document: ExampleDocument) => void, string]>([
    [
      "a primary from elsewhere",
      ({ spec }) => Object.assign(spec.hostServices.redis as object, { primary: "lb-1" }),
      "redis-primary lb-1 is no machine of data (data-1, data-2)",
    ],
    [
      "a system without it",
      ({ spec }) => {
        spec.release = "2023.8.1";
        spec.os = { distribution: "centos", version: "7.9" };
      },
      "redis-system the machines of data run centos 7.9, which packages no Redis",
    ],
    [
      "two servers",
      () => {},
      "redis-no-failover Redis has 2 servers and no sentinel: writes stop with data-2 until a person acts",
    ],
    [
      "one server",
      ({ spec }) => {
        for (const range of spec.machines.data?.ranges ?? []) range.first = 2;
      },
      "redis-no-failover Redis has one server: writes stop with data-2 until a person acts",
    ],
  ])("%s", (_name, change, message) => {
    expect(messages(clusterOf("plain", change))).toContain(message);
  });

  test("a cluster for testing is told nothing", () => {
    const testing = clusterOf("plain", (document) => {
      document.spec.tier = "testing";
    });

    expect(messages(testing)).toEqual([]);
  });
});

describe.skipIf(!(hasPrograms("redis-server", "redis-cli") && canSandbox() && isRoot))("Redis itself", () => {
  test("starts from its files, asks for the password, follows its primary, and forgets nothing", async () => {
    const cluster = clusterOf("plain");
    const sandbox = await Sandbox.open();
    onTestFinished(() => sandbox.close());
    const [replica, primary] = serversOf(cluster).map((machine) => {
      const files = [...filesOf(cluster, machine).values()].map((file) => ({
        ...file,
        content: file.content.replaceAll(/@@secret:[^@]+@@/g, "a-long_password.9"),
      }));
      return {
        name: machine.name,
        interface: "eth0",
        addresses: [`${machine.address}/24`],
        files: fileTree(files),
        writable: ["run", "var/lib/redis"],
      };
    });
    if (!replica || !primary) throw new Error("the example has two servers");
    const ask = async (host: typeof primary, ...words: string[]) =>
      (await sandbox.run(host, ["env", "REDISCLI_AUTH=a-long_password.9", "redis-cli", ...words])).output.trim();
    const untilAnswers = async (host: typeof primary) =>
      sandbox.run(host, ["timeout", "20", "bash", "-c", `until ${probe}; do sleep 0.2; done`]);
    const probe = `bash -euc ${quoted(redis.probe?.(cluster, serversOf(cluster)[0])?.at(-1) ?? "false")} 2>/dev/null`;
    for (const host of [primary, replica]) {
      await sandbox.add(host);
      sandbox.start(host, ["redis-server", "/etc/redis/redis.conf"]);
      expect((await untilAnswers(host)).status, sandbox.journal()).toBe(0);
    }

    expect((await sandbox.run(primary, ["redis-cli", "-h", "10.0.0.62", "SET", "a", "1"])).output).toContain("NOAUTH");
    const follows = "until redis-cli INFO replication | grep -q master_link_status:up; do sleep 0.2; done";
    const linked = ["env", "REDISCLI_AUTH=a-long_password.9", "timeout", "20", "bash", "-c", follows];
    expect((await sandbox.run(replica, linked)).status, sandbox.journal()).toBe(0);
    expect(await ask(primary, "SET", "order", "17")).toBe("OK");
    expect(await ask(primary, "WAIT", "1", "2000")).toBe("1");
    expect(await ask(replica, "GET", "order")).toBe("17");
    expect(await ask(replica, "SET", "order", "18")).toContain("READONLY");
    expect(await ask(primary, "CONFIG", "GET", "appendonly")).toBe("appendonly\nyes");

    // Killed, not stopped: what was written is in the file within a second.
    const pid = /process_id:(\d+)/.exec(await ask(primary, "INFO", "server"))?.[1] ?? expect.unreachable();
    await setTimeout(1500);
    await sandbox.run(primary, ["kill", "-9", pid]);
    sandbox.start(primary, ["redis-server", "/etc/redis/redis.conf"]);
    await untilAnswers(primary);
    expect(await ask(primary, "GET", "order")).toBe("17");
  }, 90_000);
});

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function messages(cluster: Cluster): string[] {
  return judge(cluster)
    .filter(({ code }) => code.startsWith("redis-"))
    .map(({ code, message }) => `${code} ${message}`);
}
