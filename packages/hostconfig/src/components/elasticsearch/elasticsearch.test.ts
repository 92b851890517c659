import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  builtinReleases,
  type Cluster,
  type ExampleDocument,
  type FileTree,
  fileTree,
  findMachine,
  hostPorts,
  judge,
  optionsFor,
  requireCluster,
} from "@groundplan/core-model";
import { describe, expect, test } from "vitest";
import { temporaryFolder, writeFiles } from "../../../../../tools/sandbox/folders.ts";
import { hasPrograms, runProgram } from "../../../../../tools/sandbox/programs.ts";
import { canSandbox, isRoot } from "../../../../../tools/sandbox/sandbox.ts";
import { centos7, debian12, documentOn, enrich, examples, published, rocky9, type System } from "./examples.ts";
import { elasticsearch } from "./index.ts";

function clusterOf(document: ExampleDocument): Cluster {
  return requireCluster(document, {
    components: [elasticsearch],
    releases: builtinReleases,
    priceBooks: [],
    deliveries: ["ansible"],
  });
}

function clusterOn(system: System, change?: (document: ExampleDocument) => void): Cluster {
  return clusterOf(documentOn(system, change));
}

function filesOf(cluster: Cluster, name = "elastic-1"): FileTree {
  return fileTree(elasticsearch.files(cluster, findMachine(cluster, name), optionsFor(cluster, elasticsearch)));
}

function textOf(cluster: Cluster, path: string, name?: string): string {
  return filesOf(cluster, name).get(path)?.content ?? "";
}

/** The options of the example, changed. */
function withOptions(more: object): (document: ExampleDocument) => void {
  return ({ spec }) => {
    spec.hostServices.elasticsearch = { ...(spec.hostServices.elasticsearch as object), ...more };
  };
}

const settingsPath = "etc/elasticsearch/elasticsearch.yml";

