/** Text in which nginx reads variables: `https://$host$request_uri`. Written by us, never made of what a document says. */
export interface NginxExpression {
  readonly expression: string;
}

/** The name of a directive or an argument. A string is data: no variable can stand in it. */
export type NginxWord = string | number | NginxExpression;

/** Something inside a block: a directive, a block of its own, or a comment for the reader. */
export type NginxEntry = readonly NginxWord[] | NginxBlock | string;

/** `heading { body }`. */
export interface NginxBlock {
  readonly heading: readonly NginxWord[];
  readonly body: readonly NginxEntry[];
}

/** Marks a text of ours in which nginx is to read variables. */
export function expression(text: string): NginxExpression {
  return { expression: text };
}

/**
 * The text of nginx.conf, the one encoder of this format: a word stays one word, whatever it holds.
 * @throws Error for control characters, and for a `$` in data, which the format cannot carry as text
 * @see https://nginx.org/en/docs/beginners_guide.html#conf_structure
 */
export function writeNginx(header: readonly string[], entries: readonly NginxEntry[]): string {
  return [...header.map(comment), "", ...entryLines(entries, "")].map((line) => `${line}\n`).join("");
}

function entryLines(entries: readonly NginxEntry[], indent: string): string[] {
  return entries.flatMap((entry, position) => {
    const before = entries[position - 1];
    const next = entries[position + 1];
    // A blank line stands before a block, and above the comment that belongs to it.
    const opens = isBlock(entry) || (typeof entry === "string" && isBlock(next));
    const apart = opens && before !== undefined && typeof before !== "string";
    return [...(apart ? [""] : []), ...linesOf(entry, indent)];
  });
}

function isBlock(entry: NginxEntry | undefined): entry is NginxBlock {
  return typeof entry === "object" && "heading" in entry;
}

function linesOf(entry: NginxEntry, indent: string): string[] {
  if (typeof entry === "string") return [`${indent}${comment(entry)}`];
  if (!isBlock(entry)) return [`${indent}${line(entry)};`];
  return [`${indent}${line(entry.heading)} {`, ...entryLines(entry.body, `${indent}    `), `${indent}}`];
}

function line(words: readonly NginxWord[]): string {
  return words.map(word).join(" ");
}

const bare = /^[A-Za-z0-9_./:=,*@%+?^$~-]+$/;

function word(value: NginxWord): string {
  const text = typeof value === "object" ? value.expression : String(value);
  const isData = typeof value !== "object";
  if (/\p{Cc}/u.test(text) || (isData && text.includes("$")))
    throw new Error(`nginx.conf cannot carry the word ${JSON.stringify(text)}`);
  return bare.test(text) ? text : `"${text.replaceAll(/[\\"]/g, "\\$&")}"`;
}

function comment(text: string): string {
  return `# ${text.replaceAll(/[\s\p{Cc}]+/gu, " ").trim()}`;
}
