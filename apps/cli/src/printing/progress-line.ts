import type { World } from "../world.ts";
import { visibleText } from "./visible-text.ts";

/** What a long run is doing just now. */
export interface Progress {
  say(text: string): void;
  /** Takes the line away, before a result is printed. */
  clear(): void;
}

const millisecondsBetween = 80;
const eraseLine = "\r\u001b[2K";

/** One changing line on a terminal; plain lines where somebody asked for them; nothing otherwise. */
export function progressOf(world: World, verbose: boolean): Progress {
  const { stderr } = world;
  if (!stderr.isTerminal) return { say: (text) => verbose && stderr.write(`${visibleText(text)}\n`), clear: () => {} };
  let last = Number.NEGATIVE_INFINITY;
  let isShown = false;
  return {
    say: (text) => {
      if (world.now() - last < millisecondsBetween) return;
      last = world.now();
      isShown = true;
      stderr.write(eraseLine + visibleText(text).slice(0, (stderr.columns ?? 80) - 1));
    },
    clear: () => {
      if (isShown) stderr.write(eraseLine);
      isShown = false;
    },
  };
}
