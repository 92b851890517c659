import { clusterSchema } from "@groundplan/synth";
import { type ExitCode, exit } from "../exit-codes.ts";
import { jsonText } from "../printing/visible-text.ts";
import type { World } from "../world.ts";

/** The language as JSON Schema, for editors. */
export function schema(world: World): ExitCode {
  world.stdout.write(jsonText(clusterSchema()));
  return exit.ok;
}