describe("files", () => {
  test.each(Object.entries(examples))("%s", async (name, document) => {
    for (const { path, content } of filesOf(clusterOf(document())).values())
      await expect(content).toMatchFileSnapshot(`golden/${name}/${path}`);
  });

  test("half of the memory is the heap, and never more than Java's short references reach", () => {
    const heaps = [4, 16, 128].map((memoryGiB) => {
      const cluster = clusterOn(debian12, ({ spec }) => {
        if (spec.machines.elastic) spec.machines.elastic.size.memoryGiB = memoryGiB;
      });
      return textOf(cluster, "etc/elasticsearch/jvm.options.d/heap.options").match(/^-Xm[sx].*$/gm);
    });

    expect(heaps).toEqual([
      ["-Xms2048m", "-Xmx2048m"],
      ["-Xms8192m", "-Xmx8192m"],
      ["-Xms30720m", "-Xmx30720m"],
    ]);
  });

  test("three copies are two beside the first", () => {
    const template = textOf(clusterOn(centos7, published), "etc/elasticsearch/lifecycle/template.yaml");

    expect(template).toContain("index.number_of_replicas: 2\n");
  });

  test("indices that are named by the day are no streams, live as long, and are the user's as well", () => {
    const files = filesOf(clusterOn(centos7, published));
    const text = (name: string) => files.get(`etc/elasticsearch/lifecycle/${name}.yaml`)?.content ?? "";

    expect(text("template")).toContain("data_stream: {}");
    expect(text("daily-template")).not.toContain("data_stream");
    expect(text("daily-template")).toContain("index.lifecycle.name: groundplan-daily\n");
    expect(text("daily-policy")).not.toContain("rollover");
    expect(text("daily-policy")).toContain("min_age: 180d\n");
    expect(text("role")).toContain("      - app-*\n      - ks-logstash-*\n");
  });

  test("a machine that joins restarts nobody", () => {
    const grow = ({ spec }: ExampleDocument) => {
      for (const range of spec.machines.elastic?.ranges ?? []) range.last = 5;
    };
    const [before, after] = [filesOf(clusterOn(debian12)), filesOf(clusterOn(debian12, grow))];

    const changed = [...after.values()].filter(({ path, content }) => before.get(path)?.content !== content);
    expect(changed.map(({ path, effects }) => [path, effects])).toEqual([
      ["etc/elasticsearch/unicast_hosts.txt", [{ action: "none" }]],
      ["usr/local/sbin/elasticsearch-prepare", [{ action: "none" }]],
    ]);
  });

  test("who may found the cluster stands in no setting", () => {
    expect(textOf(clusterOn(debian12), settingsPath)).not.toContain("initial_master_nodes");
    expect(textOf(clusterOn(debian12), "usr/local/sbin/elasticsearch-prepare")).toContain(
      "cluster.initial_master_nodes=elastic-1,elastic-2,elastic-3",
    );
  });

  test("one member alone carries the retention and the users", () => {
    const carriers = ["elastic-1", "elastic-2", "elastic-3"].filter((name) =>
      filesOf(clusterOn(debian12), name).has("etc/elasticsearch/lifecycle/policy.yaml"),
    );

    expect(carriers).toEqual(["elastic-1"]);
  });

  test("the packages are those of the release's line, and exactly its version", () => {
    const [apt, dnf7, dnf9] = [clusterOn(debian12), clusterOn(centos7), clusterOn(rocky9)];

    expect(textOf(apt, "etc/apt/preferences.d/elasticsearch")).toContain("Pin: version 9.4.3\n");
    expect(textOf(dnf7, "etc/yum.repos.d/elasticsearch.repo")).toMatch(
      /packages\/7\.x\/yum\n[\s\S]*includepkgs=elasticsearch-7\.17\.15-\*\n/,
    );
    expect(textOf(dnf9, "etc/yum.repos.d/elasticsearch.repo")).toContain("packages/9.x/yum\n");
  });

  test("members always speak TLS among themselves, and clients unless they are told not to", () => {
    const sides = [clusterOn(centos7), clusterOn(centos7, published)].map((cluster) =>
      textOf(cluster, settingsPath).match(/^xpack\.security\.(transport|http)\.ssl\.enabled: .*$/gm),
    );

    expect(sides).toEqual([
      ["xpack.security.transport.ssl.enabled: true", "xpack.security.http.ssl.enabled: true"],
      ["xpack.security.transport.ssl.enabled: true", "xpack.security.http.ssl.enabled: false"],
    ]);
  });

  test("data lie on the disk for them, which is mounted before anything starts", () => {
    const cluster = clusterOn(debian12);
    const { services, packages } = elasticsearch.software(
      cluster,
      findMachine(cluster, "elastic-2"),
      optionsFor(cluster, elasticsearch),
    );

    expect(services).toEqual(["elasticsearch", "elasticsearch-prepare.timer", "var-lib-elasticsearch.mount"]);
    expect(packages).toEqual(["elasticsearch", "openssl", "curl", "xfsprogs"]);
    expect(textOf(cluster, "etc/systemd/system/elasticsearch.service.d/groundplan.conf")).toContain(
      "RequiresMountsFor=/var/lib/elasticsearch\n",
    );
  });

  test("an Elasticsearch that is bought leaves no trace on machines", () => {
    const cluster = clusterOn(debian12, ({ spec }) => {
      spec.hostServices.elasticsearch = {
        kind: "external",
        endpoint: "https://logs.example.com:9200",
        auth: { secret: "elasticsearch/logs" },
      };
    });

    expect(elasticsearch.declare(cluster, optionsFor(cluster, elasticsearch))).toEqual({ machines: [], ports: [] });
    expect(filesOf(cluster).size).toBe(0);
    expect(judge(cluster).filter(({ code }) => code.startsWith("elasticsearch-"))).toEqual([]);
  });

  test("its two ports are in the table of every member", () => {
    const cluster = clusterOn(debian12);

    expect(hostPorts(cluster, findMachine(cluster, "elastic-3")).map(({ port }) => port)).toEqual([9200, 9300]);
  });
});

