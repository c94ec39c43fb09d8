import type { Effect } from "../ir/effects.ts";
import type { Kinds } from "../ir/kinds.ts";
import type { Term } from "../ir/term.ts";
import type { Helper } from "./guard.ts";

/** Where a piece of the original syntax goes back into the emitted text. */
export interface Hole<Node> {
  /** The identifier that stands for it in the text. */
  readonly placeholder: string;
  readonly node: Node;
  /**
   * `expression`: in place of the identifier. `body`: a function body, in place of the statement that it is.
   * `loop`: in a declaration, the variables of a `for…of` loop; else its body.
   */
  readonly form: "expression" | "body" | "loop";
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
  /** Functions of the module that the statements call, as text with holes. */
  readonly functions: readonly string[];
}

/** Why an extracted term cannot be written out. */
export interface LoweringRefusal {
  readonly refused: string;
}

/** What the pipeline knows of an extracted term. */
export interface TermFacts {
  kinds(term: Term): Kinds;
  effect(term: Term): Effect;
  /** What its operator may do, the evaluation of its operands aside. */
  ownEffect(term: Term): Effect;
  /** Does it differ from element to element? */
  varies(term: Term): boolean;
  /** Bits of what is known of it as an array (`ir/region.ts`). */
  array(term: Term): number;
}

/** Where and how the output is going to stand. */
export interface Place {
  /** A name that nothing at this place mentions, as near to `wish` as can be; never the same twice. */
  fresh(wish: string): string;
  /** The same for a block of the region's own, in which nothing else of the place is mentioned. */
  inner(wish: string): string;
  readonly typescript: boolean;
  /** The variable to declare for the result, if the place is the initialiser of one. */
  readonly target:
    | { readonly name: string; readonly keyword: "const" | "let" | "var"; readonly annotation: boolean }
    | undefined;
}

/** What code has to be given to run in a function of the module instead of at its place. */
export interface Passed {
  /** Variables of the functions around the place. */
  readonly names: readonly string[];
  /** Those that the code assigns: the function gives their values back. */
  readonly assigned: readonly string[];
  readonly this: boolean;
}

/** The place of a region of syntax. */
export interface RegionPlace<Node> extends Place {
  /**
   * What code that holds `nodes` needs of the functions around it; undefined where it has to stay in them. Variables of
   * `own` are written by nothing else meanwhile.
   */
  passed(nodes: readonly Node[], own: ReadonlySet<string>): Passed | undefined;
  /** A name that nothing in the whole file mentions. */
  freshFunction(wish: string): string;
}
