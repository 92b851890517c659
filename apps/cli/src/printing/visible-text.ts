// Control characters, direction marks, zero-width characters, lone surrogates, line separators: what a terminal obeys, or a reader cannot see.
const hidden = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;

/**
 * Text that came from a document, a file name or an error, as one line that is safe to print: whatever a terminal would obey
 * is shown as its code point.
 */
export function visibleText(text: string): string {
  return text.replace(hidden, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** Data as JSON with two spaces, in which such characters stand as escapes too: JSON is often read on a terminal. */
export function jsonText(data: unknown): string {
  const text = JSON.stringify(data, undefined, 2);
  return `${text.replace(/[\u007f-\u009f\p{Cf}\u2028\u2029]/gu, escapeUnits)}\n`;
}

function escapeUnits(character: string): string {
  return [...character.split("")].map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`).join("");
}

/** The same for text of several lines that is our own but for what was put into it. */
export function visibleLines(text: string): string {
  return text.split("\n").map(visibleText).join("\n");
}
