/** A keyword or an argument. */
export type Word = string | number;

/** A section of haproxy.cfg: its heading, and one line of words for each setting. A string is a comment for the reader. */
export interface HaproxySection {
  readonly heading: readonly Word[];
  readonly lines: readonly (readonly Word[] | string)[];
}

/**
 * The text of haproxy.cfg, the one encoder of this format: a word stays one word, whatever it holds.
 * @throws Error for an empty word and for control characters, which the format cannot carry
 * @see https://docs.haproxy.org/2.8/configuration.html#2.2
 */
export function writeHaproxy(header: readonly string[], sections: readonly HaproxySection[]): string {
  const blocks = sections.map(({ heading, lines }) => [line(heading), ...lines.map(indented)]);
  return [header.map(comment), ...blocks].map((block) => `${block.join("\n")}\n`).join("\n");
}

function indented(content: readonly Word[] | string): string {
  return `    ${typeof content === "string" ? comment(content) : line(content)}`;
}

function line(words: readonly Word[]): string {
  return words.map(word).join(" ");
}

// A backslash works in every version; quotes only since 1.6, where an unescaped one would open a string.
function word(value: Word): string {
  const text = String(value);
  if (text === "" || hasControl(text)) throw new Error(`haproxy.cfg cannot carry the word ${JSON.stringify(text)}`);
  return text.replaceAll(/[\\ #"']/g, "\\$&");
}

function comment(text: string): string {
  return `# ${text.replaceAll(/[\s\p{Cc}]+/gu, " ").trim()}`;
}

function hasControl(text: string): boolean {
  return /\p{Cc}/u.test(text);
}
