import type { Problem, Result } from "@groundplan/core-model";
import type { Registry } from "@groundplan/synth";
import { parseRegistry, readRegistryTexts } from "../repository/read-registry.ts";
import { generatorDigest } from "../skip-cache/generator-digest.ts";
import { digestOf, noCache, type SkipCache, skipCacheIn } from "../skip-cache/skip-cache.ts";

/** Where a repository's clusters are worked on: what every one of them is made with. */
export interface Studio {
  readonly repository: string;
  readonly registry: Registry;
  readonly cache: SkipCache;
  /** Digest of everything that goes into a cluster beside its document. */
  readonly tools: string;
}

/** @throws DiskError */
export function openStudio(repository: string, usesCache: boolean): Result<Studio> {
  const texts = readRegistryTexts(repository);
  if (!texts.ok) return texts;
  const registry = parseRegistry(texts.value);
  if (!registry.ok) return registry;
  const studio: Studio = {
    repository,
    registry: registry.value,
    cache: usesCache ? skipCacheIn(repository) : noCache,
    tools: usesCache ? digestOf([generatorDigest(), ...texts.value.flatMap(({ file, text }) => [file, text])]) : "",
  };
  const problems: readonly Problem[] = [];
  return { ok: true, value: studio, problems };
}
