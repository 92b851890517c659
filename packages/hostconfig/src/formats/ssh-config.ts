/** A keyword and its argument. */
export type SshOption = readonly [keyword: string, value: string | number];

/** What holds for connections to a host; `*` is every host. */
export interface SshHost {
  readonly host: string;
  readonly options: readonly SshOption[];
}

/**
 * The text of a configuration of the SSH client, the one encoder of this format. For each keyword the first value counts, so
 * that special hosts come before `*`.
 * @throws Error for a value that is not one word: nothing can add a line, an option or a pattern
 * @see ssh_config(5)
 */
export function writeSshConfig(header: readonly string[], hosts: readonly SshHost[]): string {
  const blocks = hosts.map(({ host, options }) => [
    `Host ${word(host)}`,
    ...options.map(([keyword, value]) => `  ${keyword} ${word(value)}`),
  ]);
  return [header.map((line) => `# ${line}`), ...blocks].map((lines) => `${lines.join("\n")}\n`).join("\n");
}

// `%` begins a token, `-` an option of the command line, and `*`, `?`, `!` a pattern.
const oneWord = /^(\*|(~\/)?[A-Za-z0-9_./@:][A-Za-z0-9_./@:-]*)$/;

function word(value: string | number): string {
  const text = String(value);
  if (!oneWord.test(text)) throw new Error(`not one word of ssh_config: ${JSON.stringify(text)}`);
  return text;
}
