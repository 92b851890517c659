import { type ChildProcess, execFile, spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { hasPrograms, type Outcome, runProgram } from "./programs.ts";

/** Files of a machine, as a tree holds them. */
type Files = ReadonlyMap<string, { readonly path: string; readonly content: string; readonly mode: number }>;

/** A machine of the sandbox: a network namespace with one interface, and its files where they belong. */
export interface SandboxMachine {
  readonly name: string;
  readonly interface: string;
  /** With prefix length: 10.0.0.11/24. */
  readonly addresses: readonly string[];
  readonly files: Files;
  /** Folders that its programs write to; they start empty and outlive the programs. */
  readonly writable?: readonly string[];
}

/** Whether this machine lets us make namespaces and lay files over its own folders. */
export function canSandbox(): boolean {
  if (!hasPrograms("unshare", "nsenter", "ip", "mount", "bash")) return false;
  const probe = "ip link add left type veth peer name right && mount -t overlay overlay -o lowerdir=/usr/bin:/etc /etc";
  return runProgram("unshare", [...namespaces, "bash", "-c", probe]).status === 0;
}

/** Whether the sandbox's root is the real one. Without it, every file of this machine seems to belong to nobody there. */
export const isRoot = process.getuid?.() === 0;

// Root needs no user namespace; anybody else becomes root inside one, where the kernel allows it.
const namespaces = [
  "--net",
  "--mount",
  "--pid",
  "--fork",
  "--kill-child",
  "--mount-proc",
  ...(isRoot ? [] : ["--map-root-user"]),
];

/**
 * Machines with real network stacks on one switch, in namespaces of their own: nothing of it is seen outside, and all of it is
 * gone when the sandbox is closed, or when the process that opened it dies.
 */
export class Sandbox {
  readonly #root = mkdtempSync(join(tmpdir(), "sandbox-"));
  readonly #holder: ChildProcess;
  readonly #pid: number;
  readonly #journal: string[] = [];
  readonly #links = new Map<string, string>();

  private constructor(holder: ChildProcess, pid: number) {
    this.#holder = holder;
    this.#pid = pid;
  }

  static async open(): Promise<Sandbox> {
    // The shell stays: it is the sandbox's first process, which buries those whose parent has died. It reads from us, and so it
    // ends when we do, whichever way. (Without a last word it would become what it waits for.)
    const script =
      "mount -t tmpfs tmpfs /run && ip link set lo up && ip link add switch type bridge && ip link set switch up && echo ready && timeout 600 cat; true";
    const holder = spawn("unshare", [...namespaces, "bash", "-euc", script], { stdio: ["pipe", "pipe", "inherit"] });
    await new Promise((resolve, reject) => {
      holder.stdout?.once("data", resolve);
      holder.once("exit", (code) => reject(new Error(`the sandbox did not open: exit code ${code}`)));
    });
    return new Sandbox(holder, childOf(holder.pid));
  }

  close(): void {
    this.#holder.kill("SIGKILL");
    rmSync(this.#root, { recursive: true, force: true });
  }

  /** Adds a machine to the switch. */
  async add(machine: SandboxMachine): Promise<void> {
    const folder = this.#folder(machine);
    for (const { path, content, mode } of machine.files.values()) {
      const target = join(folder, "files", path);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, content);
      chmodSync(target, mode);
    }
    for (const path of machine.writable ?? []) mkdirSync(join(folder, "state", path), { recursive: true });
    const { name } = machine;
    const link = this.#linkOf(machine);
    await this.#must(["ip", "netns", "add", name]);
    await this.#must(["ip", "link", "add", link, "type", "veth", "peer", "name", machine.interface, "netns", name]);
    await this.#must(["ip", "link", "set", link, "master", "switch", "up"]);
    await this.#must(["ip", "-n", name, "link", "set", "lo", "up"]);
    await this.#must(["ip", "-n", name, "link", "set", machine.interface, "up"]);
    for (const address of machine.addresses)
      await this.#must(["ip", "-n", name, "addr", "add", address, "dev", machine.interface]);
  }

  /** Pulls a machine's cable out of the switch, or plugs it in again. */
  async plug(machine: SandboxMachine, state: "up" | "down"): Promise<void> {
    await this.#must(["ip", "link", "set", this.#linkOf(machine), state]);
  }

  /** Runs a program on a machine to its end, `timeoutSeconds` at most. */
  run(machine: SandboxMachine, command: readonly string[], timeoutSeconds = 30): Promise<Outcome> {
    return this.#run(this.#on(machine, command), timeoutSeconds);
  }

  /** Starts a program on a machine. It dies with the sandbox. */
  start(machine: SandboxMachine, command: readonly string[]): void {
    const child = spawn("nsenter", this.#enter(this.#on(machine, command)), { stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk) => this.#journal.push(`${machine.name} ${command[0]}: ${chunk}`));
    }
  }

  /** What the started programs have said, as it came: the evidence when a test fails. */
  journal(): string {
    return this.#journal.join("");
  }

  // A link's name has 15 characters at most, and machines may be alike in as many: links are numbered.
  #linkOf({ name }: SandboxMachine): string {
    const link = this.#links.get(name) ?? `link-${this.#links.size + 1}`;
    this.#links.set(name, link);
    return link;
  }

  #folder(machine: SandboxMachine): string {
    return join(this.#root, machine.name);
  }

  // The machine's files lie over ours, read-only; what its programs write is its own.
  #on(machine: SandboxMachine, command: readonly string[]): string[] {
    const folder = this.#folder(machine);
    const mounts = [
      `shopt -s nullglob; for top in "${folder}"/files/*; do mount -t overlay overlay -o "lowerdir=$top:/\${top##*/}" "/\${top##*/}"; done`,
      ...(machine.writable ?? []).map((path) => `mount --bind "${folder}/state/${path}" "/${path}"`),
      'exec "$@"',
    ];
    return ["ip", "netns", "exec", machine.name, "bash", "-euc", mounts.join("\n"), "bash", ...command];
  }

  #enter(command: readonly string[]): string[] {
    const user = isRoot ? [] : ["--user", "--preserve-credentials"];
    return ["--target", String(this.#pid), "--net", "--mount", "--pid", ...user, "--", ...command];
  }

  async #must(command: readonly string[]): Promise<void> {
    const { status, output } = await this.#run(command, 30);
    if (status !== 0) throw new Error(`${command.join(" ")}: ${output}`);
  }

  #run(command: readonly string[], timeoutSeconds: number): Promise<Outcome> {
    return new Promise((resolve) => {
      execFile(
        "nsenter",
        this.#enter(command),
        { timeout: timeoutSeconds * 1000, killSignal: "SIGKILL" },
        (error, stdout, stderr) => {
          const status = error === null ? 0 : typeof error.code === "number" ? error.code : 128;
          resolve({ status, output: `${stdout}${stderr}` });
        },
      );
    });
  }
}

function childOf(pid: number | undefined): number {
  const child = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim();
  if (!/^\d+$/.test(child)) throw new Error(`process ${pid} has no single child`);
  return Number(child);
}
