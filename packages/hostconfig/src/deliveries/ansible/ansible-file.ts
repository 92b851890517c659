import { type File, file } from "@groundplan/core-model";
import { header } from "../../kit/header.ts";

export const component = "ansible";
export const above = header(component);

/**
 * A file of Ansible text that is the same for every cluster: what varies is data, in the inventory and in `files.yaml`.
 * @param text begins at its first line; a comment line above tells where it comes from
 */
export function ansibleFile(path: string, text: string): File {
  return file({ path, content: above.map((line) => `# ${line}\n`).join("") + text, component });
}

/** Text as it stands: no escapes, nothing put in. */
export const plainText = String.raw;
