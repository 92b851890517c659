import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/**
 * Path of a judge: in the folder that GROUNDPLAN_JUDGES names, where `build.ts` has put it, or on the PATH. None where it is
 * absent: whoever asks it is skipped then.
 * @param name with the versions it speaks for: "kubeadm-1.36"
 */
export function findJudge(name: string): string | undefined {
  const folders = [process.env.GROUNDPLAN_JUDGES ?? "", ...(process.env.PATH ?? "").split(delimiter)];
  return folders
    .filter((folder) => folder !== "")
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
