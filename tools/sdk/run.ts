import { execFile } from "node:child_process";
import type { Said } from "../check/tool.ts";

/** Runs a program to its end, five minutes at most. */
export function run(program: string, args: readonly string[], folder: string): Promise<Said> {
  return new Promise((resolve) => {
    execFile(program, args, { cwd: folder, timeout: 300_000, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : typeof error.code === "number" ? error.code : 1, stdout, stderr });
    });
  });
}
