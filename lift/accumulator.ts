import type * as t from "@babel/types";
import { ANY, isWithin, type Kinds, NUMBER, PRIMITIVE, STRING } from "../ir/kinds.ts";
import type { Term } from "../ir/term.ts";

/** The literal without anything in it that a reduction may start from. */
export function emptyLiteral(node: t.Node): "array" | "object" | undefined {
  if (node.type === "ArrayExpression" && node.elements.length === 0) return "array";
  return node.type === "ObjectExpression" && node.properties.length === 0 ? "object" : undefined;
}

/** Is `step` the accumulator or a copy of it with something added, whatever comes, and copied for nothing else? */
export function isCopying(step: Term, accumulator: Term): boolean {
  const isFree = (term: Term): boolean => term !== accumulator && term.args.every(isFree);
  const [first, ...more] = step.args;
  if (step.op === "append" || step.op === "put") return first === accumulator && more.every(isFree);
  const isTail = (term: Term): boolean => term === accumulator || isCopying(term, accumulator);
  return step.op === "?:" && first !== undefined && isFree(first) && more.every(isTail);
}

/** What an accumulator that starts so may become by arithmetic. */
export function widen(kinds: Kinds): Kinds {
  if (isWithin(kinds, NUMBER)) return NUMBER;
  if (!isWithin(kinds, PRIMITIVE)) return ANY;
  return (kinds & STRING) === 0 ? kinds : kinds | STRING;
}
