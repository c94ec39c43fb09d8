import type picocolors from "picocolors";

/** Functions that colour a text, or give it back when there are no colours. */
export type Colors = ReturnType<typeof picocolors.createColors>;

/** The world of a command: what `main.ts` takes from the process, and tests provide. */
export interface Terminal {
  readonly cwd: string;
  /** May standard output carry colours? */
  readonly color: boolean;
  /** Columns of standard output; `undefined` when it is no terminal. */
  readonly columns: number | undefined;
  /** Is standard error a terminal, so that a status line can be redrawn there? */
  readonly statusLine: boolean;
  /** Asks at the keyboard; absent when nobody sits there. `undefined` is the end of the input. */
  readonly ask?: (question: string) => Promise<string | undefined>;
  out(text: string): void;
  err(text: string): void;
}

/** What a command ends with. Documented in `docs/cli.md`. */
export const exitCodes: { readonly [Name in "done" | "changesFound" | "wrongUsage" | "fileFailed"]: number } = {
  done: 0,
  changesFound: 1,
  wrongUsage: 2,
  fileFailed: 3,
};

/** Wrong arguments or configuration: nothing was done. The message says what to type instead. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
