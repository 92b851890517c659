import { type Aim, isBroken, isMet } from "./aims.ts";
import type { Chapter } from "./chapter.ts";
import { type Measured, medianOf } from "./measure.ts";

/** A chapter as a table of Markdown, which reads well on a terminal too. */
export function chapterText({ title, lines }: Chapter): string {
  const head = ["", "wall ms", "CPU ms", "peak MiB"];
  const rows = lines.map(measuredRow);
  const widths = head.map((cell, column) =>
    Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0), cell.length),
  );
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join(" | ")} |`;
  const rule = `|${widths.map((width, column) => (column === 0 ? "-".repeat(width + 2) : `${"-".repeat(width + 1)}:`)).join("|")}|`;
  return [`${title}`, "", line(head), rule, ...rows.map(line)].join("\n");
}

function measuredRow(measured: Measured): readonly string[] {
  const { wallMs, cpuMs, peakMiB } = medianOf(measured);
  return [measured.name, ...[wallMs, cpuMs, peakMiB].map((figure) => thousands(Math.round(figure)))];
}

/** One line for each aim: whether it is met, and the figures. */
export function aimsText(aims: readonly Aim[]): string {
  return aims.map((aim) => `  ${verdictOf(aim).padEnd(8)} ${aim.sentence}: ${figuresOf(aim)}`).join("\n");
}

function verdictOf(aim: Aim): string {
  if (isMet(aim)) return "met";
  return isBroken(aim) ? "BROKEN" : "not met";
}

function figuresOf({ ratio, cpuRatio }: Aim): string {
  return ratio === cpuRatio ? ratio.toFixed(2) : `${ratio.toFixed(2)} (of CPU time ${cpuRatio.toFixed(2)})`;
}

function thousands(figure: number): string {
  return figure.toLocaleString("en-US");
}
