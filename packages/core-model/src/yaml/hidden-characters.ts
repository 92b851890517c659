// Everything that a person cannot see in a review: control characters, direction marks, zero-width characters, line separators, lone surrogates.
const hidden = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;

/** Where a line has characters that nobody can see, and which, by their number: "U+202E". */
export function* hiddenCharacters(text: string): Generator<{ readonly index: number; readonly name: string }> {
  for (const match of text.matchAll(hidden)) yield { index: match.index, name: nameOf(match[0]) };
}

/** The text with the name of every character that nobody can see in its place, so that it can be shown on one line. */
export function visibleText(text: string): string {
  return text.replaceAll(hidden, (character) => `<${nameOf(character)}>`);
}

function nameOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}
