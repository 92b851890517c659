/** A setting and its value: a number, or a text that is quoted. A lone string is a comment for the reader. */
export type PostgresqlLine = readonly [name: string, value: string | number] | string;

/**
 * The text of postgresql.conf, the one encoder of this format: a text stays one text, whatever it holds.
 * @throws Error for a name that is none, and for control characters, which the server does not read in a quoted text
 * @see https://www.postgresql.org/docs/current/config-setting.html
 */
export function writePostgresqlConf(header: readonly string[], lines: readonly PostgresqlLine[]): string {
  return [...header.map(comment), "", ...lines.map(setting)].map((line) => `${line}\n`).join("");
}

function setting(line: PostgresqlLine): string {
  if (typeof line === "string") return comment(line);
  const [name, value] = line;
  if (!/^[a-z][a-z0-9_]*$/.test(name)) throw new Error(`not a setting: ${JSON.stringify(name)}`);
  return `${name} = ${typeof value === "number" ? value : quoted(value)}`;
}

function quoted(text: string): string {
  if (/\p{Cc}/u.test(text)) throw new Error(`postgresql.conf cannot carry ${JSON.stringify(text)}`);
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
}

function comment(text: string): string {
  return `# ${text.replaceAll(/[\s\p{Cc}]+/gu, " ").trim()}`;
}
