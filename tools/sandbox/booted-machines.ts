import { type ChildProcess, execFile, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { hasPrograms, type Outcome, runProgram } from "./programs.ts";
import { isRoot } from "./sandbox.ts";

/** A machine that boots: its own processes, network, host name and files, with systemd and an SSH server. */
export interface BootedMachine {
  readonly name: string;
  /** Address on the switch, in 10.0.0.0/24; 10.0.0.1 is the operator's. */
  readonly address: string;
}

const groups = "/sys/fs/cgroup";
const isUnified = existsSync(`${groups}/cgroup.controllers`);
const hierarchies = isUnified ? [groups] : [`${groups}/systemd`, `${groups}/unified`];
const programs = [
  "unshare",
  "nsenter",
  "ip",
  "mount",
  "pivot_root",
  "sshd",
  "ssh",
  "ssh-keygen",
  "sudo",
  "python3",
  "bash",
];

/** Whether machines can be booted here: Linux with systemd, as root, with namespaces and layered file systems. */
export function canBoot(): boolean {
  if (!isRoot || !hasPrograms(...programs) || !existsSync("/lib/systemd/systemd")) return false;
  if (!hierarchies.every((folder) => existsSync(folder))) return false;
  const probe =
    "mount -t tmpfs tmpfs /mnt && mkdir /mnt/u /mnt/w /mnt/r && mount -t overlay overlay -o lowerdir=/,upperdir=/mnt/u,workdir=/mnt/w /mnt/r";
  return runProgram("unshare", ["--mount", "--pid", "--fork", "bash", "-c", probe]).status === 0;
}

/**
 * Machines that are reached as real ones are: over SSH, with the account `ops`, a key and sudo. Each sees this machine's files
 * and changes only copies of them, in memory. Everything is gone when they are closed, or when the process that booted them dies.
 */
export class BootedMachines {
  /** A folder of the operator's: home, key and known hosts. */
  readonly folder = mkdtempSync(join(tmpdir(), "booted-"));
  /** Private key of the account `ops`. */
  readonly key = join(this.folder, "id");
  readonly #machines: readonly BootedMachine[];
  #holder: ChildProcess | undefined;

  private constructor(machines: readonly BootedMachine[]) {
    this.#machines = machines;
  }

  static async boot(machines: readonly BootedMachine[]): Promise<BootedMachines> {
    const booted = new BootedMachines(machines);
    try {
      await booted.#boot();
    } catch (error) {
      await booted.close();
      throw error;
    }
    return booted;
  }

  /** Lines of ssh_known_hosts for every machine. */
  get knownHosts(): string {
    const [kind, key] = readFileSync(join(this.folder, "host.pub"), "utf8").split(" ");
    return this.#machines.map(({ address }) => `${address} ${kind} ${key}\n`).join("");
  }

  /** Runs a program beside the machines, where an operator would. `timeoutSeconds` at most. */
  operate(
    command: readonly string[],
    options: {
      readonly cwd?: string;
      readonly env?: Readonly<Record<string, string>>;
      readonly timeoutSeconds?: number;
    } = {},
  ): Promise<Outcome> {
    const home = join(this.folder, "home");
    mkdirSync(home, { recursive: true });
    const env = Object.entries({ HOME: home, LC_ALL: "C.UTF-8", ...options.env }).map(
      ([name, value]) => `${name}=${value}`,
    );
    const inside = ["env", `--chdir=${options.cwd ?? this.folder}`, ...env, ...command];
    return this.#enter(inside, options.timeoutSeconds ?? 120);
  }

  /** Runs a line of bash on a machine as root, over SSH. */
  on(machine: string, line: string): Promise<Outcome> {
    const target = this.#machines.find(({ name }) => name === machine);
    if (!target) throw new Error(`no machine ${machine}`);
    const options = [
      "-F/dev/null",
      "-oBatchMode=yes",
      "-oLogLevel=ERROR",
      "-oStrictHostKeyChecking=no",
      "-oUserKnownHostsFile=/dev/null",
    ];
    const quoted = `'${line.replaceAll("'", "'\\''")}'`;
    return this.operate(["ssh", ...options, "-i", this.key, `ops@${target.address}`, "sudo", "bash", "-c", quoted]);
  }

  async close(): Promise<void> {
    const holder = this.#holder;
    if (holder && holder.exitCode === null && holder.signalCode === null) {
      const gone = new Promise((resolve) => holder.once("exit", resolve));
      holder.kill("SIGKILL");
      await gone;
    }
    await this.#forgetGroups();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #boot(): Promise<void> {
    for (const name of ["id", "host"])
      await run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", join(this.folder, name)], 10);
    writeFileSync(join(this.folder, "machine.sh"), machineScript);
    writeFileSync(join(this.folder, "switch.sh"), switchScript);
    const names = this.#machines.map(({ name, address }) => `${name}:${address}`);
    const flags = ["--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"];
    const given = [this.folder, isUnified ? "unified" : "hybrid", ...names];
    const holder = spawn("unshare", [...flags, "bash", join(this.folder, "switch.sh"), ...given], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#holder = holder;
    const said: string[] = [];
    holder.stderr?.on("data", (text) => said.push(String(text)));
    await new Promise((resolve, reject) => {
      holder.stdout?.once("data", resolve);
      holder.once("exit", (code) =>
        reject(new Error(`the machines did not boot: exit code ${code}\n${said.join("")}`)),
      );
    });
    for (const { name } of this.#machines) await this.#untilReached(name);
  }

  async #untilReached(machine: string): Promise<void> {
    for (let attempt = 0; attempt < 40; attempt++) {
      const { status } = await this.on(machine, "true");
      if (status === 0) return;
      await setTimeout(250);
    }
    throw new Error(`${machine} does not answer`);
  }

  #enter(command: readonly string[], timeoutSeconds: number): Promise<Outcome> {
    const child = readFileSync(`/proc/${this.#holder?.pid}/task/${this.#holder?.pid}/children`, "utf8").trim();
    return run("nsenter", ["--target", child, "--net", "--mount", "--pid", "--", ...command], timeoutSeconds);
  }

  /** The kernel keeps a group until its last process is gone. */
  async #forgetGroups(): Promise<void> {
    for (const hierarchy of hierarchies) {
      const top = join(hierarchy, basename(this.folder));
      for (let attempt = 0; attempt < 20 && existsSync(top); attempt++) {
        const removed = runProgram("find", [top, "-depth", "-type", "d", "-exec", "rmdir", "{}", "+"]);
        if (removed.status !== 0) await setTimeout(100);
      }
      if (existsSync(top)) rmdirSync(top);
    }
  }
}

