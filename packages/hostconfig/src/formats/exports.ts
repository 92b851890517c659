/** A folder, and who may use it how. */
export interface Export {
  readonly folder: string;
  readonly clients: readonly {
    /** An address or a network. Nothing here stands for everybody. */
    readonly network: string;
    readonly options: readonly string[];
  }[];
}

/**
 * The text of a file below exports.d, the one encoder of this format: one folder a line, and no value begins another word.
 * @throws Error for a folder, a network or an option that is none
 * @see exports(5)
 */
export function writeExports(header: readonly string[], exports: readonly Export[]): string {
  return [...header.map(comment), ...exports.map(exportLine)].map((line) => `${line}\n`).join("");
}

function exportLine({ folder, clients }: Export): string {
  if (clients.length === 0) throw new Error(`nobody may use ${folder}, which would mean everybody`);
  const words = clients.map(
    ({ network, options }) => `${checked(address, network)}(${options.map((each) => checked(option, each)).join(",")})`,
  );
  return [checked(path, folder), ...words].join(" ");
}

const path = /^(\/[A-Za-z0-9._-]+)+$/;
const address = /^\d{1,3}(\.\d{1,3}){3}(\/\d{1,2})?$/;
const option = /^[a-z_]+(=[A-Za-z0-9-]+)?$/;

function checked(form: RegExp, text: string): string {
  if (!form.test(text)) throw new Error(`not part of an export: ${JSON.stringify(text)}`);
  return text;
}

function comment(text: string): string {
  return `# ${text.replaceAll(/[\s\p{Cc}]+/gu, " ").trim()}`;
}
