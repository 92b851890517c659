import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import {
  builtinReleases,
  type Cluster,
  exampleDocument,
  type File,
  file,
  isControlPlane,
  isNode,
  machinesIn,
  requireCluster,
  under,
} from "@groundplan/core-model";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { BootedMachines, canBoot } from "../../../../tools/sandbox/booted-machines.ts";
import { hasPrograms, type Outcome } from "../../../../tools/sandbox/programs.ts";
import { ansibleFiles } from "../deliveries/ansible/files.ts";
import { defineHostComponent, type HostComponent } from "../host-component.ts";
import { foldGroup } from "../kit/fold-group.ts";
import { nodePhase } from "../kit/node-phase.ts";

// Nodes that join, secrets that are filled in, files that come and go. kubeadm and kubectl are stand-ins that keep to the words
// of the real ones: neither is packaged for the system that tests run on.
const possible = process.env.GROUNDPLAN_LIVE === "1" && hasPrograms("ansible-playbook") && canBoot();

/** What the component of this test gives, and what a test may change. */
interface Wish {
  readonly files: readonly File[];
  readonly joinExtra: string;
  readonly packages: readonly string[];
  readonly left: boolean;
}

const usual: Wish = { files: [], joinExtra: "", packages: [], left: false };
const component = "sample";