describe("what may be written", () => {
  test.each([
    ["a pattern with a quote", { indexPatterns: ['app"*'] }],
    ["a pattern of Elasticsearch's own", { indexPatterns: [".security*"] }],
    ["a password", { auth: { secret: "elasticsearch/logs", password: "x" } }],
    ["no user", { auth: undefined }],
    ["a user with a path", { auth: { user: "../elastic", secret: "elasticsearch/logs" } }],
    ["a user of Elasticsearch's own", { auth: { user: "elastic", secret: "elasticsearch/logs" } }],
    ["a heap that Java cannot address with short references", { heapGiB: 64 }],
    ["a mirror with a line break", { packages: { url: "https://mirror.example.com\nenabled=0" } }],
  ])("refuses %s", (_, options) => {
    const given = { group: "elastic", auth: { secret: "elasticsearch/logs" }, ...options };

    expect(elasticsearch.options.safeParse(given).success).toBe(false);
  });
});

function findings(cluster: Cluster): readonly string[] {
  return judge(cluster)
    .filter(({ code }) => code.startsWith("elasticsearch-"))
    .map(({ severity, code, path, message }) => `${severity} ${code} ${path.join(".")}: ${message}`);
}

function machinesOf(count: number): (document: ExampleDocument) => void {
  return ({ spec }) => {
    for (const range of spec.machines.elastic?.ranges ?? []) range.last = count;
  };
}

describe("rules", () => {
  test("the published figures break with an index a day, and keep with rollover", () => {
    const daily = (document: ExampleDocument) => {
      published(document);
      withOptions({ rollover: { kind: "daily" }, dailyIndices: undefined, tls: true })(document);
    };

    expect(findings(clusterOn(centos7, daily))).toEqual([
      "error elasticsearch-shard-budget spec.hostServices.elasticsearch.rollover: 30 indices a day x 180 days x 1 primaries x 3 copies = 16,200 shards, and at most 2,400 (0.8 x 1,000 x 3 members)",
    ]);
    expect(findings(clusterOn(centos7, published))).toEqual([
      "warning elasticsearch-plain-http spec.hostServices.elasticsearch.tls: tls is false: clients of Elasticsearch send their password and the logs in plain HTTP",
    ]);
  });

  test("indices of others' making count as well", () => {
    const more = (document: ExampleDocument) => {
      published(document);
      withOptions({ dailyIndices: { patterns: ["ks-logstash-*"], perDay: 4 }, tls: true })(document);
    };

    expect(findings(clusterOn(centos7, more))).toEqual([
      "error elasticsearch-shard-budget spec.hostServices.elasticsearch.retentionDays: 30 streams x 7 indices in 180 days x 1 primaries x 3 copies + 51 full shards of 50 GB on the disks + 4 indices a day x 180 days x 1 primaries x 3 copies = 2,841 shards, and at most 2,400 (0.8 x 1,000 x 3 members)",
    ]);
  });

  test("too early a rollover breaks it as well", () => {
    const hasty = withOptions({
      retentionDays: 180,
      indicesPerDay: 30,
      copies: 3,
      rollover: { maxAgeDays: 1 },
    });

    expect(findings(clusterOn(debian12, hasty))).toEqual([
      "error elasticsearch-shard-budget spec.hostServices.elasticsearch.retentionDays: 30 streams x 181 indices in 180 days x 1 primaries x 3 copies + 51 full shards of 50 GB on the disks = 16,341 shards, and at most 2,400 (0.8 x 1,000 x 3 members)",
    ]);
  });

  test.each<[string, (document: ExampleDocument) => void, readonly string[]]>([
    [
      "two members",
      machinesOf(2),
      [
        "error elasticsearch-members spec.hostServices.elasticsearch.group: elasticsearch has 2 members (elastic): none may be lost",
      ],
    ],
    [
      "one member for testing",
      (document) => {
        document.spec.tier = "testing";
        document.metadata.expires = "2026-11-25";
        machinesOf(1)(document);
        withOptions({ copies: 1 })(document);
      },
      [],
    ],
    [
      "four members",
      machinesOf(4),
      [
        "advice elasticsearch-members spec.hostServices.elasticsearch.group: elasticsearch has 4 members (elastic): as many may be lost as of 3",
      ],
    ],
    [
      "more copies than members",
      withOptions({ copies: 4 }),
      ["error elasticsearch-copies spec.hostServices.elasticsearch.copies: copies is 4, and elastic has 3 machines"],
    ],
    [
      "a single copy",
      withOptions({ copies: 1 }),
      [
        "warning elasticsearch-copies spec.hostServices.elasticsearch.copies: copies is 1: with a machine its share of the logs is lost",
      ],
    ],
    [
      "a heap above half of the memory",
      withOptions({ heapGiB: 12 }),
      [
        "error elasticsearch-heap spec.hostServices.elasticsearch.heapGiB: heapGiB is 12, more than half of the 16 GiB that machines of elastic have",
      ],
    ],
    [
      "no disk for the data",
      ({ spec }) => spec.machines.elastic?.disks.pop(),
      [
        "warning elasticsearch-disk spec.machines.elastic.disks: the logs lie on the system's disk of elastic: there is no disk for data",
      ],
    ],
    [
      "no internet and no mirror",
      ({ spec }) => {
        spec.site.internet = "none";
      },
      [
        "advice elasticsearch-packages spec.site: site.internet is none, and the packages of elasticsearch come from https://artifacts.elastic.co",
      ],
    ],
  ])("%s", (_, change, expected) => {
    expect(findings(clusterOn(debian12, change))).toEqual(expected);
  });

  test("a release without Elasticsearch", () => {
    const release = builtinReleases.find(({ version }) => version === "2026.11.0") ?? expect.unreachable();
    const { elasticsearch: _, kibana: __, filebeat: ___, ...components } = release.components;
    const cluster = { ...clusterOn(debian12), release: { ...release, components } };

    expect(findings(cluster)).toEqual([
      "error elasticsearch-release spec.release: hostServices names elasticsearch, and release 2026.11.0 pins no version of it",
    ]);
  });
});

