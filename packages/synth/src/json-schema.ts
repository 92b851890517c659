import { clusterDocument } from "@groundplan/core-model";
import { z } from "zod";
import { builtin, catalogueOf, type Registry } from "./registry.ts";

/** The language as JSON Schema 2020-12, so that editors complete and check `cluster.yaml`. Rules are not part of it. */
export function clusterSchema(registry: Registry = builtin): Record<string, unknown> {
  const schema = z.toJSONSchema(clusterDocument(catalogueOf(registry).components), {
    io: "input",
    unrepresentable: "any",
  });
  return { ...schema, title: "Groundplan cluster" };
}
