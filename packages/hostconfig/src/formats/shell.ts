/** One word of a shell script, whatever it holds. @throws Error for NUL, which no argument can carry */
export function shellWord(text: string): string {
  if (text.includes("\0")) throw new Error("a shell word cannot carry NUL");
  return /^[A-Za-z0-9_./:=@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
