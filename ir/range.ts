import { toNumberKinds } from "./conversions.ts";
import { BIGINT, isWithin, type Kinds, NUMBER, OBJECT, STRING } from "./kinds.ts";
import { rangeOfKinds } from "./number-kinds.ts";

/**
 * Ranges of numbers: `low <= value <= high` for a value that is a number other than `NaN`.
 * Rounding keeps order, so the ends of a sum, product or quotient lie at the corners, computed in doubles.
 */
export interface Range {
  readonly low: number;
  readonly high: number;
}

const INFINITE = Number.POSITIVE_INFINITY;
export const UNBOUNDED: Range = { low: -INFINITE, high: INFINITE };
const INDEX: Range = { low: 0, high: 2 ** 53 - 1 };
/** V8's longest string is below 2^30; the standard allows 2^53 - 1. */
const LENGTH: Range = INDEX;

/** The range of ToNumber of a value of `kinds` that lies in `range` if it is a number. */
export function numericRange(kinds: Kinds, range: Range): Range {
  // `Number` makes a number of a BigInt too.
  if ((kinds & (STRING | OBJECT | BIGINT)) !== 0) return UNBOUNDED;
  if (isWithin(kinds, NUMBER)) return range;
  const [low, high] = rangeOfKinds(toNumberKinds(kinds & ~NUMBER));
  return { low: Math.min(low, range.low), high: Math.max(high, range.high) };
}

type Corner = (a: number, b: number) => number;

/** Extremes over the corners. A corner without a value (`0 * Infinity`) stands for `middle`, the limit beside it. */
function overCorners(a: Range, b: Range, operation: Corner, middle: readonly number[]): Range {
  let low = INFINITE;
  let high = -INFINITE;
  for (const x of [a.low, a.high]) {
    for (const y of [b.low, b.high]) {
      const result = operation(x, y);
      for (const value of result === result ? [result] : middle) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
  }
  return { low: low + 0, high: high + 0 };
}

function monotone(a: Range, operation: (value: number) => number): Range {
  return { low: operation(a.low) + 0, high: operation(a.high) + 0 };
}

function isEmpty(range: Range): boolean {
  return range.low > range.high;
}

function divide(a: Range, b: Range): Range {
  if (b.low <= 0 && b.high >= 0) return UNBOUNDED;
  return overCorners(a, b, (x, y) => x / y, [0]);
}

/** The dividend's sign; below the divisor in size, and not above the dividend. */
function remainder(a: Range, b: Range): Range {
  const divisor = Math.max(Math.abs(b.low), Math.abs(b.high));
  const bound = (value: number): number => Math.min(Math.abs(value), divisor);
  return { low: a.low < 0 ? -bound(a.low) : 0, high: a.high > 0 ? bound(a.high) : 0 };
}

function absolute(a: Range): Range {
  if (a.low >= 0) return a;
  if (a.high <= 0) return { low: -a.high + 0, high: -a.low };
  return { low: 0, high: Math.max(-a.low, a.high) };
}

/** `x & y` of int32 values: between 0 and the non-negative operand, where one is. */
function bitAnd(a: Range, b: Range): Range {
  const bounds = [a, b].filter((each) => each.low >= 0 && each.high < 2 ** 31).map((each) => each.high);
  return bounds.length === 0 ? UNBOUNDED : { low: 0, high: Math.trunc(Math.min(...bounds)) };
}

/** A shift by a known count. `NaN`, which no range excludes, counts as 0. */
function rightShift(a: Range, b: Range, unsigned: boolean): Range {
  if (b.low !== b.high || !Number.isInteger(b.low)) return UNBOUNDED;
  const count = b.low & 31;
  const low = Math.min(a.low, 0);
  const high = Math.max(a.high, 0);
  if (unsigned) return { low: 0, high: (low === 0 && high < 2 ** 32 ? high : 0xffffffff) >>> count };
  return low >= -(2 ** 31) && high < 2 ** 31
    ? { low: low >> count, high: high >> count }
    : { low: -(2 ** 31) >> count, high: (2 ** 31 - 1) >> count };
}

/**
 * The range of `op` on operands whose ToNumber lies in `args`, as far as its value is a number.
 * {@link UNBOUNDED} where nothing is known.
 */
export function resultRange(op: string, args: readonly Range[]): Range {
  const [a, b] = args;
  if (args.some(isEmpty)) return UNBOUNDED;
  switch (op) {
    case "str.length":
    case "ix":
    case "index":
    case "count":
      return LENGTH;
    case "Math.clz32":
      return { low: 0, high: 32 };
  }
  if (a === undefined) return UNBOUNDED;
  switch (op) {
    case "neg":
      return { low: -a.high + 0, high: -a.low + 0 };
    case "pos":
    case "Number":
      return a;
    case "Math.abs":
      return absolute(a);
    case "Math.floor":
      return monotone(a, Math.floor);
    case "Math.ceil":
      return monotone(a, Math.ceil);
    case "Math.round":
      return monotone(a, Math.round);
    case "Math.trunc":
      return monotone(a, Math.trunc);
    case "Math.fround":
      return monotone(a, Math.fround);
    case "Math.sqrt":
      return { low: a.low > 0 ? Math.sqrt(a.low) : 0, high: a.high > 0 ? Math.sqrt(a.high) : 0 };
    case "Math.sign":
      return monotone(a, Math.sign);
    case "Math.max":
      return { low: Math.max(...args.map((each) => each.low)), high: Math.max(...args.map((each) => each.high)) };
    case "Math.min":
      return { low: Math.min(...args.map((each) => each.low)), high: Math.min(...args.map((each) => each.high)) };
  }
  if (b === undefined) return UNBOUNDED;
  switch (op) {
    case "+":
      return overCorners(a, b, (x, y) => x + y, [-INFINITE, INFINITE]);
    case "-":
      return overCorners(a, b, (x, y) => x - y, [-INFINITE, INFINITE]);
    case "*":
      return overCorners(a, b, (x, y) => x * y, [0]);
    case "/":
      return divide(a, b);
    case "%":
      return remainder(a, b);
    case "&":
      return bitAnd(a, b);
    case ">>":
      return rightShift(a, b, false);
    case ">>>":
      return rightShift(a, b, true);
    default:
      return UNBOUNDED;
  }
}

/**
 * What ranges decide of a comparison of two numbers, `NaN` not among them: `true`, `false`, or `undefined`.
 */
export function compareRanges(op: string, a: Range, b: Range): boolean | undefined {
  switch (op) {
    case "<":
      return a.high < b.low ? true : a.low >= b.high ? false : undefined;
    case "<=":
      return a.high <= b.low ? true : a.low > b.high ? false : undefined;
    case ">":
      return compareRanges("<", b, a);
    case ">=":
      return compareRanges("<=", b, a);
    case "===":
    case "==":
      return a.high < b.low || b.high < a.low ? false : undefined;
    default:
      return undefined;
  }
}
