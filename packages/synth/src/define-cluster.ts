import type { ClusterDocumentInput, Component } from "@groundplan/core-model";
import type { z } from "zod";
import type { builtin, Registry } from "./registry.ts";

/** The options that may stand under a key, by the names of the components. */
export type OptionsByName<Components extends readonly Component[]> = {
  [C in Components[number] as C["name"]]?: z.input<C["options"]>;
};

/** A cluster document in TypeScript, with the options of every component of the registry. */
export type DocumentFor<R extends Registry> = ClusterDocumentInput & {
  spec: { hostServices?: OptionsByName<R["hostComponents"]>; addons?: OptionsByName<R["addons"]> };
};

/**
 * A cluster written in TypeScript instead of YAML: returns what it was given, typed, so that an editor completes it and the
 * compiler refuses what the language does not know. Nothing is judged yet: pass the result to `synth` or `loadDocument`.
 * @param registry the components that the document may name; the house's own by default
 */
export function defineCluster<R extends Registry = typeof builtin>(
  document: DocumentFor<R>,
  _registry?: R,
): DocumentFor<R> {
  return document;
}
