import type { ViewTable } from "@groundplan/core-model";
import Table from "cli-table3";
import type { Paint } from "./paint.ts";
import { visibleText } from "./visible-text.ts";

/** Tables for a terminal, each under its title. */
export function tablesText(tables: readonly ViewTable[], paint: Paint): string {
  return tables.map((table) => `${paint.bold(visibleText(table.title))}\n${tableText(table)}\n`).join("\n");
}

// One rule under the head, and no other line: the eye follows the columns.
const corners = [
  "top",
  "top-mid",
  "top-left",
  "top-right",
  "bottom",
  "bottom-mid",
  "bottom-left",
  "bottom-right",
] as const;
const sides = ["left", "left-mid", "mid-mid", "right", "right-mid", "middle"] as const;
const lines = { ...Object.fromEntries([...corners, ...sides].map((name) => [name, ""])), mid: "─" };

function tableText({ head, rows, right }: ViewTable): string {
  const table = new Table({
    head: head.map(visibleText),
    colAligns: head.map((_, column) => (right.includes(column) ? "right" : "left")),
    chars: lines,
    style: { head: [], border: [], compact: true, "padding-left": 0, "padding-right": 2 },
  });
  table.push(...rows.map((row) => row.map(visibleText)));
  return table.toString().replaceAll(/ +$/gm, "");
}
