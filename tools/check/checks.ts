import { findFileNameFaults } from "./file-names.ts";
import { findFloorFaults } from "./floors.ts";
import { repository, runTool } from "./tool.ts";

/** Something that must hold everywhere in the repository. */
export interface Check {
  readonly name: string;
  readonly holds: string;
  /** What does not hold, as text for a person; empty when all is well. */
  readonly faults: (folder: string) => Promise<string>;
}

/** What `npm run check` holds, in the order in which it is printed. */
export const checks: readonly Check[] = [
  { name: "format and lint", holds: "biome.json", faults: findFormatFaults },
  { name: "types", holds: "tsconfig.check.json, sources and tests", faults: findTypeFaults },
  { name: "floors", holds: "floors.cjs: who imports whom, undeclared imports, cycles", faults: findFloorFaults },
  { name: "file names", holds: "tools/check/file-names.ts", faults: findFileNameFaults },
];

export async function findFormatFaults(folder: string): Promise<string> {
  const said = await runTool(
    "biome",
    ["ci", "--colors=off", "--error-on-warnings", "--max-diagnostics=100", "."],
    folder,
  );
  return said.code === 0 ? "" : said.stdout + said.stderr;
}

export async function findTypeFaults(folder: string): Promise<string> {
  const said = await runTool("tsc", ["-p", "tsconfig.check.json", "--pretty", "false"], folder);
  return said.code === 0 ? "" : said.stdout + said.stderr;
}

/** Runs every check at once. The answers stand in the order of the list. */
export function runChecks(): Promise<{ check: Check; faults: string; seconds: number }[]> {
  return Promise.all(
    checks.map(async (check) => {
      const start = performance.now();
      // A tool that falls over holds nothing.
      const faults = await check.faults(repository).catch((error: unknown) => String(error));
      return { check, faults: faults.trim(), seconds: (performance.now() - start) / 1000 };
    }),
  );
}
