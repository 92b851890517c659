import { z } from "zod";
import type { Path } from "../problem.ts";

type Schema = z.core.$ZodType;

/** The schemas that may stand at a path: one, or several where a union has branches. Wildcard steps (`*`) enter records and lists. */
export function schemasAt(root: Schema, path: Path): readonly Schema[] {
  let here: readonly Schema[] = branchesOf(root);
  for (const step of path) here = here.flatMap((schema) => enter(schema, step)).flatMap(branchesOf);
  return here;
}

/** The keys that may stand in a mapping at a path; none where names are free, or where there is no mapping. */
export function keysAt(root: Schema, path: Path): readonly string[] {
  const keys = schemasAt(root, path).flatMap((schema) =>
    schema instanceof z.core.$ZodObject ? Object.keys(schema._zod.def.shape) : [],
  );
  return [...new Set(keys)];
}

/** A schema without the wrappers that say optional or give a default; a union is all its branches. */
export function branchesOf(schema: Schema): readonly Schema[] {
  if (
    schema instanceof z.core.$ZodOptional ||
    schema instanceof z.core.$ZodDefault ||
    schema instanceof z.core.$ZodNullable
  ) {
    return branchesOf(schema._zod.def.innerType);
  }
  if (schema instanceof z.core.$ZodPipe) return branchesOf(schema._zod.def.in);
  if (schema instanceof z.core.$ZodUnion) return schema._zod.def.options.flatMap(branchesOf);
  return [schema];
}

function enter(schema: Schema, step: string | number): readonly Schema[] {
  if (schema instanceof z.core.$ZodObject) {
    const child = schema._zod.def.shape[step];
    return child ? [child] : [];
  }
  if (schema instanceof z.core.$ZodRecord) return [schema._zod.def.valueType];
  if (schema instanceof z.core.$ZodArray) return [schema._zod.def.element];
  return [];
}

/** What is documented about a key: its own words, else those of the schema inside its wrappers. */
export function descriptionOf(schema: Schema): string | undefined {
  const own = z.globalRegistry.get(schema)?.description;
  if (own !== undefined) return own;
  if (schema instanceof z.core.$ZodOptional || schema instanceof z.core.$ZodDefault)
    return descriptionOf(schema._zod.def.innerType);
  return undefined;
}

/** One key of the language, as `platform explain` and the README tables show it. */
export interface DocumentedKey {
  /** `spec.networks.*.cidr`: names that people choose, and list positions, are `*`. */
  readonly path: string;
  readonly type: string;
  readonly required: boolean;
  readonly defaultValue?: unknown;
  readonly description: string | undefined;
}

/** Every key of a schema, in the order in which it was written. */
export function documentedKeys(root: Schema): readonly DocumentedKey[] {
  const keys = new Map<string, DocumentedKey>();
  const walk = (schema: Schema, path: string) => {
    for (const branch of branchesOf(schema)) {
      if (branch instanceof z.core.$ZodObject)
        for (const [key, child] of Object.entries(branch._zod.def.shape))
          visit(child, path === "" ? key : `${path}.${key}`);
      if (branch instanceof z.core.$ZodRecord) walk(branch._zod.def.valueType, `${path}.*`);
      if (branch instanceof z.core.$ZodArray) walk(branch._zod.def.element, `${path}.*`);
    }
  };
  const visit = (schema: Schema, path: string) => {
    const known = keys.get(path);
    const description = descriptionOf(schema);
    const typed = typeOf(schema);
    if (!known) keys.set(path, { path, type: typed, description, ...presence(schema) });
    else if (description && known.description !== description) {
      keys.set(path, {
        ...known,
        type: [...new Set([...known.type.split(" | "), ...typed.split(" | ")])].join(" | "),
        description: [known.description, description].filter(Boolean).join(" "),
      });
    }
    walk(schema, path);
  };
  walk(root, "");
  return [...keys.values()];
}

function presence(schema: Schema): Pick<DocumentedKey, "required" | "defaultValue"> {
  if (schema instanceof z.core.$ZodDefault) return { required: false, defaultValue: schema._zod.def.defaultValue };
  return { required: !(schema instanceof z.core.$ZodOptional) };
}

function typeOf(schema: Schema): string {
  return [...new Set(branchesOf(schema).map(branchType))].join(" | ");
}

function branchType(schema: Schema): string {
  if (schema instanceof z.core.$ZodEnum) return Object.values(schema._zod.def.entries).join(" | ");
  if (schema instanceof z.core.$ZodLiteral) return schema._zod.def.values.map(String).join(" | ");
  if (schema instanceof z.core.$ZodObject || schema instanceof z.core.$ZodRecord) return "mapping";
  if (schema instanceof z.core.$ZodArray) return "list";
  return schema._zod.def.type === "int" ? "number" : schema._zod.def.type;
}
