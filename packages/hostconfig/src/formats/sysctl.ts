/** A kernel setting and its value. A lone string is a comment for the reader. */
export type SysctlLine = readonly [key: string, value: string | number] | string;

/**
 * The text of a file under sysctl.d, the one encoder of this format.
 * @throws Error for a key that is no kernel setting, and for control characters in a value
 * @see sysctl.d(5)
 */
export function writeSysctl(header: readonly string[], lines: readonly SysctlLine[]): string {
  return [...header.map(comment), ...lines.map(sysctlLine)].map((line) => `${line}\n`).join("");
}

function sysctlLine(line: SysctlLine): string {
  if (typeof line === "string") return comment(line);
  const [key, value] = line;
  if (!/^[a-z][A-Za-z0-9_./-]*$/.test(key)) throw new Error(`not a kernel setting: ${JSON.stringify(key)}`);
  if (/\p{Cc}/u.test(String(value))) throw new Error(`sysctl.d cannot carry ${JSON.stringify(value)}`);
  return `${key} = ${value}`;
}

function comment(text: string): string {
  return `# ${text.replaceAll(/[\s\p{Cc}]+/gu, " ").trim()}`;
}

/** The settings of a file that {@link writeSysctl} wrote, in order. */
export function readSysctl(text: string): readonly (readonly [key: string, value: string])[] {
  return text.split("\n").flatMap((line) => {
    const [, key, value] = /^([^#=]+?) = (.*)$/.exec(line) ?? [];
    return key === undefined || value === undefined ? [] : [[key, value] as const];
  });
}
