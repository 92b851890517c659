/** Fields of one stanza, in order. Several words of a field are given as a list. */
export type Deb822Stanza = readonly (readonly [field: string, value: string | number | readonly string[]])[];

/**
 * The text of stanzas of `Field: value`, the one encoder of apt's sources and preferences.
 * @throws Error for a field that is none, and for a value that would begin a new line, a stanza or a comment
 * @see deb822(5), sources.list(5), apt_preferences(5)
 */
export function writeDeb822(header: readonly string[], stanzas: readonly Deb822Stanza[]): string {
  const blocks = stanzas.map((stanza) => stanza.map(([field, value]) => line(field, value)).join("\n"));
  return `${header.map(comment).join("\n")}\n${blocks.join("\n\n")}\n`;
}

function line(field: string, value: string | number | readonly string[]): string {
  if (!/^[A-Z][A-Za-z-]*$/.test(field)) throw new Error(`not a field: ${JSON.stringify(field)}`);
  const text = Array.isArray(value) ? value.map(word).join(" ") : String(value);
  if (text === "" || text !== text.trim() || /[\p{Cc}#]/u.test(text))
    throw new Error(`the value cannot stand on one line: ${JSON.stringify(text)}`);
  return `${field}: ${text}`;
}

function word(text: string): string {
  if (/\s/.test(text)) throw new Error(`not one word: ${JSON.stringify(text)}`);
  return text;
}

function comment(text: string): string {
  return `# ${text.replaceAll(/[\s\p{Cc}]+/gu, " ").trim()}`;
}