describe.skipIf(!possible)("Ansible where nodes join", { timeout: 300_000 }, () => {
  let machines: BootedMachines;

  beforeAll(async () => {
    machines = await BootedMachines.boot([
      { name: "master-1", address: "10.0.0.21" },
      { name: "master-2", address: "10.0.0.22" },
      { name: "worker-1", address: "10.0.0.31" },
      { name: "worker-2", address: "10.0.0.32" },
    ]);
    writeFileSync(join(machines.folder, "known_hosts"), machines.knownHosts);
    writeFileSync(join(machines.folder, "ca.crt"), "the registry's authority\n");
    writeFileSync(join(machines.folder, "secrets.yaml"), "sample/login: 'pass{{ word }}'\n");
    for (const name of ["master-1", "master-2", "worker-1", "worker-2"]) {
      await write(name, "/usr/local/bin/kubeadm", kubeadm);
      await write(name, "/usr/local/bin/kubectl", kubectl);
    }
    await write("master-1", "/usr/local/bin/register", register);
    await must("master-1", "mkdir /srv/cluster; systemd-run --quiet --unit=register /usr/local/bin/register");
  }, 60_000);

  afterAll(() => machines?.close());

  test("stops before anything is touched when a secret has no value", async () => {
    render();

    const outcome = await site();

    expect(outcome.status).not.toBe(0);
    expect(outcome.output).toContain("No value for sample/login");
    expect(changes(outcome)).toEqual([0, 0, 0, 0]);
  });

  test("initialises the first control plane and joins the others, each with a token of its own", async () => {
    render();

    const outcome = await site(...secrets);

    expect(outcome.status, outcome.output).toBe(0);
    expect((await must("master-1", "cut -d' ' -f1-2 /srv/cluster/nodes | sort")).split("\n")).toEqual([
      "master-1 control-plane",
      "master-2 control-plane",
      "worker-1 worker",
      "worker-2 worker",
      "",
    ]);
    const tokens = await must("master-1", "cut -d' ' -f3 /srv/cluster/nodes | sort -u | wc -l");
    expect(tokens).toBe("4\n");
  });

  test("leaves nothing behind that could open a door", async () => {
    expect((await machines.on("master-1", "ls /srv/cluster/tokens")).output).toBe("");
    for (const name of ["master-1", "master-2", "worker-1", "worker-2"])
      expect((await machines.on(name, "ls /etc/kubernetes/kubeadm-*.yaml")).status).not.toBe(0);
  });

  test("fills in secrets on their way, to the owner's eyes only, and says none of them", async () => {
    expect(await must("worker-1", "stat --format=%a /etc/sample/login; cat /etc/sample/login")).toBe(
      "600\nlogin: pass{{ word }}\n",
    );

    await must("worker-1", "echo changed > /etc/sample/login");
    const outcome = await site(...secrets, "--diff", "-vvv");

    expect(outcome.status, outcome.output).toBe(0);
    expect(await must("worker-1", "cat /etc/sample/login")).toBe("login: pass{{ word }}\n");
    for (const secret of ["pass{{", "word }}", "token0.", "0123456789abcdef0123456789abcdef"])
      expect(outcome.output).not.toContain(secret);
  });

  test("carries what lies in the cluster's folder", async () => {
    expect(await must("worker-2", "cat /etc/sample/ca.crt")).toBe("the registry's authority\n");
  });

  test("changes nothing in a second run", async () => {
    const outcome = await site(...secrets);

    expect(outcome.status, outcome.output).toBe(0);
    expect(changes(outcome)).toEqual([0, 0, 0, 0]);
  });

  test("applies manifests in their waves, and again only when they differ", async () => {
    render();
    writeManifest("crds/sample/kinds.yaml", "kind: CustomResourceDefinition\n");
    writeManifest("network/sample/objects.yaml", "kind: DaemonSet\n");

    const first = await play("first-control-plane", ...secrets);
    const second = await play("first-control-plane", ...secrets);

    expect(first.status, first.output).toBe(0);
    expect(await must("master-1", "cat /srv/cluster/applied")).toBe(
      "kind: CustomResourceDefinition\nkind: DaemonSet\n",
    );
    expect(changes(second)).toEqual([0]);
  });

  test("reports a change of what is read once, and carries nothing out", async () => {
    const before = await must("master-1", "cat /srv/cluster/nodes");
    render({ joinExtra: "# another word\n" });

    const outcome = await play("workers", ...secrets);

    expect(outcome.status, outcome.output).toBe(0);
    expect(outcome.output).toContain("read once, at join");
    expect(await must("master-1", "cat /srv/cluster/nodes")).toBe(before);
    expect((await machines.on("worker-1", "ls /etc/kubernetes/kubeadm-join.yaml")).status).not.toBe(0);
    expect(changes(await play("workers", ...secrets))).toEqual([0, 0]);
  });

  test("takes a file away that the tree no longer has, and does what that makes necessary", async () => {
    const extra = file({
      path: "etc/systemd/system/sample.service.d/extra.conf",
      content: "[Service]\nEnvironment=EXTRA=1\n",
      component,
      effects: [{ action: "daemon-reload" }, { action: "restart", unit: "sample" }],
    });
    const running =
      "tr '\\0' '\\n' < /proc/$(systemctl show --value --property=MainPID sample)/environ | grep -c EXTRA || true";
    render({ files: [extra] });
    expect((await play("workers", ...secrets)).status).toBe(0);
    expect(await must("worker-1", running)).toBe("1\n");
    render();

    const outcome = await play("workers", ...secrets);

    expect(outcome.status, outcome.output).toBe(0);
    expect(await must("worker-1", running)).toBe("0\n");
    expect((await machines.on("worker-1", `ls /${extra.path}`)).status).not.toBe(0);
  });

  test("names the files of software that has left the machine, and lets them lie", async () => {
    render({ left: true });

    const outcome = await play("workers", ...secrets);

    expect(outcome.status, outcome.output).toBe(0);
    expect(outcome.output).toContain('"/etc/other"');
    expect((await machines.on("worker-1", "ls /etc/other")).status).toBe(0);
  });

  test("takes workers in service in batches, and stops at the first batch that fails", async () => {
    const broken = file({
      path: "etc/systemd/system/sample.service",
      content: sampleUnit("/bin/sleep infinity\nExecStartPre=/bin/false"),
      component,
      effects: [{ action: "daemon-reload" }, { action: "restart", unit: "sample" }],
    });
    render({ files: [broken] });

    const outcome = await play("workers", ...secrets);

    expect(outcome.status).not.toBe(0);
    const touched = [];
    for (const name of ["worker-1", "worker-2"])
      if ((await machines.on(name, "grep -q /bin/false /etc/systemd/system/sample.service")).status === 0)
        touched.push(name);
    expect(touched).toHaveLength(1);
    render();
    expect((await play("workers", ...secrets)).status).toBe(0);
  });

  test("refuses a machine that joined half", async () => {
    await must("worker-2", "rm -r /var/lib/groundplan");
    await must("master-1", "sed -i /worker-2/d /srv/cluster/nodes");

    const outcome = await play("workers", ...secrets);

    expect(outcome.status).not.toBe(0);
    expect(outcome.output).toContain("this cluster does not know it as a finished node");
  });

  test("does not carry out what a machine has written into its record", async () => {
    const mark = join(machines.folder, "carried-out");
    const pending = [`restart {{ lookup("pipe", "touch ${mark}") }}`];
    const record = JSON.stringify({ files: {}, pending });
    await must("worker-2", "mkdir -p /var/lib/groundplan");
    await write("worker-2", "/var/lib/groundplan/delivered.json", record);

    const outcome = await play("workers", ...secrets);

    expect(outcome.status).not.toBe(0);
    expect(outcome.output).toContain("is not what was written there");
    expect(existsSync(mark)).toBe(false);
  });

  function render(change: Partial<Wish> = {}): void {
    const rendered = join(machines.folder, "rendered");
    rmSync(rendered, { recursive: true, force: true });
    const cluster = clusterOf({ ...usual, ...change });
    const groups = Object.keys(cluster.spec.machines);
    const trees = groups.map((group) => under(`machines/${group}`, foldGroup(cluster, machinesIn(cluster, group))));
    for (const tree of [...trees, under("ansible", ansibleFiles(cluster))])
      for (const { path, content } of tree.values()) put(join(rendered, path), content);
  }

  const writeManifest = (path: string, content: string) =>
    put(join(machines.folder, "rendered/manifests", path), content);
  const secrets = ["--extra-vars=groundplan_secrets_command='cat ../../secrets.yaml'"];
  const nodes = "--limit=machines_masters:machines_workers";
  const play = (name: string, ...options: readonly string[]) => run([`playbooks/${name}.yaml`], options);

  /** All but the verification, which asks a real API server. */
  function site(...options: readonly string[]): Promise<Outcome> {
    const names = [
      "preflight",
      "machine-base",
      "host-services",
      "etcd",
      "first-control-plane",
      "control-planes",
      "workers",
    ];
    return run(
      names.map((name) => `playbooks/${name}.yaml`),
      options,
    );
  }

  function run(playbooks: readonly string[], options: readonly string[]): Promise<Outcome> {
    return machines.operate(["ansible-playbook", `--private-key=${machines.key}`, nodes, ...options, ...playbooks], {
      cwd: join(machines.folder, "rendered/ansible"),
      timeoutSeconds: 280,
    });
  }

  async function must(machine: string, line: string): Promise<string> {
    const { output, status } = await machines.on(machine, line);
    if (status !== 0) throw new Error(`${machine}: ${line}: ${output}`);
    return output;
  }

  async function write(machine: string, path: string, text: string): Promise<void> {
    const encoded = Buffer.from(text).toString("base64");
    await must(machine, `echo ${encoded} | base64 --decode > ${path}; chmod 755 ${path}`);
  }
});

