import { type Measured, ratioOf } from "./measure.ts";

/** A limit, as a ratio to something measured beside it in the same run: so it holds on any machine. */
export interface Aim {
  readonly sentence: string;
  /** The highest ratio that meets it. */
  readonly limit: number;
  /** What it is judged by: time as the clock on the wall tells it, or memory. */
  readonly ratio: number;
  /** The same in the processor's time, which other work on the machine disturbs less. For memory, the ratio again. */
  readonly cpuRatio: number;
}

export function timeAim(sentence: string, limit: number, one: Measured, other: Measured): Aim {
  return { sentence, limit, ratio: ratioOf(one, other, "wallMs"), cpuRatio: ratioOf(one, other, "cpuMs") };
}

export function memoryAim(sentence: string, limit: number, one: Measured, other: Measured): Aim {
  const ratio = ratioOf(one, other, "peakMiB");
  return { sentence, limit, ratio, cpuRatio: ratio };
}

export function isMet({ ratio, limit }: Aim): boolean {
  return ratio <= limit;
}

// Machines are shared and clocks are noisy: what fails a run must be beyond doubt.
const margin = 1.25;

/** Not met by far, whichever clock is asked. */
export function isBroken({ ratio, cpuRatio, limit }: Aim): boolean {
  return Math.min(ratio, cpuRatio) > limit * margin;
}
