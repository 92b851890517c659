import { Lexer } from "yaml";
import type { Problem } from "../problem.ts";

/** Bytes that a document may have. The largest real one is a few kilobytes; the limit only keeps accidents and attacks out. */
export const maxDocumentBytes = 1024 * 1024;
/** Brackets that may be open at once. Parsers recurse, and some abort the whole process on thousands of levels. */
const maxFlowDepth = 64;
/** Columns of indentation, list dashes included: every column could be a level. */
const maxIndent = 128;

/** What must be refused before a YAML parser sees the text. */
export function limitProblems(text: string, file: string): Problem[] {
  const bytes = new TextEncoder().encode(text).length;
  if (bytes > maxDocumentBytes) {
    return [
      problem(
        file,
        1,
        1,
        "yaml-too-large",
        `the document has ${bytes} bytes, the limit is ${maxDocumentBytes}`,
        "Split it: one cluster a document",
      ),
    ];
  }
  const characters = characterProblems(text, file);
  return characters.length > 0 ? characters : nestingProblems(text, file);
}

// Everything that a person cannot see in a review: control characters, direction marks, zero-width characters, line separators, lone surrogates.
const hidden = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;

function characterProblems(text: string, file: string): Problem[] {
  const problems: Problem[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    for (const match of line.matchAll(hidden)) {
      const last = match.index === line.length - 1;
      if (
        match[0] === "\t" ||
        (match[0] === "\r" && last) ||
        (match[0] === "\ufeff" && index === 0 && match.index === 0)
      )
        continue;
      const codePoint = (match[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
      problems.push(
        problem(
          file,
          index + 1,
          match.index + 1,
          "yaml-hidden-character",
          `hidden character U+${codePoint}`,
          "Delete it: what a reviewer cannot see must not count",
        ),
      );
      if (problems.length === 20) return problems;
    }
  }
  return problems;
}

function nestingProblems(text: string, file: string): Problem[] {
  const message = (limit: string) => `nesting deeper than ${limit}`;
  const remedy = "A cluster document needs about ten levels; remove the others";
  for (const [index, line] of text.split("\n").entries()) {
    const indent = /^(?:[ ?]|-(?=[ -]))*/.exec(line)?.[0].length ?? 0;
    if (indent > maxIndent && indent < line.length)
      return [problem(file, index + 1, maxIndent + 1, "yaml-nesting", message(`${maxIndent} columns`), remedy)];
  }
  let depth = 0;
  let line = 1;
  let column = 1;
  for (const token of new Lexer().lex(text)) {
    if (token === "[" || token === "{") depth++;
    if (token === "]" || token === "}") depth--;
    if (depth > maxFlowDepth)
      return [problem(file, line, column, "yaml-nesting", message(`${maxFlowDepth} brackets`), remedy)];
    const breaks = token.split("\n");
    line += breaks.length - 1;
    column = breaks.length > 1 ? (breaks.at(-1)?.length ?? 0) + 1 : column + visibleLength(token);
  }
  return [];
}

// The lexer marks the structure of the document with tokens of one control character, which stand for no text.
function visibleLength(token: string): number {
  return token.length === 1 && token < " " ? 0 : token.length;
}

function problem(file: string, line: number, column: number, code: string, message: string, remedy: string): Problem {
  return { code, severity: "error", path: [], message, remedy, place: { file, line, column } };
}
