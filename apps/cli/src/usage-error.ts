/** What was typed cannot be meant. */
export class UsageError extends Error {
  /** The way out, one sentence. */
  readonly remedy: string;

  constructor(message: string, remedy: string) {
    super(message);
    this.name = "UsageError";
    this.remedy = remedy;
  }
}
