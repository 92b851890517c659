import type { Heading, List, Paragraph, PhrasingContent, Root, RootContent, Table, TableCell } from "mdast";
import { gfmTableToMarkdown } from "mdast-util-gfm-table";
import { toMarkdown } from "mdast-util-to-markdown";

// Pages are built as trees and written by the encoder of the field, so that no text from a document can become a link, a heading or a cell.

export function heading(depth: Heading["depth"], text: string): Heading {
  return { type: "heading", depth, children: [plain(text)] };
}

export function paragraph(...content: readonly (string | PhrasingContent)[]): Paragraph {
  return { type: "paragraph", children: content.map((part) => (typeof part === "string" ? plain(part) : part)) };
}

export function code(text: string): PhrasingContent {
  return { type: "inlineCode", value: oneLine(text) };
}

/** @param right columns (from 0) that hold numbers and are set flush right */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
): Table {
  const align = head.map((_, column) => (right.includes(column) ? ("right" as const) : null));
  return {
    type: "table",
    align,
    children: [head, ...rows].map((row) => ({ type: "tableRow" as const, children: row.map(cell) })),
  };
}

export function list(items: readonly Paragraph[]): List {
  return {
    type: "list",
    spread: false,
    children: items.map((item) => ({ type: "listItem" as const, spread: false, children: [item] })),
  };
}

export function writeMarkdown(content: readonly RootContent[]): string {
  const root: Root = { type: "root", children: [...content] };
  return toMarkdown(root, { bullet: "-", extensions: [gfmTableToMarkdown({ tablePipeAlign: false })] });
}

function cell(text: string): TableCell {
  return { type: "tableCell", children: [plain(text)] };
}

function plain(text: string): PhrasingContent {
  return { type: "text", value: oneLine(text) };
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ");
}
