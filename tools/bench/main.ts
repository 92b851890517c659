import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { isBroken, isMet } from "./aims.ts";
import type { Chapter, Plan } from "./chapter.ts";
import { manyClusters } from "./many-clusters.ts";
import { medianOf } from "./measure.ts";
import { oneCluster } from "./one-cluster.ts";
import { aimsText, chapterText } from "./report.ts";
import { startUp } from "./start-up.ts";

// `npm run bench`: how fast it is, beside what it could be. Every figure is of a whole process; docs/benchmarks.md tells the rest.

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "7" },
    copies: { type: "string", default: "1000" },
    json: { type: "string" },
  },
});
const scratch = mkdtempSync(join(tmpdir(), "groundplan-bench-"));
const plan: Plan = {
  scratch,
  rounds: Number(values.rounds),
  copies: Number(values.copies),
  say: (text) => process.stderr.isTTY && process.stderr.write(`\r\u001b[K${text}`),
};
const conditions = `Node ${process.versions.node}, ${availableParallelism()} processors, ${process.platform} ${process.arch}; medians of ${plan.rounds} rounds in turn.`;

try {
  const chapters = [
    await startUp(plan),
    await oneCluster("ha-prod", plan),
    await oneCluster("bgp-large", plan),
    ...(plan.copies > 0 ? [await manyClusters(plan)] : []),
  ];
  plan.say("");
  print(chapters);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function print(chapters: readonly Chapter[]): void {
  const aims = chapters.flatMap((chapter) => chapter.aims);
  console.log([conditions, ...chapters.map(chapterText), `Aims\n\n${aimsText(aims)}`].join("\n\n"));
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(asData(chapters), null, 2)}\n`);
  if (aims.some(isBroken)) process.exitCode = 1;
}

function asData(chapters: readonly Chapter[]) {
  return {
    conditions,
    chapters: chapters.map(({ title, lines, aims }) => ({
      title,
      lines: lines.map((line) => ({ ...line, median: medianOf(line) })),
      aims: aims.map((aim) => ({ ...aim, met: isMet(aim) })),
    })),
  };
}
