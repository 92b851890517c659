import { Lexer } from "yaml";
import { maxProblems, type Problem } from "../problem.ts";
import { hiddenCharacters } from "./hidden-characters.ts";

/** Bytes that a document may have. The largest real one is a few kilobytes; the limit only keeps accidents and attacks out. */
export const maxDocumentBytes = 1024 * 1024;
/** Brackets that may be open at once. Parsers recurse, and some abort the whole process on thousands of levels. */
const maxFlowDepth = 64;
/** Words, signs and line breaks: dense text of that size would have a third of them, and more than these keep a parser busy for long. */
const maxTokens = 500_000;
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
  if (characters.length > 0) return characters;
  const directives = directiveProblems(text, file);
  return directives.length > 0 ? directives : nestingProblems(text, file);
}

// A directive can make the rest YAML 1.1, where NO is false and 012 is ten.
function directiveProblems(text: string, file: string): Problem[] {
  const line = text.split("\n").findIndex((candidate) => candidate.startsWith("%"));
  if (line < 0) return [];
  return [problem(file, line + 1, 1, "yaml-directive", "a directive changes how the rest is read", "Remove the line")];
}

function characterProblems(text: string, file: string): Problem[] {
  const problems: Problem[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    for (const found of hiddenCharacters(line)) {
      if (isCustomary(line, index, found.index)) continue;
      const message = `hidden character ${found.name}`;
      const remedy = "Delete it: what a reviewer cannot see must not count";
      problems.push(problem(file, index + 1, found.index + 1, "yaml-hidden-character", message, remedy));
      if (problems.length === maxProblems) return problems;
    }
  }
  return problems;
}

/** A tab, the carriage return of a Windows line end, or the byte order mark at the very beginning. */
function isCustomary(line: string, lineIndex: number, index: number): boolean {
  const character = line[index];
  if (character === "\t") return true;
  if (character === "\r") return index === line.length - 1;
  return character === "\ufeff" && lineIndex === 0 && index === 0;
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
  let tokens = 0;
  let line = 1;
  let column = 1;
  for (const token of new Lexer().lex(text)) {
    if (token === "[" || token === "{") depth++;
    // A bracket that closes nothing must not pay for the next one that opens.
    if (token === "]" || token === "}") depth = Math.max(0, depth - 1);
    tokens++;
    if (tokens > maxTokens) {
      const remedy = "Split it: one cluster a document";
      return [problem(file, line, column, "yaml-too-large", `more than ${maxTokens} words and signs`, remedy)];
    }
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
