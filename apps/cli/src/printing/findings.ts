import { compareProblems, formatPath, type Problem } from "@groundplan/core-model";
import { counted } from "./counted.ts";
import type { Paint } from "./paint.ts";
import { addTallies, problemText, tallyOf, tallyText } from "./problem-text.ts";
import { jsonText, visibleText } from "./visible-text.ts";

/** What `platform validate` found. */
export interface Findings {
  readonly asOf: string;
  /** Of the repository's own releases and price books. */
  readonly repositoryWide: readonly Problem[];
  readonly clusters: readonly { readonly cluster: string; readonly problems: readonly Problem[] }[];
}

/** For people: grouped by cluster, errors first; a cluster without a finding is only counted. */
export function findingsText({ asOf, repositoryWide, clusters }: Findings, paint: Paint): string {
  const groups = [{ cluster: "this repository", problems: repositoryWide }, ...clusters].filter(
    ({ problems }) => problems.length > 0,
  );
  const texts = groups.map(({ cluster, problems }) => {
    const heading = `${paint.bold(visibleText(cluster))}: ${tallyText(tallyOf(problems))}`;
    return `${heading}\n${problems.map((problem) => problemText(problem, paint)).join("")}\n`;
  });
  const tally = addTallies(groups.map(({ problems }) => tallyOf(problems)));
  const all = groups.flatMap(({ problems }) => problems);
  const judged = clusters.length > 0 ? `${counted(clusters.length, "cluster")} as of ${asOf}` : "No cluster was judged";
  return `${texts.join("")}${judged}: ${tallyText(tally)}. ${nextStep(all)}\n`;
}

function nextStep(problems: readonly Problem[]): string {
  const open = problems.filter((problem) => !problem.waived);
  const [first] = open.sort(compareProblems);
  if (!first) return "Write the trees with `platform synth`.";
  // Only a rule has a reason of its own; what the parser refuses is a matter of the language.
  if (first.reference === undefined) return "What may stand under a key: `platform explain KEY`.";
  return `Read why: \`platform explain ${visibleText(first.code)}\`.`;
}

/** For machines. */
export function findingsJson({ asOf, repositoryWide, clusters }: Findings): string {
  return jsonText({
    apiVersion: "groundplan.dev/v1alpha1",
    kind: "Findings",
    asOf,
    summary: addTallies([repositoryWide, ...clusters.map(({ problems }) => problems)].map(tallyOf)),
    repository: repositoryWide.map(problemData),
    clusters: clusters.map(({ cluster, problems }) => ({ cluster, problems: problems.map(problemData) })),
  });
}

/** A problem with its path as people write it too. */
export function problemData(problem: Problem): Problem & { readonly key: string } {
  return { ...problem, key: formatPath(problem.path) };
}
