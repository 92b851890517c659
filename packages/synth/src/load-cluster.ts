import {
  type Cluster,
  compareProblems,
  judge,
  locate,
  type Problem,
  parseDocument,
  type ReadDocument,
  type Result,
  readDocument,
  resolveCluster,
  type YamlSource,
} from "@groundplan/core-model";
import { builtin, catalogueOf, type Registry } from "./registry.ts";

/** A cluster with the text it came from, when it came from text. */
export interface LoadedCluster {
  readonly cluster: Cluster;
  readonly source?: YamlSource;
}

/**
 * From the text of `cluster.yaml` to a cluster: parsed by the composed schema, defaults filled in, release resolved. The rules
 * are asked by {@link judgeLoaded}.
 * @param file name that problems are reported under: `clusters/x/cluster.yaml`
 */
export function loadCluster(text: string, file: string, registry: Registry = builtin): Result<LoadedCluster> {
  const catalogue = catalogueOf(registry);
  return resolved(readDocument(text, file, catalogue.components), registry);
}

/** As {@link loadCluster}, for a document that is data: one made with `defineCluster`. */
export function loadDocument(document: unknown, registry: Registry = builtin): Result<LoadedCluster> {
  return resolved(parseDocument(document, catalogueOf(registry).components), registry);
}

function resolved(read: Result<ReadDocument>, registry: Registry): Result<LoadedCluster> {
  if (!read.ok) return read;
  const { document, source } = read.value;
  const cluster = resolveCluster(document, catalogueOf(registry));
  if (cluster.ok) return { ok: true, value: { cluster: cluster.value, ...(source ? { source } : {}) }, problems: [] };
  return { ok: false, problems: cluster.problems.map((problem) => locate(problem, source)).sort(compareProblems) };
}

/**
 * What the rules find, each with its place in the text.
 * @param asOf the day to judge by, `YYYY-MM-DD`; without it, rules that need a date are not asked
 */
export function judgeLoaded(loaded: LoadedCluster, asOf?: string): readonly Problem[] {
  return judge(loaded.cluster, asOf)
    .map((problem) => locate(problem, loaded.source))
    .sort(compareProblems);
}