function run(command: string, args: readonly string[], timeoutSeconds: number): Promise<Outcome> {
  return new Promise((resolve) => {
    const options = { timeout: timeoutSeconds * 1000, killSignal: "SIGKILL", maxBuffer: 64 * 1024 * 1024 } as const;
    execFile(command, args, options, (error, stdout, stderr) => {
      const status = error === null ? 0 : typeof error.code === "number" ? error.code : 128;
      resolve({ status, output: `${stdout}${stderr}` });
    });
  });
}

/** The first process of all: a switch with the operator's address, and a namespace with a cable for each machine. */
const switchScript = `
set -euo pipefail
folder=$1 groups=$2
shift 2
mount --make-rprivate /
mount -t tmpfs tmpfs /run
ip link set lo up
ip link add switch type bridge
ip link set switch up
ip address add 10.0.0.1/24 dev switch
hierarchies=(/sys/fs/cgroup/systemd /sys/fs/cgroup/unified)
[[ $groups == hybrid ]] || hierarchies=(/sys/fs/cgroup)
number=0
for machine in "$@"; do
  name=\${machine%%:*} address=\${machine##*:}
  number=$((number + 1))
  ip netns add "$name"
  ip link add "cable-$number" type veth peer name eth0 netns "$name"
  ip link set "cable-$number" master switch up
  ip -n "$name" link set lo up
  ip -n "$name" link set eth0 up
  ip -n "$name" address add "$address/24" dev eth0
  for hierarchy in "\${hierarchies[@]}"; do mkdir -p "$hierarchy/\${folder##*/}/$name"; done
  (
    for hierarchy in "\${hierarchies[@]}"; do echo $BASHPID > "$hierarchy/\${folder##*/}/$name/cgroup.procs"; done
    exec nsenter --net="/run/netns/$name" unshare --mount --uts --ipc --pid --cgroup --fork --kill-child \\
      bash "$folder/machine.sh" "$folder" "$groups" "$name" > "$folder/$name.log" 2>&1 < /dev/null
  ) &
done
echo booting
exec sleep 3600
`;

