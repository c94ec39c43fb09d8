import type { Payload } from "./payload.ts";

/** A term: an operator, its payload where it has one, and its children. May share subterms (the same object). */
export interface Term {
  readonly op: string;
  readonly payload?: Payload;
  readonly args: readonly Term[];
}
