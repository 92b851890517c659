// Letters first, and after every space or colon: what looks like a number, a date, a comment or another value is not one of these.
const word = /^[A-Za-z/][\w./@%+=~,()$-]*(?:[ :][\w./@%+=~,()$-]+)*$/;
// Values and numbers of YAML 1.1 and 1.2 that begin with a letter.
const otherThanText = /^(?:y|n|yes|no|on|off|true|false|null|e[-+]?\d+)$/i;
// An address, a range, a version: no number has two points.
const dotted = /^\d+(?:\.\d+){2,}(?:\/\d+)?$/;
// A share, an amount of memory or processor, a time.
const quantity = /^\d+(?:[KMGT]i?|[msh%])$/;
// A checksum whose first letter makes it no number of any kind.
const checksum = /^[1-9]\d*[a-df][\da-f]*$/;
// No text may begin with this sign unless it is quoted: the placeholder of a secret.
const quoted = /^@[\w./:@-]*$/;

/** Whether a text stands for itself, as a key or a value, with no quotes and for every reader. */
export function isWord(text: string): boolean {
  return word.test(text) && !otherThanText.test(text);
}

/** What is written for a value where that is beyond doubt: most of what stands in our files. */
export function tryScalarText(value: unknown): string | undefined {
  switch (typeof value) {
    case "string":
      if (isWord(value) || [dotted, quantity, checksum].some((kind) => kind.test(value))) return value;
      return quoted.test(value) ? `"${value}"` : undefined;
    case "number":
      return Number.isSafeInteger(value) && !Object.is(value, -0) ? String(value) : undefined;
    case "boolean":
      return String(value);
    default:
      return emptyText(value);
  }
}

function emptyText(value: unknown): string | undefined {
  if (value === null) return "null";
  return Array.isArray(value) ? "[]" : "{}";
}
