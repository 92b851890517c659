/** A line of words, or a lone string: a comment for the reader. */
export type WordLine = readonly (string | number)[] | string;

/**
 * The text of a file that is made of lines of words, the one encoder of hosts(5), modules-load.d(5), chrony.conf(5) and
 * /etc/environment: a word stays one word of its line.
 * @throws Error for an empty word, and for one with a blank, a quote, a backslash, a `#` or a control character
 */
export function writeWordLines(header: readonly string[], lines: readonly WordLine[]): string {
  return [...header.map(comment), ...lines.map(wordLine)].map((line) => `${line}\n`).join("");
}

function wordLine(line: WordLine): string {
  if (typeof line === "string") return comment(line);
  return line.map(word).join(" ");
}

// A line that begins with one of these is a comment for chrony.
const opensComment = /^[!;%]/;

function word(value: string | number): string {
  const text = String(value);
  if (text === "" || /[\s\p{Cc}"'\\#]/u.test(text) || opensComment.test(text)) {
    throw new Error(`not one word of a line: ${JSON.stringify(text)}`);
  }
  return text;
}

function comment(text: string): string {
  return `# ${text.replaceAll(/[\s\p{Cc}]+/gu, " ").trim()}`;
}
