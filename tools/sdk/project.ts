import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { repository, type Said } from "../check/tool.ts";
import { run } from "./run.ts";

/** The packages that a user of the SDK installs, each as the tarball that would be published. */
const published = ["core-model", "hostconfig", "cdk8s-addons", "synth"];

/** A project as a user has it: outside the workspace, with the packed tarballs and nothing else of ours. @throws Error when npm fails */
export async function makeProject(folder: string): Promise<void> {
  cpSync(join(repository, "examples/sdk"), folder, { recursive: true });
  const packed = await npm(
    [
      "pack",
      "--json",
      "--pack-destination",
      folder,
      ...published.flatMap((name) => ["--workspace", `packages/${name}`]),
    ],
    repository,
  );
  const tarballs = JSON.parse(packed.stdout) as
    | { name: string; filename: string }[]
    | Record<string, { name: string; filename: string }>;
  const path = join(folder, "package.json");
  const project = JSON.parse(readFileSync(path, "utf8")) as { dependencies: Record<string, string> };
  for (const { name, filename } of Object.values(tarballs)) project.dependencies[name] = `file:${filename}`;
  writeFileSync(path, JSON.stringify(project, null, 2));
  await npm(["install", "--prefer-offline", "--no-audit", "--no-fund"], folder);
}

async function npm(args: readonly string[], folder: string): Promise<Said> {
  const said = await run("npm", args, folder);
  if (said.code !== 0) throw new Error(`npm ${args[0]} failed:\n${said.stderr}`);
  return said;
}
