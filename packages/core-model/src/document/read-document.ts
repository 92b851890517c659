import type { Component } from "../component.ts";
import { compareProblems, type Problem, type Result } from "../problem.ts";
import { readYaml, type YamlSource } from "../yaml/read-yaml.ts";
import { type ClusterDocument, clusterDocument } from "./cluster-document.ts";
import { schemaProblems } from "./schema-problems.ts";

/** A document with the text it came from, when it came from text. */
export interface ReadDocument {
  readonly document: ClusterDocument;
  readonly source?: YamlSource;
}

// Composing the schema costs more than parsing a document with it; a set of components is composed once.
const schemas = new WeakMap<readonly Component[], ReturnType<typeof clusterDocument>>();

function schemaFor(components: readonly Component[]) {
  const known = schemas.get(components) ?? clusterDocument(components);
  schemas.set(components, known);
  return known;
}

/**
 * Parses the text of `cluster.yaml` by the composed schema: all problems at once, each with its place.
 * @param file name that problems are reported under
 */
export function readDocument(text: string, file: string, components: readonly Component[]): Result<ReadDocument> {
  const yaml = readYaml(text, file);
  if (!yaml.ok) return { ok: false, problems: [...yaml.problems].sort(compareProblems) };
  return parseDocument(yaml.source.data, components, yaml.source);
}

/** Parses a document that is data already: one written in TypeScript, or one whose text was read before. */
export function parseDocument(
  data: unknown,
  components: readonly Component[],
  source?: YamlSource,
): Result<ReadDocument> {
  const schema = schemaFor(components);
  // Made to machine code first, the schema would take longer than one document does, and be no faster for many.
  const parsed = schema.safeParse(data, { jitless: true });
  if (parsed.success)
    return { ok: true, value: { document: parsed.data, ...(source ? { source } : {}) }, problems: [] };
  const problems = schemaProblems(parsed.error.issues, { schema, data, source }).map((problem) =>
    locate(problem, source),
  );
  return { ok: false, problems: problems.sort(compareProblems) };
}

/** Gives a problem its line and column. */
export function locate(problem: Problem, source: YamlSource | undefined): Problem {
  return source && !problem.place ? { ...problem, place: source.placeOf(problem.path) } : problem;
}
