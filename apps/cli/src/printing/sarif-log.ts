import { createHash } from "node:crypto";
import { type AnyRule, compareText, formatPath, type Problem, type Severity } from "@groundplan/core-model";
import type { Log, ReportingDescriptor, Result } from "sarif";

import { sentence } from "./sentence.ts";

const levels = { error: "error", warning: "warning", advice: "note" } as const satisfies Record<Severity, string>;

/**
 * Findings as SARIF, which code hosts show at the lines of a pull request. A waived finding is a suppressed result, with the
 * reason that the document gives.
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function sarifLog(problems: readonly Problem[], rules: readonly AnyRule[], version: string): Log {
  const descriptors = describe(problems, rules);
  const indexes = new Map(descriptors.map(({ id }, index) => [id, index]));
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "Groundplan", version, rules: descriptors } },
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: { "%SRCROOT%": { description: { text: "The root of the repository." } } },
        results: problems.map((problem) => resultOf(problem, indexes.get(problem.code) ?? -1)),
      },
    ],
  };
}

/** Every rule, broken or not, and the codes of the parser that were found: those have no reason of their own. */
function describe(problems: readonly Problem[], rules: readonly AnyRule[]): ReportingDescriptor[] {
  const descriptors = new Map<string, ReportingDescriptor>(problems.map(({ code }) => [code, { id: code }]));
  for (const { id, why, severity, reference } of rules) {
    descriptors.set(id, {
      id,
      shortDescription: { text: why },
      help: { text: `${why} (${reference})` },
      defaultConfiguration: { level: levels[severity] },
      ...(/^https:\/\/\S+$/.test(reference) ? { helpUri: reference } : {}),
    });
  }
  return [...descriptors.values()].sort((a, b) => compareText(a.id, b.id));
}

function resultOf(problem: Problem, ruleIndex: number): Result {
  const { code, severity, cluster, path, message, remedy, place, waived } = problem;
  const key = formatPath(path);
  const subject = path.length > 0 ? `${key}: ` : "";
  const logical = { fullyQualifiedName: cluster === undefined ? key : `${cluster}/${key}` };
  return {
    ruleId: code,
    ruleIndex,
    level: levels[severity],
    message: { text: `${subject}${sentence(message)} ${sentence(remedy)}` },
    locations: [{ ...(place ? { physicalLocation: physical(place) } : {}), logicalLocations: [logical] }],
    // The same finding keeps its name when lines move.
    partialFingerprints: { "clusterRulePath/v1": fingerprint([cluster ?? "", code, key, message]) },
    suppressions: waived
      ? [{ kind: "inSource", status: "accepted", justification: `${waived.reason} (until ${waived.until})` }]
      : [],
  };
}

function physical({ file, line, column }: NonNullable<Problem["place"]>) {
  const uri = file.split("/").map(encodeURIComponent).join("/");
  return { artifactLocation: { uri, uriBaseId: "%SRCROOT%" }, region: { startLine: line, startColumn: column } };
}

function fingerprint(parts: readonly string[]): string {
  return createHash("sha256").update(parts.join("\0")).digest("hex").slice(0, 32);
}
