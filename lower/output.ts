import type { Effect } from "../ir/effects.ts";
import type { Kinds } from "../ir/kinds.ts";
import type { Term } from "../ir/term.ts";
import type { Helper } from "./guard.ts";

/** Where a piece of the original syntax goes back into the emitted text. */
export interface Hole<Node> {
  /** The identifier that stands for it in the text. */
  readonly placeholder: string;
  readonly node: Node;
  /** `expression`: in place of the identifier. `body`: a function body, in place of the statement that it is. */
  readonly form: "expression" | "body";
  /** For a body: the variable that gets what it returns, and the label of the block around it. */
  readonly result?: string;
  readonly label?: string;
}

/** A loop as text with holes. */
export interface Lowered<Node> {
  /** Statements in front of the place. */
  readonly setup: string;
  /** The expression that stands in the place afterwards. */
  readonly value: string;
  readonly holes: readonly Hole<Node>[];
  readonly helpers: ReadonlySet<Helper>;
}

/** Why an extracted term cannot be written out. */
export interface LoweringRefusal {
  readonly refused: string;
}

/** What the pipeline knows of an extracted term. */
export interface TermFacts {
  kinds(term: Term): Kinds;
  effect(term: Term): Effect;
  /** Does it differ from element to element? */
  varies(term: Term): boolean;
}

/** Where and how the output is going to stand. */
export interface Place {
  /** A name that nothing at this place mentions, as near to `wish` as can be; never the same twice. */
  fresh(wish: string): string;
  readonly typescript: boolean;
  /** The variable to declare for the result, if the place is the initialiser of one. */
  readonly target: { readonly name: string; readonly keyword: "let" | "var"; readonly annotation: boolean } | undefined;
}
