/** How a run can end. Scripts may rely on these numbers: none is ever given another meaning. */
export const exitCodes = [
  { code: 0, name: "ok", meaning: "done; or checked, and all is well" },
  { code: 1, name: "differs", meaning: "a rendered tree is not what its cluster.yaml gives (synth --check)" },
  { code: 2, name: "problems", meaning: "a document has errors; nothing was written for that cluster" },
  { code: 3, name: "usage", meaning: "the command line is wrong" },
  { code: 4, name: "outside", meaning: "something outside failed: the disk, a permission, an old Node" },
  { code: 70, name: "internal", meaning: "a fault of this program: please report it" },
  { code: 130, name: "interrupted", meaning: "stopped by Ctrl-C (SIGINT); every tree is whole" },
  { code: 143, name: "terminated", meaning: "stopped by SIGTERM; every tree is whole" },
] as const;

export type ExitCode = (typeof exitCodes)[number]["code"];
type ExitName = (typeof exitCodes)[number]["name"];

/** The same by name: `exit.problems`. */
export const exit = Object.fromEntries(exitCodes.map(({ name, code }) => [name, code])) as Readonly<
  Record<ExitName, ExitCode>
>;

/** The table as plain text, for `--help`. */
export function exitCodesText(): string {
  return exitCodes.map(({ code, meaning }) => `  ${String(code).padStart(3)}  ${meaning}`).join("\n");
}

/** The page `docs/exit-codes.md`. */
export function exitCodesPage(): string {
  const rows = exitCodes.map(({ code, name, meaning }) => `| ${code} | ${name} | ${meaning} |`);
  return `# Exit codes

Every command of \`platform\` ends with one of these. Where several apply to one run, the first of 70, 143, 130, 4, 3, 2, 1 wins.

| code | name | meaning |
|---|---|---|
${rows.join("\n")}
`;
}
