import type { Aim } from "./aims.ts";
import type { Measured } from "./measure.ts";

/** One table of the report: contestants that were measured in turn, and what is wanted of them. */
export interface Chapter {
  readonly title: string;
  readonly lines: readonly Measured[];
  readonly aims: readonly Aim[];
}

/** How chapters are made. */
export interface Plan {
  /** Folder for repositories and trees, empty at first and removed at the end. */
  readonly scratch: string;
  readonly rounds: number;
  readonly copies: number;
  /** Told what is running. */
  say(text: string): void;
}
