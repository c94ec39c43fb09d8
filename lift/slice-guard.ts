import type { NodePath } from "@babel/traverse";
import { COUNT, isWithin } from "../ir/kinds.ts";
import { constant, type Term, term } from "../ir/term.ts";
import { type RegionBuilder, undefinedTerm } from "./builder.ts";
import { Refused } from "./refused.ts";

/**
 * Slicing as a filter by position `at`, or the code of a skip: bounds from the end are not known before it, and what
 * is not known to be a count is converted, whether or not there is an element.
 */
export function sliceGuard(at: Term, from: Term, to: Term, builder: RegionBuilder): Term | "E-METHOD" | "E-ARGUMENT" {
  const start = bound(from, 0, builder);
  const end = bound(to, Number.POSITIVE_INFINITY, builder);
  if (typeof start === "string") return start;
  if (typeof end === "string") return end;
  const isConst = ({ op, payload }: Term, value: number): boolean => op === "const" && payload === value;
  const tests = [
    ...(isConst(start, 0) ? [] : [term(">=", at, start)]),
    ...(isConst(end, Number.POSITIVE_INFINITY) ? [] : [term("<", at, end)]),
  ];
  return tests.length === 0 ? constant(true) : tests.reduce((both, each) => term("&&", both, each));
}

/** A bound, converted as the built-in does it, if it is not negative. */
function bound(given: Term, missing: number, builder: RegionBuilder): Term | "E-METHOD" | "E-ARGUMENT" {
  const { op, payload } = given;
  if (given === undefinedTerm || (op === "const" && payload === undefined)) return constant(missing);
  if (op === "const") {
    const whole = typeof payload === "number" ? Math.trunc(payload) || 0 : -1;
    return whole >= 0 ? constant(whole) : "E-METHOD";
  }
  // A test at the loop's entry would not do: it goes with a guard that is dropped, and the conversion has to stay.
  return op === "var" && isWithin(builder.kinds(given), COUNT) ? given : "E-ARGUMENT";
}

/** A bound of the part that a chain is over. No rule gets to see it, so that the test of a variable stays where it is. */
export function partBound(path: NodePath, bound: Term, builder: RegionBuilder): Term {
  const isNumber = bound.op === "const" ? Number.isFinite(bound.payload) : bound.op === "var";
  const number = isNumber ? builder.numeric(bound) : undefined;
  if (number === undefined) throw new Refused("E-ARGUMENT", path.node);
  return number;
}
