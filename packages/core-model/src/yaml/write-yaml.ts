import { stringify } from "yaml";

/**
 * Data as YAML text, the one encoder of this format. Keys are sorted, so that output never depends on the order of input; strings
 * are quoted wherever a YAML 1.1 reader (Ansible, PyYAML) would see something else than a string; lines are never folded.
 * @param header comment lines that stand above, without the `#`
 */
export function writeYaml(data: unknown, header: readonly string[] = []): string {
  return `${comment(header)}${stringify(data, { ...style, sortMapEntries: true })}`;
}

/** As {@link writeYaml}, in the order of the given keys: for formats that people read in a customary order (apiVersion, kind, metadata, spec). */
export function writeOrderedYaml(data: unknown, header: readonly string[] = []): string {
  return `${comment(header)}${stringify(data, style)}`;
}

/** Several documents in one file, divided by `---`. */
export function writeYamlDocuments(documents: readonly unknown[], header: readonly string[] = []): string {
  return comment(header) + documents.map((data) => stringify(data, style)).join("---\n");
}

// `compat` makes the writer quote whatever either version of YAML would read as something else than a string.
const style = {
  version: "1.2",
  compat: "yaml-1.1",
  lineWidth: 0,
  aliasDuplicateObjects: false,
  defaultStringType: "PLAIN",
  singleQuote: false,
} as const;

function comment(lines: readonly string[]): string {
  return lines.map((line) => `# ${line.replaceAll(/\s+/g, " ")}\n`).join("");
}
