import { Document, visit } from "yaml";

/**
 * Data as YAML text, the one encoder of this format. Keys are sorted, so that output never depends on the order of input; strings
 * are quoted wherever a YAML 1.1 reader (Ansible, PyYAML) would see something else than a string; lines are never folded.
 * @param header comment lines that stand above, without the `#`
 */
export function writeYaml(data: unknown, header: readonly string[] = []): string {
  return `${comment(header)}${documentText(data, { sortMapEntries: true })}`;
}

/** As {@link writeYaml}, in the order of the given keys: for formats that people read in a customary order (apiVersion, kind, metadata, spec). */
export function writeOrderedYaml(data: unknown, header: readonly string[] = []): string {
  return `${comment(header)}${documentText(data)}`;
}

/** Several documents in one file, divided by `---`. */
export function writeYamlDocuments(documents: readonly unknown[], header: readonly string[] = []): string {
  return comment(header) + documents.map((data) => documentText(data)).join("---\n");
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

interface Order {
  readonly sortMapEntries?: true;
}

function documentText(data: unknown, order: Order = {}): string {
  const document = new Document(data, { ...style, ...order });
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value === "string" && wantsEscapes(node.value)) node.type = "QUOTE_DOUBLE";
    },
  });
  return document.toString(style).replaceAll(unprintable, escaped);
}

// What a YAML 1.1 reader refuses to see, or takes for a line break (next line, line and paragraph separator).
const unprintable = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;

/** Texts that only double quotes carry to every reader. `=` alone is a value of its own in YAML 1.1. */
function wantsEscapes(text: string): boolean {
  return text === "=" || text.search(unprintable) >= 0 || (text.includes("\t") && !text.includes("\n"));
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function comment(lines: readonly string[]): string {
  return lines.map((line) => `# ${line.replaceAll(/[\s\p{Cc}\u2028\u2029]+/gu, " ")}\n`).join("");
}
