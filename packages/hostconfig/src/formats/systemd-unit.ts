/** One word of a command line. */
export type Word = string | number;

/** A setting and its value: text, or the words of a command line. A lone string is a comment for the reader. */
export type UnitLine = readonly [key: string, value: string | number | readonly Word[]] | string;

export interface UnitSection {
  /** Unit, Service, Timer, Install ... */
  readonly name: string;
  readonly lines: readonly UnitLine[];
}

/**
 * The text of a systemd unit or drop-in, the one encoder of this format: no value becomes a setting, a specifier or a variable.
 * @throws Error for control characters, for blanks at either end of a text, and for a final backslash, which would swallow the next line
 * @see systemd.syntax(7), systemd.service(5) "Command lines"
 */
export function writeUnit(header: readonly string[], sections: readonly UnitSection[]): string {
  const blocks = sections.map(({ name, lines }) => [`[${name}]`, ...lines.map(unitLine)]);
  return [header.map(comment), ...blocks].map((block) => `${block.join("\n")}\n`).join("\n");
}

function unitLine(line: UnitLine): string {
  if (typeof line === "string") return comment(line);
  const [key, value] = line;
  return `${key}=${Array.isArray(value) ? value.map(word).join(" ") : text(String(value))}`;
}

function text(value: string): string {
  if (value !== value.trim() || value.endsWith("\\") || hasControl(value))
    throw new Error(`a systemd unit cannot carry ${JSON.stringify(value)}`);
  return value.replaceAll("%", "%%");
}

function word(value: Word): string {
  const plain = String(value);
  if (hasControl(plain)) throw new Error(`a systemd unit cannot carry the word ${JSON.stringify(plain)}`);
  if (/^[A-Za-z0-9_./:=,@+-]+$/.test(plain)) return plain;
  return `"${plain.replaceAll(/[\\"]/g, "\\$&").replaceAll("%", "%%").replaceAll("$", "$$$$")}"`;
}

function comment(line: string): string {
  return `# ${line
    .replaceAll(/[\s\p{Cc}]+/gu, " ")
    .trim()
    .replaceAll(/\\+$/g, "")}`;
}

function hasControl(value: string): boolean {
  return /\p{Cc}/u.test(value);
}
