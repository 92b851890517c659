import type { ViewTable } from "@groundplan/core-model";
import type { RootContent, TableRow } from "mdast";
import { gfmTableToMarkdown } from "mdast-util-gfm-table";
import { toMarkdown } from "mdast-util-to-markdown";
import { visibleText } from "./visible-text.ts";

/** Tables as Markdown, below one heading and above a closing paragraph: for a wiki or a pull request. */
export function tablesMarkdown(heading: string, tables: readonly ViewTable[], closing: string): string {
  const content = [headingOf(1, heading), ...tables.flatMap((table) => [headingOf(2, table.title), tableOf(table)])];
  if (closing !== "") content.push({ type: "paragraph", children: [{ type: "text", value: visibleText(closing) }] });
  return toMarkdown(
    { type: "root", children: content },
    { extensions: [gfmTableToMarkdown({ tablePipeAlign: false })] },
  );
}

function headingOf(depth: 1 | 2, text: string): RootContent {
  return { type: "heading", depth, children: [{ type: "text", value: visibleText(text) }] };
}

function tableOf({ head, rows, right }: ViewTable): RootContent {
  const align = head.map((_, column) => (right.includes(column) ? ("right" as const) : null));
  return { type: "table", align, children: [head, ...rows].map(rowOf) };
}

function rowOf(cells: readonly string[]): TableRow {
  const children = cells.map((text) => ({
    type: "tableCell" as const,
    children: [{ type: "text" as const, value: visibleText(text) }],
  }));
  return { type: "tableRow", children };
}
