/** A setting and its value, or a lone string: a comment for the reader. */
export type IniLine = readonly [key: string, value: string | number] | string;

export interface IniSection {
  readonly name: string;
  readonly lines: readonly IniLine[];
}

/**
 * The text of sections with `key=value`, the one encoder of NetworkManager's configuration and of the repository files of
 * yum and dnf. (systemd has specifiers and quotes of its own: its units have another encoder.)
 * @throws Error for a name that is none, and for a value with control characters or blanks at its ends
 * @see NetworkManager.conf(5), dnf.conf(5)
 */
export function writeIni(header: readonly string[], sections: readonly IniSection[]): string {
  const blocks = sections.map(({ name, lines }) => [heading(name), ...lines.map(setting)]);
  return [header.map(comment), ...blocks].map((block) => `${block.join("\n")}\n`).join("\n");
}

function heading(name: string): string {
  if (!/^[A-Za-z0-9_.*-]+$/.test(name)) throw new Error(`not the name of a section: ${JSON.stringify(name)}`);
  return `[${name}]`;
}

function setting(line: IniLine): string {
  if (typeof line === "string") return comment(line);
  const [key, value] = line;
  const text = String(value);
  if (!/^[A-Za-z][A-Za-z0-9_-]*$/.test(key)) throw new Error(`not a setting: ${JSON.stringify(key)}`);
  if (text !== text.trim() || /\p{Cc}/u.test(text))
    throw new Error(`the value cannot stand on one line: ${JSON.stringify(text)}`);
  return `${key}=${text}`;
}

function comment(text: string): string {
  return `# ${text.replaceAll(/[\s\p{Cc}]+/gu, " ").trim()}`;
}
