import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** What one process used, from its start to its end. */
export interface Sample {
  readonly wallMs: number;
  /** Of all its threads, in user and in system mode. */
  readonly cpuMs: number;
  /** The most memory that it held at once. */
  readonly peakMiB: number;
}

/** A program for Node that is measured. */
export interface Contestant {
  readonly name: string;
  /** What stands behind `node`. */
  readonly command: readonly string[];
  readonly folder: string;
  /** Done before each run, and not measured. */
  before?(): void;
}

/** A contestant with its samples, one of each round. */
export interface Measured {
  readonly name: string;
  readonly samples: readonly Sample[];
}

const usageProbe = fileURLToPath(new URL("usage-at-exit.cjs", import.meta.url));

/**
 * Runs contestants in turn (a b c, a b c, ...), each as a process of its own, so that whatever else the machine does meets all
 * of them alike.
 * @param say told what is running
 * @throws Error when one of them fails, with what it said
 */
export async function runInTurn<Key extends string>(
  contestants: Readonly<Record<Key, Contestant>>,
  rounds: number,
  say: (text: string) => void,
): Promise<Readonly<Record<Key, Measured>>> {
  const keys = Object.keys(contestants) as Key[];
  const samples = Object.fromEntries(keys.map((key) => [key, []])) as unknown as Record<Key, Sample[]>;
  for (let round = 1; round <= rounds; round++) {
    for (const key of keys) {
      const contestant = contestants[key];
      contestant.before?.();
      say(`round ${round}/${rounds}: ${contestant.name}`);
      samples[key].push(await runOnce(contestant));
    }
  }
  const measured = keys.map((key) => [key, { name: contestants[key].name, samples: samples[key] }]);
  return Object.fromEntries(measured) as Record<Key, Measured>;
}

/** @throws Error when the process fails, with what it said */
export async function runOnce({ name, command, folder }: Contestant): Promise<Sample> {
  const scratch = mkdtempSync(join(tmpdir(), "groundplan-bench-usage-"));
  const usageFile = join(scratch, "usage.json");
  try {
    const start = performance.now();
    const { code, said } = await runNode(["--require", usageProbe, ...command], folder, usageFile);
    const wallMs = performance.now() - start;
    if (code !== 0) throw new Error(`${name} ended with ${code}:\n${said}`);
    const usage: NodeJS.ResourceUsage = JSON.parse(readFileSync(usageFile, "utf8"));
    return { wallMs, cpuMs: (usage.userCPUTime + usage.systemCPUTime) / 1000, peakMiB: usage.maxRSS / 1024 };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function runNode(args: readonly string[], folder: string, usageFile: string) {
  const env: NodeJS.ProcessEnv = { ...process.env, GROUNDPLAN_BENCH_USAGE: usageFile, NO_COLOR: "1" };
  for (const name of ["NODE_OPTIONS", "NODE_COMPILE_CACHE"]) delete env[name];
  const child = spawn(process.execPath, args, { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
  }
  return new Promise<{ code: number | null; said: string }>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, said }));
  });
}

/** The middle of each figure. */
export function medianOf({ samples }: Measured): Sample {
  const middle = (figure: keyof Sample) => median(samples.map((sample) => sample[figure]));
  return { wallMs: middle("wallMs"), cpuMs: middle("cpuMs"), peakMiB: middle("peakMiB") };
}

/** How many times as much one used as another, round by round; the middle of that. */
export function ratioOf(one: Measured, other: Measured, figure: keyof Sample): number {
  const ratios = one.samples.map((sample, round) => sample[figure] / (other.samples[round]?.[figure] ?? Number.NaN));
  return median(ratios);
}

/** @throws Error for no values */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  if (low === undefined || high === undefined) throw new Error("no values have no median");
  return (low + high) / 2;
}