function put(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

function clusterOf(wish: Wish): Cluster {
  const document = exampleDocument();
  const { spec } = document;
  const [masters, workers] = [spec.machines.masters?.ranges?.[0], spec.machines.workers?.ranges?.[0]];
  if (masters && workers) masters.last = workers.last = 2;
  spec.loadBalancer = { kind: "none" };
  return requireCluster(document, {
    components: [sample(wish), other(wish)],
    releases: builtinReleases,
    priceBooks: [],
    deliveries: ["ansible"],
  });
}

/** Something on every node, with what kubeadm is told. */
function sample(wish: Wish): HostComponent {
  return defineHostComponent({
    kind: "host-component",
    name: component,
    title: "A sample",
    docs: "https://example.com/",
    options: z.strictObject({}),
    pace: "batches",
    impliedBy: () => true,
    declare: (cluster) => ({ machines: cluster.machines.filter((machine) => isNode(cluster, machine)), ports: [] }),
    phase: nodePhase,
    software: () => ({
      packages: wish.packages,
      services: ["sample"],
      supplies: [{ path: "/etc/sample/ca.crt", mode: 0o644, from: { clusterFile: "ca.crt" } }],
    }),
    files: (cluster, machine) => {
      const isFirst = nodePhase(cluster, machine) === "first-control-plane";
      const names = [
        "run/bootstrap-token",
        ...(isFirst ? [] : ["run/ca-cert-hash"]),
        ...(isControlPlane(cluster, machine) ? ["run/certificate-key"] : []),
      ];
      const given: File[] = [
        file({
          path: `etc/kubernetes/kubeadm-${isFirst ? "init" : "join"}.yaml`,
          content: names.map((name) => `${name}: @@secret:${name}@@\n`).join("") + wish.joinExtra,
          mode: 0o600,
          component,
          effects: [{ action: "report", why: "read once, at join" }],
          secrets: names.map((secret) => ({ placeholder: `@@secret:${secret}@@`, secret })),
        }),
        file({
          path: "etc/sample/login",
          content: "login: @@secret:sample/login@@\n",
          mode: 0o600,
          component,
          secrets: [{ placeholder: "@@secret:sample/login@@", secret: "sample/login" }],
        }),
        file({
          path: "etc/systemd/system/sample.service",
          content: sampleUnit("/bin/sleep infinity"),
          component,
          effects: [{ action: "daemon-reload" }, { action: "restart", unit: "sample" }],
        }),
      ];
      return [...given.filter(({ path }) => !wish.files.some((instead) => instead.path === path)), ...wish.files];
    },
    probe: () => ["systemctl", "is-active", "--quiet", "sample"],
  });
}

/** Something that leaves the workers again. */
function other(wish: Wish): HostComponent {
  return defineHostComponent({
    kind: "host-component",
    name: "other",
    title: "Another sample",
    docs: "https://example.com/",
    options: z.strictObject({}),
    pace: "all-at-once",
    impliedBy: () => true,
    declare: (cluster) => ({ machines: wish.left ? [] : machinesIn(cluster, "workers"), ports: [] }),
    phase: () => "workers",
    software: () => ({ packages: [], services: [] }),
    files: () => [file({ path: "etc/other", content: "other\n", component: "other" })],
  });
}

function sampleUnit(program: string): string {
  return `[Service]\nType=exec\nExecStart=${program}\n\n[Install]\nWantedBy=multi-user.target\n`;
}

/** Changes that ansible-playbook counts at its end, by machine. It counts on from playbook to playbook. */
function changes({ output }: Outcome): number[] {
  const lines = output.slice(output.lastIndexOf("PLAY RECAP")).matchAll(/^\S+\s+:.*changed=(\d+)/gm);
  return [...lines].map(([, changed]) => Number(changed));
}

/** Where the stand-ins of all machines register their nodes. */
const register = `#!/usr/bin/python3
import socketserver

class Register(socketserver.StreamRequestHandler):
    def handle(self):
        with open("/srv/cluster/nodes", "ab") as nodes:
            nodes.write(self.rfile.readline())

socketserver.TCPServer.allow_reuse_address = True
socketserver.TCPServer(("10.0.0.21", 7000), Register).serve_forever()
`;

const kubeadm = `#!/bin/bash
set -euo pipefail
enter() { echo "$1" > /dev/tcp/10.0.0.21/7000; sleep 0.2; }
instructions() {
  [[ $(stat --format=%a "$1") == 600 ]]
  if grep --quiet @@secret "$1"; then echo "not filled in: $1" >&2; exit 1; fi
  token=$(sed -n 's,^run/bootstrap-token: ,,p' "$1")
}
case "$*" in
  "token generate") echo token0.0000000000000000 ;;
  "certs certificate-key") printf '0123456789abcdef%.0s' 1 2 3 4; echo ;;
  "init --config=/etc/kubernetes/kubeadm-init.yaml"*)
    instructions /etc/kubernetes/kubeadm-init.yaml
    mkdir -p /srv/cluster/tokens
    touch /etc/kubernetes/admin.conf "/srv/cluster/tokens/\${token%%.*}"
    enter "$HOSTNAME control-plane $token" ;;
  "token create --ttl=15m"*"--print-join-command")
    id=tok$(od -An -N2 -tx2 /dev/urandom | tr -d ' ' | cut -c1-3)
    touch "/srv/cluster/tokens/$id"
    echo "kubeadm join api.example.com:6443 --token $id.0123456789abcdef --discovery-token-ca-cert-hash sha256:feed " ;;
  "token delete "*) rm "/srv/cluster/tokens/$3" ;;
  "init phase upload-certs --upload-certs --config=/dev/stdin")
    grep --quiet "kind: ClusterConfiguration" /dev/stdin
    printf '[upload-certs] Using certificate key:\\n'
    printf '0123456789abcdef%.0s' 1 2 3 4; echo ;;
  "join --config=/etc/kubernetes/kubeadm-join.yaml")
    instructions /etc/kubernetes/kubeadm-join.yaml
    grep --quiet "run/ca-cert-hash: sha256:feed" /etc/kubernetes/kubeadm-join.yaml
    role=worker
    if grep --quiet "run/certificate-key: [0-9a-f]\\{64\\}$" /etc/kubernetes/kubeadm-join.yaml; then role=control-plane; fi
    touch /etc/kubernetes/kubelet.conf
    enter "$HOSTNAME $role $token" ;;
  *) echo "unknown: $*" >&2; exit 64 ;;
esac
`;

const kubectl = `#!/bin/bash
set -euo pipefail
case "$*" in
  *"get nodes --output=name") sed 's,^,node/,; s, .*,,' /srv/cluster/nodes ;;
  *"get node "*"--output=jsonpath={.metadata.labels}")
    role=$(sed -n "s/^$4 \\([a-z-]*\\).*/\\1/p" /srv/cluster/nodes)
    case $role in
      "") ;;
      worker) echo '{"kubernetes.io/hostname":"'"$4"'"}' ;;
      *) echo '{"kubernetes.io/hostname":"'"$4"'","node-role.kubernetes.io/control-plane":""}' ;;
    esac ;;
  *"get configmap kubeadm-config"*) echo "kind: ClusterConfiguration" ;;
  *" diff "*) touch /srv/cluster/applied; grep --quiet --line-regexp --fixed-strings "$(cat)" /srv/cluster/applied ;;
  *" apply "*) echo "$(cat)" >> /srv/cluster/applied ;;
  *" wait "*) ;;
  *) echo "unknown: $*" >&2; exit 64 ;;
esac
`;
