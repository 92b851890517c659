import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The repository that holds the tools and their configuration. */
export const repository = fileURLToPath(new URL("../..", import.meta.url));

/** What a checker program said. */
export interface Said {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs an installed tool of development in a folder, without colours. Rejects when it cannot be started. */
export function runTool(tool: string, args: readonly string[], folder: string): Promise<Said> {
  const env: NodeJS.ProcessEnv = { ...process.env, NO_COLOR: "1" };
  delete env.FORCE_COLOR;
  const child = spawn(`${repository}/node_modules/.bin/${tool}`, args, {
    cwd: folder,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (said.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said.stderr += text));
  return new Promise((resolve, reject) => {
    child.on("error", (cause) => reject(new Error(`${tool} did not start. Run npm ci first.`, { cause })));
    child.on("close", (code) => resolve({ ...said, code: code ?? 1 }));
  });
}
