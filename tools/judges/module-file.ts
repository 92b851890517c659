import type { Judge } from "./judges.ts";

/** What `go mod edit -json` says of a go.mod, as far as it matters here. */
export interface ModuleFile {
  readonly Go?: string;
  readonly Require?: readonly { readonly Path: string; readonly Version: string }[] | null;
  readonly Replace?: readonly Replacement[] | null;
}

interface Replacement {
  readonly Old: { readonly Path: string; readonly Version?: string };
  readonly New: { readonly Path: string; readonly Version?: string };
}

/**
 * A go.mod of our own that requires the judge's module and repeats its `replace` lines. Go obeys those of the main module only,
 * which is why `go install program@version` refuses a module that has some.
 */
export function moduleFile(judge: Judge, upstream: ModuleFile): string {
  const lines = ["module judge", "", `go ${upstream.Go ?? "1.17"}`, "", `require ${judge.module} ${judge.version}`, ""];
  for (const replacement of upstream.Replace ?? []) lines.push(...replaceLine(judge, replacement));
  return `${lines.join("\n")}\n`;
}

function replaceLine(judge: Judge, { Old, New }: Replacement): string[] {
  const old = Old.Version === undefined ? Old.Path : `${Old.Path} ${Old.Version}`;
  if (New.Version !== undefined) return [`replace ${old} => ${New.Path} ${New.Version}`];
  // A folder of the upstream repository. Kubernetes publishes each of its own as a module whose v0.35.4 belongs to v1.35.4;
  // others require the published version already, and need no line.
  if (judge.module !== "k8s.io/kubernetes") return [];
  return [`replace ${old} => ${Old.Path} ${judge.version.replace(/^v1\./, "v0.")}`];
}
