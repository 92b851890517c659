import { isWord, tryScalarText } from "./scalar-text.ts";

/** The text of a small YAML document, as the library writes it, with the line break at its end. */
export type DocumentWriter = (data: unknown) => string;

/**
 * Lists and maps of plain data in block style, byte for byte as the library would write them, in a fraction of its time: it makes
 * a node of everything first. Only the frame is written here, and what no reader could take for anything else; any other text or
 * number goes through the library.
 * @param sorts whether keys stand in sorted order, or in their own
 * @returns undefined for what is no list or map, is empty, or holds more than plain data
 */
export function tryBlockText(data: unknown, sorts: boolean, writeByLibrary: DocumentWriter): string | undefined {
  if (!isPlain(data) || !isFilled(data)) return undefined;

  function block(value: Filled, indent: string): string {
    const lines = Array.isArray(value)
      ? value.map((item) => `- ${isFilled(item) ? block(item, `${indent}  `) : scalar(item, indent)}`)
      : entriesOf(value, sorts).map(([key, item]) => `${keyText(key)}:${below(item, indent)}`);
    return lines.join(`\n${indent}`);
  }

  function below(value: unknown, indent: string): string {
    return isFilled(value) ? `\n${indent}  ${block(value, `${indent}  `)}` : ` ${scalar(value, indent)}`;
  }

  function scalar(value: unknown, indent: string): string {
    const known = tryScalarText(value);
    if (known !== undefined) return known;
    const text = writeByLibrary({ k: value }).slice("k: ".length, -1);
    return text.replaceAll(/\n(?!\n|$)/g, `\n${indent}`); // the lines of a long text move in with their surroundings
  }

  function keyText(key: string): string {
    return isWord(key) ? key : writeByLibrary({ [key]: 0 }).slice(0, -": 0\n".length);
  }

  return `${block(data, "")}\n`;
}

type Filled = readonly unknown[] | Readonly<Record<string, unknown>>;

function isFilled(value: unknown): value is Filled {
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).some((item) => item !== undefined);
}

/** What is undefined is not there. */
function entriesOf(map: object, sorts: boolean): [string, unknown][] {
  const entries = Object.entries(map).filter(([, value]) => value !== undefined);
  return sorts ? entries.sort(([a], [b]) => (a < b ? -1 : 1)) : entries;
}

// Longer keys may need another form, with a question mark before them.
const longestKey = 128;

function isPlain(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return value === null || plainTypes.has(typeof value);
  if (Array.isArray(value)) return value.every(isPlain) && !value.includes(undefined);
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  return entriesOf(value, false).every(([key, item]) => key.length <= longestKey && isPlain(item));
}

const plainTypes = new Set(["string", "number", "boolean"]);
