import type { EGraph, Id } from "../egraph/index.ts";
import { CONST } from "../ir/effects.ts";
import { fold, UNFOLDED } from "../ir/fold.ts";
import {
  FALSE,
  isWithin,
  type Kinds,
  kindsOf,
  NAN,
  NEGATIVE_INFINITY,
  NEGATIVE_ZERO,
  NULL,
  NUMBER,
  POSITIVE_INFINITY,
  POSITIVE_ZERO,
  TRUE,
  UNDEFINED,
  ZERO,
} from "../ir/kinds.ts";
import type { Range } from "../ir/range.ts";
import type { Payload } from "../ir/term.ts";

/** The facts of class `id` that are a range. */
export function rangeOf(eg: EGraph, id: Id): Range {
  return { low: eg.fact("lo", id), high: eg.fact("hi", id) };
}

/** The constant that `id` is known to be, or undefined; `{ value: undefined }` is the constant `undefined`. */
export function constantOf(eg: EGraph, id: Id): { readonly value: Payload } | undefined {
  const interned = eg.fact("constant", id);
  return interned === 0 ? undefined : { value: eg.payload(interned - 1) };
}

/** The value, if the kinds have but one, or if they are numbers of a range of one. */
export function onlyValue(kinds: Kinds, range: Range): Payload | typeof UNFOLDED {
  switch (kinds) {
    case UNDEFINED:
      return undefined;
    case NULL:
      return null;
    case FALSE:
      return false;
    case TRUE:
      return true;
    case NAN:
      return Number.NaN;
    case NEGATIVE_ZERO:
      return -0;
    case POSITIVE_ZERO:
      return 0;
    case POSITIVE_INFINITY:
      return Number.POSITIVE_INFINITY;
    case NEGATIVE_INFINITY:
      return Number.NEGATIVE_INFINITY;
  }
  const nonZero = kinds !== 0 && isWithin(kinds, NUMBER & ~(NAN | ZERO));
  return nonZero && range.low === range.high ? range.low : UNFOLDED;
}

/** Constant folding: a class that is a constant and does nothing is that constant. */
export function addConstant(eg: EGraph, id: Id): void {
  if (eg.fact("effect", id) !== CONST) return;
  const kinds = eg.fact("kinds", id);
  const known = constantOf(eg, id);
  const value = known === undefined ? onlyValue(kinds, rangeOf(eg, id)) : known.value;
  if (value === UNFOLDED) return;
  // Kinds are empty where code cannot be reached: nothing is said of it.
  if (!isWithin(kindsOf(value), kinds)) return;
  const computed = eg.proofs === undefined ? id : (ofConstants(eg, id, value) ?? id);
  eg.union(computed, eg.add("const", [], value), "fold");
}

/** For explanations: the operation on constants that gives the value, since the class may be named by other terms. */
function ofConstants(eg: EGraph, id: Id, value: Payload): Id | undefined {
  for (const { op, payload, children } of [...eg.nodes(id)]) {
    const args = children.map((child) => constantOf(eg, child));
    if (args.length === 0 || !args.every((each) => each !== undefined)) continue;
    const values = args.map((each) => each.value);
    if (!Object.is(fold(op, values, true), value)) continue;
    return eg.add(
      op,
      values.map((each) => eg.add("const", [], each)),
      payload,
    );
  }
  return undefined;
}
