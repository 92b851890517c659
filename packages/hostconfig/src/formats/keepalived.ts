/** A keyword or an argument. */
export type Word = string | number;

/** Something inside a block: a line of words, a block of its own, or a comment for the reader. */
export type KeepalivedEntry = readonly Word[] | KeepalivedBlock | string;

/** `heading { body }`. */
export interface KeepalivedBlock {
  readonly heading: readonly Word[];
  readonly body: readonly KeepalivedEntry[];
}

/**
 * The text of keepalived.conf, the one encoder of this format: a word stays one word, whatever it holds.
 * @throws Error for words that some version of keepalived reads as more than text: with quotes, `$`, `~`, `@` or control characters
 * @see keepalived.conf(5)
 */
export function writeKeepalived(header: readonly string[], blocks: readonly KeepalivedBlock[]): string {
  const parts = blocks.map((block) => entryLines(block, ""));
  return [header.map(comment), ...parts].map((lines) => `${lines.join("\n")}\n`).join("\n");
}

function entryLines(entry: KeepalivedEntry, indent: string): string[] {
  if (typeof entry === "string") return [`${indent}${comment(entry)}`];
  if (!("heading" in entry)) return [`${indent}${line(entry)}`];
  const body = entry.body.flatMap((inner) => entryLines(inner, `${indent}    `));
  return [`${indent}${line(entry.heading)} {`, ...body, `${indent}}`];
}

function line(words: readonly Word[]): string {
  return words.map(word).join(" ");
}

const bare = /^[A-Za-z0-9_./:-]+$/;
// Conditions (@), sequences (~) and definitions ($) are read before quotes are; braces inside quotes upset version 1.
const quotable = /^[A-Za-z0-9_./:,;=+*?%&()[\]<> -]+$/;

function word(value: Word): string {
  const text = String(value);
  if (bare.test(text)) return text;
  if (quotable.test(text)) return `"${text}"`;
  throw new Error(`keepalived.conf cannot carry the word ${JSON.stringify(text)}`);
}

// Not even a comment is safe from `@` and `~` at its start, or from braces, in every version.
function comment(text: string): string {
  return `# ${text.replaceAll(/[\s\p{Cc}@~{}$!]+/gu, " ").trim()}`;
}
