import { release2023080 } from "./2023-8-0.ts";
import { release2023081 } from "./2023-8-1.ts";
import { release2026110 } from "./2026-11-0.ts";
import type { Release } from "./schema.ts";

/** The releases of the house, oldest first. They are written as data that needs no parsing; a test holds each to the schema. */
export const builtinReleases: readonly Release[] = [release2023080, release2023081, release2026110];
