import type { Problem } from "@groundplan/core-model";
import type { Outcome } from "../synthesis/synthesize.ts";
import type { TreeComparison } from "../tree-writer/compare-tree.ts";
import { counted } from "./counted.ts";
import { problemData } from "./findings.ts";
import type { Paint } from "./paint.ts";
import { problemText, tallyOf, tallyText } from "./problem-text.ts";
import { jsonText, visibleText } from "./visible-text.ts";

/** How many clusters ended in which way, and how many files were touched. */
export interface OutcomeTally extends Readonly<Record<Outcome["kind"], number>> {
  readonly files: number;
}

export interface SynthesisReport {
  readonly mode: "write" | "check";
  readonly tally: OutcomeTally;
  /** Of the repository's own releases and price books. */
  readonly repositoryWide: readonly Problem[];
}

const nothing: OutcomeTally = { unchanged: 0, refused: 0, written: 0, differs: 0, foreign: 0, files: 0 };

export function tallyOutcome(tally: OutcomeTally = nothing, outcome?: Outcome): OutcomeTally {
  if (!outcome) return tally;
  const files = "comparison" in outcome ? fileCount(outcome.comparison) : 0;
  return { ...tally, [outcome.kind]: tally[outcome.kind] + 1, files: tally.files + files };
}

function fileCount({ added, changed, removed, foreign }: TreeComparison): number {
  return added.length + changed.length + removed.length + foreign.length;
}

/** Files that are named one by one; of the others, the number. */
const namedFiles = 20;

/** One cluster for people; nothing when its tree is as it was. */
export function outcomeText(outcome: Outcome, paint: Paint): string {
  const name = paint.bold(visibleText(outcome.cluster));
  const findings = outcome.problems.length > 0 ? ` (${tallyText(tallyOf(outcome.problems))})` : "";
  switch (outcome.kind) {
    case "unchanged":
      return "";
    case "written":
      return `${name}: ${comparisonText(outcome.comparison)}${findings}\n`;
    case "differs":
      return `${name} is not what its cluster.yaml gives: ${comparisonText(outcome.comparison)}\n${differences(outcome.comparison)}`;
    case "foreign": {
      const remedy = "Move them out of rendered/ or delete them: everything there is generated. Nothing was written.";
      return `${name}: ${counted(outcome.foreign.length, "file")} in rendered/ that Groundplan did not write\n${fileLines("foreign", outcome.foreign)}  ${remedy}\n`;
    }
    case "refused":
      return `${name} is refused: ${tallyText(tallyOf(outcome.problems))}\n${outcome.problems.map((problem) => problemText(problem, paint)).join("")}`;
  }
}

function comparisonText({ added, changed, removed, foreign }: TreeComparison): string {
  const parts = Object.entries({ added, changed, removed, foreign }).filter(([, paths]) => paths.length > 0);
  const [first, ...others] = parts.map(([kind, paths], position) =>
    position === 0 ? `${counted(paths.length, "file")} ${kind}` : `${paths.length} ${kind}`,
  );
  return [first, ...others].join(", ");
}

/** In the words of somebody who looks at the folder. */
function differences({ added, changed, removed, foreign }: TreeComparison): string {
  return [
    fileLines("missing", added),
    fileLines("changed", changed),
    fileLines("left over", removed),
    fileLines("foreign", foreign),
  ].join("");
}

function fileLines(word: string, paths: readonly string[]): string {
  const named = paths
    .slice(0, namedFiles)
    .map((path) => `  ${word.padEnd("left over".length)}  ${visibleText(path)}\n`);
  const others =
    paths.length > namedFiles ? `  ${word.padEnd("left over".length)}  and ${paths.length - namedFiles} more\n` : "";
  return named.join("") + others;
}

/** The last lines: what was done, and the next useful command. */
export function summaryText({ mode, tally, repositoryWide }: SynthesisReport, paint: Paint): string {
  if (repositoryWide.length > 0) {
    return `${repositoryWide.map((problem) => problemText(problem, paint)).join("")}Nothing was done: the repository's own releases or price books are wrong.\n`;
  }
  const parts = [
    ...(tally.written > 0 ? [`${counted(tally.files, "file")} in ${counted(tally.written, "tree")} written`] : []),
    ...(tally.differs > 0 ? [`${counted(tally.differs, "tree")} not as it should be`] : []),
    ...(tally.unchanged > 0
      ? [`${counted(tally.unchanged, "tree")} ${mode === "check" ? "as it should be" : "unchanged"}`]
      : []),
    ...(tally.refused + tally.foreign > 0 ? [`${counted(tally.refused + tally.foreign, "cluster")} refused`] : []),
  ];
  return `${parts.join(", ") || "There are no clusters"}. ${nextStep(tally)}\n`;
}

function nextStep({ refused, foreign, differs, written }: OutcomeTally): string {
  if (refused > 0) return "Correct the documents; `platform validate` shows all findings.";
  if (foreign > 0) return "Clear the folders, then run `platform synth` again.";
  if (differs > 0) return "Run `platform synth`, and commit what it writes.";
  if (written > 0) return "Review with `git diff`, then commit cluster.yaml and rendered/ together.";
  return "Nothing to do.";
}

/** For machines. */
export function synthesisJson({ mode, tally, repositoryWide }: SynthesisReport, outcomes: readonly Outcome[]): string {
  return jsonText({
    apiVersion: "groundplan.dev/v1alpha1",
    kind: "Synthesis",
    mode,
    summary: tally,
    repository: repositoryWide.map(problemData),
    clusters: outcomes.map(outcomeData),
  });
}

function outcomeData(outcome: Outcome) {
  const { cluster, kind, problems } = outcome;
  const files =
    "comparison" in outcome ? listsOf(outcome.comparison) : "foreign" in outcome ? { foreign: outcome.foreign } : {};
  return { cluster, outcome: kind, ...files, problems: problems.map(problemData) };
}

function listsOf({ added, changed, removed, foreign }: TreeComparison) {
  return { added, changed, removed, foreign };
}
