import type { Effect } from "./effects.ts";
import type { Kinds } from "./kinds.ts";
import type { Payload } from "./term.ts";

/**
 * How an operator looks in JavaScript. Precedences are those of MDN's table: 1 comma, 2 assignment, arrow and
 * conditional, 3 `??` and `||`, 4 `&&`, 5 `|`, … 13 `**`, 14 prefix, 17 call and member, 18 primary.
 */
export type Form =
  | { readonly kind: "leaf" }
  | { readonly kind: "prefix"; readonly text: string }
  | { readonly kind: "infix"; readonly text: string; readonly precedence: number; readonly rightAssociative?: true }
  | { readonly kind: "conditional" }
  /** `callee(args…)`. */
  | { readonly kind: "call"; readonly callee: string }
  /** `args[0].name(args[1]…)`. */
  | { readonly kind: "method"; readonly name: string }
  /** `args[0].name`. */
  | { readonly kind: "property"; readonly name: string }
  /** `args[0][args[1]]`. */
  | { readonly kind: "element" }
  | { readonly kind: "template" }
  | { readonly kind: "array" }
  | { readonly kind: "object" }
  /** `[args[0]]: args[1]` in an object literal. */
  | { readonly kind: "prop" }
  /** `...args[0]`. */
  | { readonly kind: "spread" }
  /** `args[0](args[1]…)`. */
  | { readonly kind: "apply" }
  /** Only a fact about its operand: prints as the operand. */
  | { readonly kind: "fact" }
  /** A statement, not an expression: `lower/` makes loops of these. */
  | { readonly kind: "loop" };

/**
 * What an operator costs by itself, for cost models: `leaf` nothing, `simple` about a machine instruction, `slow` a
 * division or a square root, `call` a library function, `string` work proportional to text, `read` a property,
 * `allocate` an object, `loop` a pass over a source, `unknown` user code.
 */
export type CostClass = "leaf" | "simple" | "slow" | "call" | "string" | "read" | "allocate" | "loop" | "unknown";

/** The assumptions that effects depend on (`semantics.md`). */
export interface EffectAssumptions {
  /** Reading a property has no effect. */
  readonly pureGetters?: boolean;
}

/** One row of the operator table. */
export interface Operator {
  readonly name: string;
  /** Number of children, `-1` any. */
  readonly arity: number;
  readonly form: Form;
  readonly cost: CostClass;
  /** Children from this index on are not evaluated exactly once: lazily, or once per element of a loop. */
  readonly lazyFrom: number;
  /** Which values may come out, if the operands are of these kinds and nothing is thrown. */
  result(args: readonly Kinds[], payload: Payload): Kinds;
  /** What the operator itself may do, its children's evaluation aside, if the operands are of these kinds. */
  effect(args: readonly Kinds[], assume: EffectAssumptions): Effect;
}