const scripts = ["prepare", "healthy", "lifecycle"].map((name) => `usr/local/sbin/elasticsearch-${name}`);

test.skipIf(!hasPrograms("shellcheck")).each(scripts)("shellcheck has nothing to say about %s", (path) => {
  const input = textOf(clusterOn(rocky9, enrich), path);

  expect(runProgram("shellcheck", ["-"], { input })).toEqual({ status: 0, output: "" });
});

test.skipIf(!hasPrograms("systemd-analyze"))("systemd reads the units", () => {
  const folder = temporaryFolder();
  const units = [...filesOf(clusterOn(debian12)).values()]
    .filter(({ path }) => /systemd\/system\/[^/]+$/.test(path))
    // The programs are not on this machine.
    .map((file) => ({
      ...file,
      path: file.path.replace(/.*\//, ""),
      content: file.content.replace(/=\/usr\/local\/sbin\/\S+/, "=/bin/true"),
    }));
  writeFiles(folder, units);
  const base = "[Service]\nType=notify\nEnvironment=PID_DIR=/run\nExecStart=/bin/false\n";
  const dropIn = textOf(clusterOn(debian12), "etc/systemd/system/elasticsearch.service.d/groundplan.conf");
  mkdirSync(join(folder, "elasticsearch.service.d"));
  writeFileSync(join(folder, "elasticsearch.service"), base);
  writeFileSync(
    join(folder, "elasticsearch.service.d/groundplan.conf"),
    dropIn.replace("=/usr/share/elasticsearch/bin/elasticsearch ", "=/bin/true "),
  );

  const names = ["elasticsearch.service", ...units.map(({ path }) => path)];
  const { status, output } = runProgram("systemd-analyze", ["verify", "--man=no", ...names], {
    cwd: folder,
    env: { SYSTEMD_UNIT_PATH: `${folder}:` },
  });
  expect(output.split("\n").filter((line) => line.includes(folder))).toEqual([]);
  expect(status).toBe(0);
});

const canPlay = isRoot && canSandbox() && hasPrograms("openssl", "curl", "python3", "unshare", "chroot", "ip");

describe.skipIf(!canPlay)("on a machine of its own", () => {
  test("a member makes its certificate once, and may found the cluster only where it finds nobody", () => {
    const said = onMachine(
      clusterOn(debian12),
      `
      echo kept > /etc/elasticsearch/elasticsearch.keystore
      run() { /usr/local/sbin/elasticsearch-prepare; }
      folder=/etc/elasticsearch/certificates
      run
      openssl verify -CAfile $folder/ca.crt $folder/member.crt
      openssl x509 -in $folder/member.crt -noout -ext subjectAltName | tail -n 1
      stat -c '%a %U:%G %n' $folder $folder/* /var/lib/elasticsearch
      cat /run/elasticsearch-first-start.env
      before=$(sha256sum $folder/*)
      run
      [ "$before" = "$(sha256sum $folder/*)" ] && echo unchanged
      python3 -m http.server 9300 --bind 10.0.0.72 >/dev/null 2>&1 &
      until (exec 3<>/dev/tcp/10.0.0.72/9300) 2>/dev/null; do sleep 0.1; done
      run
      [ -e /run/elasticsearch-first-start.env ] || echo 'not where another is'
      { echo '# header'; cat /tmp/other.pem; } > /etc/elasticsearch/secrets/authority.pem
      key=$(sha256sum $folder/member.key)
      run
      openssl verify -CAfile $folder/ca.crt $folder/member.crt
      [ "$key" = "$(sha256sum $folder/member.key)" ] && echo 'same key'
      kill %1`,
    );

    expect(said.trim().split("\n")).toEqual([
      "/etc/elasticsearch/certificates/member.crt: OK",
      "    DNS:elastic-1, DNS:localhost, IP Address:10.0.0.71, IP Address:127.0.0.1",
      "750 root:elasticsearch /etc/elasticsearch/certificates",
      "640 root:elasticsearch /etc/elasticsearch/certificates/ca.crt",
      "640 root:elasticsearch /etc/elasticsearch/certificates/member.crt",
      "640 root:elasticsearch /etc/elasticsearch/certificates/member.key",
      "750 elasticsearch:elasticsearch /var/lib/elasticsearch",
      "ELASTICSEARCH_FIRST_START=-Ecluster.initial_master_nodes=elastic-1,elastic-2,elastic-3",
      "unchanged",
      "not where another is",
      "/etc/elasticsearch/certificates/member.crt: OK",
      "same key",
    ]);
  });

  test("the retention and the users arrive as they are, with any password, over TLS that is checked", () => {
    const said = onMachine(
      clusterOn(debian12, enrich),
      `
      echo kept > /etc/elasticsearch/elasticsearch.keystore
      /usr/local/sbin/elasticsearch-prepare
      python3 /tmp/recorder.py & 
      until (exec 3<>/dev/tcp/10.0.0.71/9200) 2>/dev/null; do sleep 0.1; done
      /usr/local/sbin/elasticsearch-lifecycle
      /usr/local/sbin/elasticsearch-healthy
      printf '# header\\nshort\\n' > /etc/elasticsearch/secrets/elastic
      /usr/local/sbin/elasticsearch-healthy 2>&1 || echo "refused"
      kill %1`,
    );

    const [healthy = "", ...rest] = said.trim().split("\n");
    expect(healthy).toMatch(/^GET \/_cluster\/health\?wait_for_status=yellow/);
    expect(rest.map((line) => line.replace(/ \{.*/, ""))).toEqual([
      `PUT /_ilm/policy/groundplan-logs elastic:${awkward}`,
      `PUT /_index_template/groundplan-logs elastic:${awkward}`,
      `PUT /_security/role/groundplan-logs elastic:${awkward}`,
      `PUT /_security/user/shop elastic:${awkward}`,
      `POST /_security/user/kibana_system/_password elastic:${awkward}`,
      `GET /_cluster/health?wait_for_status=green&timeout=30s elastic:${awkward}`,
      "/etc/elasticsearch/secrets/elastic holds no password of at least six printable ASCII characters",
      "refused",
    ]);
    expect(JSON.parse(rest[3]?.slice(rest[3].indexOf(" {")) ?? "")).toEqual({
      password: awkward,
      roles: ["groundplan-logs"],
    });
    expect(JSON.parse(rest[4]?.slice(rest[4].indexOf(" {")) ?? "")).toEqual({ password: awkward });
  });
});

/** A password of everything that a shell, curl and JSON read as more than text. */
const awkward = `a"b\\c%s $HOME 'd' #e`;

/** Writes down what it is asked, one line each, with TLS as the member has it. */
const recorder = `
import base64, http.server, ssl
class Recorder(http.server.BaseHTTPRequestHandler):
    def answer(self):
        body = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
        user = base64.b64decode(self.headers["authorization"].split()[1]).decode()
        print(" ".join([self.command, self.path, user] + [body] * body.startswith("{")), flush=True)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"{}")
    do_GET = do_PUT = do_POST = answer
    def log_message(self, *_): pass
server = http.server.HTTPServer(("10.0.0.71", 9200), Recorder)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain("/etc/elasticsearch/certificates/member.crt", "/etc/elasticsearch/certificates/member.key")
server.socket = context.wrap_socket(server.socket, server_side=True)
server.serve_forever()
`;

/** Runs a script of bash on the first member: its own network and its own copy of this machine's files. */
function onMachine(cluster: Cluster, script: string): string {
  const folder = temporaryFolder();
  for (const name of ["authority", "other"]) {
    const [key, certificate] = [join(folder, "key.pem"), join(folder, "certificate.pem")];
    runProgram("openssl", [
      "req",
      "-x509",
      "-newkey",
      "rsa:2048",
      "-noenc",
      "-days",
      "30",
      "-subj",
      `/CN=${name}`,
      "-keyout",
      key,
      "-out",
      certificate,
    ]);
    runProgram("bash", ["-c", `cat ${certificate} ${key} > ${join(folder, `${name}.pem`)}`]);
  }
  const authority = runProgram("cat", [join(folder, "authority.pem")]).output;
  const root = join(folder, "root");
  const filled = [...filesOf(cluster).values()].map((file) => ({
    ...file,
    content: file.secrets.reduce(
      (text, { placeholder }) => text.replace(placeholder, () => (file.path.endsWith(".pem") ? authority : awkward)),
      file.content,
    ),
  }));
  writeFiles(root, filled);
  writeFiles(root, [
    { path: "tmp/recorder.py", content: recorder, mode: 0o644 },
    { path: "tmp/other.pem", content: runProgram("cat", [join(folder, "other.pem")]).output, mode: 0o600 },
  ]);
  const setUp = [
    "set -e",
    "mount -t tmpfs tmpfs /mnt && mkdir /mnt/u /mnt/w /mnt/r",
    "mount -t overlay overlay -o lowerdir=/,upperdir=/mnt/u,workdir=/mnt/w /mnt/r",
    "mount -t tmpfs tmpfs /mnt/r/run && mount --rbind /dev /mnt/r/dev && mount --rbind /proc /mnt/r/proc",
    `cp -r ${root}/. /mnt/r/`,
    "ip link set lo up && ip address add 10.0.0.71/32 dev lo && ip address add 10.0.0.72/32 dev lo",
    "chroot /mnt/r useradd --system elasticsearch",
    `chroot /mnt/r bash -euo pipefail -c "$1"`,
  ];
  const { status, output } = runProgram("unshare", [
    "--mount",
    "--net",
    "--pid",
    "--fork",
    "bash",
    "-c",
    setUp.join("\n"),
    "bash",
    script,
  ]);
  expect(status, output).toBe(0);
  return output;
}
