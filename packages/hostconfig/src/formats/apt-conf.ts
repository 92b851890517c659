/** An option of apt by its full name, and its value. */
export type AptOption = readonly [name: string, value: string];

/**
 * The text of a file under apt.conf.d, the one encoder of this format.
 * @throws Error for a name that is none, and for a value with quotes, backslashes or control characters, which the format cannot escape
 * @see apt.conf(5)
 */
export function writeAptConf(header: readonly string[], options: readonly AptOption[]): string {
  return [...header.map(comment), ...options.map(option)].map((line) => `${line}\n`).join("");
}

function option([name, value]: AptOption): string {
  if (!/^[A-Za-z]+(::[A-Za-z-]+)*$/.test(name)) throw new Error(`not an option of apt: ${JSON.stringify(name)}`);
  if (/["\\\p{Cc}]/u.test(value)) throw new Error(`apt.conf cannot carry ${JSON.stringify(value)}`);
  return `${name} "${value}";`;
}

// `#` begins a comment in every version; `#clear` and `#include` would be directives, which the blank prevents.
function comment(text: string): string {
  return `# ${text.replaceAll(/[\s\p{Cc}]+/gu, " ").trim()}`;
}
