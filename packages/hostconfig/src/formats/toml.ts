import { stringify } from "smol-toml";

/**
 * Data as TOML text, the one encoder of this format, in the order of its keys.
 * @throws Error for what TOML cannot say: null, functions, lists of mixed nothing
 * @see https://toml.io/en/v1.0.0
 */
export function writeToml(header: readonly string[], data: Readonly<Record<string, unknown>>): string {
  return `${header.map(comment).join("\n")}\n${stringify(data).trimEnd()}\n`;
}

function comment(text: string): string {
  return `# ${text.replaceAll(/[\s\p{Cc}]+/gu, " ").trim()}`;
}
