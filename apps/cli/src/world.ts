/** Where text goes. */
export interface Output {
  write(text: string): void;
  readonly isTerminal: boolean;
  readonly hasColour: boolean;
  /** Width in characters; undefined where it is not a terminal. */
  readonly columns: number | undefined;
}

/** All that a command may know of the world around it. Only `main.ts` makes one of the real process, its clock and environment. */
export interface World {
  readonly workingFolder: string;
  /** Results. */
  readonly stdout: Output;
  /** Progress, and what went wrong. */
  readonly stderr: Output;
  /** The day, `YYYY-MM-DD`, in UTC. */
  today(): string;
  /** Milliseconds from some start, for telling how long work took. */
  now(): number;
  readonly processId: number;
  /** True while a process of that number lives on this machine. */
  isRunning(processId: number): boolean;
  /**
   * From this call on, Ctrl-C and SIGTERM raise the signal instead of ending the process: whoever calls it promises to look at
   * the signal often. A second Ctrl-C ends the process.
   */
  interruption(): AbortSignal;
}

/** The reason of the signal of {@link World.interruption}. */
export class Interruption extends Error {
  readonly exitCode: 130 | 143;

  constructor(signal: "SIGINT" | "SIGTERM") {
    super(signal === "SIGINT" ? "interrupted" : "terminated");
    this.name = "Interruption";
    this.exitCode = signal === "SIGINT" ? 130 : 143;
  }
}
