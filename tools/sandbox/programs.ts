import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

// Debian keeps daemons where only root looks.
const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/local/sbin", "/usr/sbin", "/sbin"];

/** Whether every one of these programs is on this machine: a test that asks one is skipped where it is not. */
export function hasPrograms(...names: readonly string[]): boolean {
  return names.every((name) => folders.some((folder) => isExecutable(join(folder, name))));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** What a program said and how it ended. */
export interface Outcome {
  readonly status: number;
  readonly output: string;
}

/** Runs a program to its end, `timeoutSeconds` at most, 30 by default. @throws Error when it cannot be started */
export function runProgram(
  command: string,
  args: readonly string[],
  options: {
    readonly cwd?: string;
    readonly env?: NodeJS.ProcessEnv;
    readonly input?: string;
    readonly timeoutSeconds?: number;
  } = {},
): Outcome {
  const { timeoutSeconds = 30, ...place } = options;
  const { status, signal, stdout, stderr, error } = spawnSync(command, args, {
    ...place,
    env: { ...process.env, ...options.env, PATH: folders.join(delimiter) },
    encoding: "utf8",
    timeout: timeoutSeconds * 1000,
  });
  if (error && status === null && signal === null) throw error;
  return { status: status ?? 128, output: `${stdout}${stderr}` };
}
