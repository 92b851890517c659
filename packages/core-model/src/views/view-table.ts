/** A table as data: the terminal and Markdown each write it with their own encoder. */
export interface ViewTable {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Columns that hold numbers, from 0: set flush right. */
  readonly right: readonly number[];
}
