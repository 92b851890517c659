import { glob } from "node:fs/promises";
import { repository, runTool } from "./tool.ts";

interface Cruise {
  readonly modules: readonly { readonly source: string }[];
  readonly summary: {
    readonly violations: readonly {
      readonly from: string;
      readonly to: string;
      readonly rule: { readonly name: string };
      readonly cycle?: readonly { readonly name: string }[];
    }[];
  };
}

/**
 * Who imports whom, by floors.cjs. A source that the tool did not see is a fault too: without its TypeScript
 * parser dependency-cruiser sees nothing and reports success.
 */
export async function findFloorFaults(folder: string, config = `${repository}/floors.cjs`): Promise<string> {
  const rooms = await existing(folder, "{packages,apps,tools}/*");
  const args = ["--config", config, "--output-type", "json", "--no-progress", ...rooms];
  const said = await runTool("depcruise", args, folder);
  const cruise = parseCruise(said.stdout, said.stderr);
  const seen = new Set(cruise.modules.map((module) => module.source));
  const unseen = (await existing(folder, "{packages,apps}/*/src/**/*.ts")).filter((source) => !seen.has(source));

  return [...unseenFaults(unseen), ...cruise.summary.violations.map(formatViolation)].join("\n");
}

function parseCruise(output: string, complaint: string): Cruise {
  try {
    return JSON.parse(output) as Cruise;
  } catch (cause) {
    throw new Error(`dependency-cruiser gave no answer: ${complaint || output}`, { cause });
  }
}

function unseenFaults(unseen: readonly string[]): string[] {
  if (unseen.length === 0) return [];
  return [`${unseen.length} sources were not seen, so nothing is known about them. Is @swc/core installed?`, ...unseen];
}

function formatViolation({ from, to, rule, cycle }: Cruise["summary"]["violations"][number]): string {
  const path = cycle === undefined ? to : cycle.map((step) => step.name).join(" -> ");
  return `${rule.name}: ${from} -> ${path}`;
}

async function existing(folder: string, pattern: string): Promise<string[]> {
  const paths: string[] = [];
  for await (const path of glob(pattern, { cwd: folder })) paths.push(path);
  return paths.sort();
}
