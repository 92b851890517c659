/** A setting and its value, or a lone string: a comment for the reader. */
export type MyCnfLine = readonly [name: string, value: string | number] | string;

/**
 * The text of an option file of MySQL and MariaDB with the one section that their server reads; the one encoder of this format.
 * @throws Error for a name that is none, and for a value that the server would read as more than text: with blanks, quotes,
 * backslashes, `#` or control characters
 * @see https://dev.mysql.com/doc/refman/8.0/en/option-files.html
 */
export function writeMyCnf(header: readonly string[], lines: readonly MyCnfLine[]): string {
  return [...header.map(comment), "", "[mysqld]", ...lines.map(setting)].map((line) => `${line}\n`).join("");
}

function setting(line: MyCnfLine): string {
  if (typeof line === "string") return comment(line);
  const [name, value] = line;
  const text = String(value);
  if (!/^[a-z][a-z0-9_]*$/.test(name)) throw new Error(`not a setting: ${JSON.stringify(name)}`);
  if (!/^[A-Za-z0-9_./:,@+-]+$/.test(text))
    throw new Error(`an option file cannot carry the value ${JSON.stringify(text)}`);
  return `${name} = ${text}`;
}

function comment(text: string): string {
  return `# ${text.replaceAll(/[\s\p{Cc}]+/gu, " ").trim()}`;
}
