import type { Severity } from "@groundplan/core-model";
import pc from "picocolors";
import type { Output } from "../world.ts";

/** Colour comes last of all, and only where somebody can see it: nothing is said by colour alone. */
export interface Paint {
  bold(text: string): string;
  dim(text: string): string;
  severity(severity: Severity, text: string): string;
}

export function paintFor(output: Output): Paint {
  const { bold, dim, red, yellow, cyan } = pc.createColors(output.hasColour);
  const colours = { error: red, warning: yellow, advice: cyan } as const;
  return { bold, dim, severity: (severity, text) => colours[severity](text) };
}
