/** Options that every command has. */
export interface CommonOptions {
  /** Root of the repository; the working folder by default. */
  readonly repository?: string;
  readonly verbose?: boolean;
}