/**
 * From a process to a machine: its own layer over our files, its own devices, and at last systemd. What would reach our kernel
 * beyond its own network stays read-only. Nothing of ours starts by itself there but the SSH server.
 */
const machineScript = `
set -euo pipefail
folder=$1 groups=$2 name=$3
hostname "$name"
mount --make-rprivate /
base=/run/machines/$name
mkdir -p "$base"/{upper,work,root}
mount -t overlay overlay -o "lowerdir=/,upperdir=$base/upper,workdir=$base/work" "$base/root"
cd "$base/root"
rm -rf etc/systemd/system/*.wants etc/systemd/system/*.requires etc/haproxy/* etc/keepalived/* usr/sbin/policy-rc.d
rm -f etc/ssh/ssh_host_* etc/machine-id var/lib/dbus/machine-id
echo "$name" > etc/hostname
echo "127.0.0.1 localhost $name" > etc/hosts
tr -d - < /proc/sys/kernel/random/uuid > etc/machine-id
install -m 600 "$folder/host" etc/ssh/ssh_host_ed25519_key
chroot . useradd --create-home --shell /bin/bash ops
install -d -m 700 -o "$(chroot . id -u ops)" -g "$(chroot . id -g ops)" home/ops/.ssh
install -m 600 -o "$(chroot . id -u ops)" -g "$(chroot . id -g ops)" "$folder/id.pub" home/ops/.ssh/authorized_keys
install -m 440 /dev/stdin etc/sudoers.d/ops <<< 'ops ALL=(ALL) NOPASSWD: ALL'
for unit in systemd-udevd.service systemd-udevd-kernel.socket systemd-udevd-control.socket systemd-logind.service \\
  systemd-networkd.service systemd-timesyncd.service systemd-binfmt.service getty.target console-getty.service; do
  ln -sf /dev/null "etc/systemd/system/$unit"
done
mkdir etc/systemd/system/multi-user.target.wants
ln -s /lib/systemd/system/ssh.service etc/systemd/system/multi-user.target.wants/ssh.service
mount -t proc proc proc
mount --bind proc/sys proc/sys
mount -o remount,bind,ro proc/sys
mount --bind /proc/sys/net proc/sys/net
mount -t sysfs -o ro sysfs sys
mount -t tmpfs -o mode=755 tmpfs dev
for device in null:3 zero:5 full:7 random:8 urandom:9; do mknod -m 666 "dev/\${device%:*}" c 1 "\${device#*:}"; done
mknod -m 666 dev/tty c 5 0
mkdir dev/pts dev/shm
mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 devpts dev/pts
mount -t tmpfs tmpfs dev/shm
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
for number in 0:stdin 1:stdout 2:stderr; do ln -s "fd/\${number%:*}" "dev/\${number#*:}"; done
mount -t tmpfs -o mode=755 tmpfs run
mkdir run/sshd run/lock
mount -t tmpfs -o mode=1777 tmpfs tmp
if [[ $groups == hybrid ]]; then
  mount -t tmpfs tmpfs sys/fs/cgroup
  mkdir sys/fs/cgroup/systemd sys/fs/cgroup/unified
  mount -t cgroup -o none,name=systemd cgroup sys/fs/cgroup/systemd
  mount -t cgroup2 cgroup2 sys/fs/cgroup/unified
else
  mount -t cgroup2 cgroup2 sys/fs/cgroup
fi
mkdir -p mnt/outside
pivot_root . mnt/outside
umount --lazy /mnt/outside
exec env -i container=sandbox PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd --log-target=null
`;
