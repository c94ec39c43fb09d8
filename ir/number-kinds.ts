import {
  type Kinds,
  NAN,
  NEGATIVE_INFINITY,
  NEGATIVE_INT32,
  NEGATIVE_OTHER,
  NEGATIVE_ZERO,
  NUMBER,
  POSITIVE_INFINITY,
  POSITIVE_INT32,
  POSITIVE_OTHER,
  POSITIVE_ZERO,
  UPPER_UINT32,
  ZERO,
} from "./kinds.ts";

/**
 * Arithmetic on sets of number kinds. Each kind is an interval of doubles of one sign, on which `+ - * /` are
 * monotone in each operand, rounding included: the extreme results lie at the corners.
 */
interface NumberClass {
  readonly bit: Kinds;
  readonly low: number;
  readonly high: number;
  /** Are all members integers? */
  readonly integer: boolean;
}

const SMALLEST = Number.MIN_VALUE;
const LARGEST = Number.MAX_VALUE;
const INFINITE = Number.POSITIVE_INFINITY;

const classes: readonly NumberClass[] = [
  { bit: NEGATIVE_INFINITY, low: -INFINITE, high: -INFINITE, integer: false },
  { bit: NEGATIVE_OTHER, low: -LARGEST, high: -SMALLEST, integer: false },
  { bit: NEGATIVE_INT32, low: -(2 ** 31), high: -1, integer: true },
  { bit: NEGATIVE_ZERO, low: -0, high: -0, integer: true },
  { bit: POSITIVE_ZERO, low: 0, high: 0, integer: true },
  { bit: POSITIVE_INT32, low: 1, high: 2 ** 31 - 1, integer: true },
  { bit: UPPER_UINT32, low: 2 ** 31, high: 2 ** 32 - 1, integer: true },
  { bit: POSITIVE_OTHER, low: SMALLEST, high: LARGEST, integer: false },
  { bit: POSITIVE_INFINITY, low: INFINITE, high: INFINITE, integer: false },
];

/**
 * The kinds of the non-zero numbers from `low` to `high`, only integers if `integer`.
 * Zeros are left to the caller, who knows their sign.
 */
function kindsBetween(low: number, high: number, integer: boolean): Kinds {
  let kinds = 0;
  if (low === -INFINITE) kinds |= NEGATIVE_INFINITY;
  if (high === INFINITE) kinds |= POSITIVE_INFINITY;
  if (high >= -(2 ** 31) && low <= -1) kinds |= NEGATIVE_INT32;
  if (high >= 1 && low <= 2 ** 31 - 1) kinds |= POSITIVE_INT32;
  if (high >= 2 ** 31 && low <= 2 ** 32 - 1) kinds |= UPPER_UINT32;
  if (high > 0 && low < INFINITE && (!integer || high >= 2 ** 32)) kinds |= POSITIVE_OTHER;
  if (low < 0 && high > -INFINITE && (!integer || low < -(2 ** 31))) kinds |= NEGATIVE_OTHER;
  return kinds;
}

/** The number kinds that have a member from `low` to `high` (both zeros if 0 is in it), `NaN` included. */
export function kindsWithinRange(low: number, high: number): Kinds {
  const zero = low <= 0 && high >= 0 ? ZERO : 0;
  return kindsBetween(low, high, false) | zero | NAN;
}

/** The least range that holds every number of `kinds`; `[Infinity, -Infinity]` if there is none. */
export function rangeOfKinds(kinds: Kinds): readonly [low: number, high: number] {
  let low = INFINITE;
  let high = -INFINITE;
  for (const each of classes) {
    if ((kinds & each.bit) === 0) continue;
    low = Math.min(low, each.low);
    high = Math.max(high, each.high);
  }
  return [low + 0, high + 0];
}

type Arithmetic = (a: number, b: number) => number;
type KindTransfer = (a: Kinds, b: Kinds) => Kinds;

function corners(operation: Arithmetic, integral: boolean): (a: NumberClass, b: NumberClass) => Kinds {
  return (a, b) => {
    const results = [
      operation(a.low, b.low),
      operation(a.low, b.high),
      operation(a.high, b.low),
      operation(a.high, b.high),
    ];
    let kinds = 0;
    for (const result of results) {
      if (result !== result) kinds |= NAN;
      else if (result === 0) kinds |= Object.is(result, -0) ? NEGATIVE_ZERO : POSITIVE_ZERO;
    }
    const numbers = results.filter((result) => result === result);
    if (numbers.length === 0) return kinds;
    const low = Math.min(...numbers);
    const high = Math.max(...numbers);
    // Only a sum or difference passes through zero inside, and exact cancellation gives +0.
    if (low < 0 && high > 0) kinds |= POSITIVE_ZERO;
    return kinds | kindsBetween(low, high, integral && a.integer && b.integer);
  };
}

/** `a % b`: the sign is the dividend's, the size below the divisor's and not above the dividend's. */
function remainder(a: NumberClass, b: NumberClass): Kinds {
  if (Math.abs(a.low) === INFINITE || b.low === 0) return NAN;
  if (Math.abs(b.low) === INFINITE || a.low === 0) return a.bit;
  const negative = a.low < 0;
  const divisor = Math.max(Math.abs(b.low), Math.abs(b.high));
  const integer = a.integer && b.integer;
  const bound = Math.min(Math.max(Math.abs(a.low), Math.abs(a.high)), integer ? divisor - 1 : divisor);
  const zero = negative ? NEGATIVE_ZERO : POSITIVE_ZERO;
  if (bound === 0) return zero;
  return zero | (negative ? kindsBetween(-bound, -SMALLEST, integer) : kindsBetween(SMALLEST, bound, integer));
}

/** Lifts a transfer on pairs of classes to sets of number kinds; `NaN` in, `NaN` out. Memoised. */
function lifted(onClasses: (a: NumberClass, b: NumberClass) => Kinds): KindTransfer {
  const table = new Int32Array(classes.length ** 2).fill(-1);
  const memo = new Map<number, Kinds>();
  return (a, b) => {
    const left = a & NUMBER;
    const right = b & NUMBER;
    const key = left * 2 ** 18 + right;
    const known = memo.get(key);
    if (known !== undefined) return known;
    let result = left !== 0 && right !== 0 && ((left | right) & NAN) !== 0 ? NAN : 0;
    for (const [i, first] of classes.entries()) {
      if ((left & first.bit) === 0) continue;
      for (const [j, second] of classes.entries()) {
        if ((right & second.bit) === 0) continue;
        const cell = i * classes.length + j;
        if (table[cell] === -1) table[cell] = onClasses(first, second);
        result |= table[cell]!;
      }
    }
    memo.set(key, result);
    return result;
  };
}

export const addKinds: KindTransfer = lifted(corners((a, b) => a + b, true));
export const subtractKinds: KindTransfer = lifted(corners((a, b) => a - b, true));
export const multiplyKinds: KindTransfer = lifted(corners((a, b) => a * b, true));
export const divideKinds: KindTransfer = lifted(corners((a, b) => a / b, false));
export const remainderKinds: KindTransfer = lifted(remainder);

/** `-a`. */
export function negateKinds(a: Kinds): Kinds {
  let result = a & NAN;
  for (const each of classes) {
    if ((a & each.bit) === 0) continue;
    result |=
      each.low === 0
        ? Object.is(each.low, -0)
          ? POSITIVE_ZERO
          : NEGATIVE_ZERO
        : kindsBetween(-each.high, -each.low, each.integer);
  }
  return result;
}

/**
 * A function that keeps order and is given by its values at the ends of each class:
 * `floor`, `ceil`, `trunc`, `round`, `fround`, `sqrt`, `sign` are. Its results are integers `always`, only
 * of integers (`kept`), or perhaps never.
 */
export function monotoneKinds(
  a: Kinds,
  operation: (value: number) => number,
  integers: "always" | "kept" | "never",
): Kinds {
  let result = a & NAN;
  for (const each of classes) {
    if ((a & each.bit) === 0) continue;
    const low = operation(each.low);
    const high = operation(each.high);
    for (const end of [low, high]) {
      if (end !== end) result |= NAN;
      else if (end === 0) result |= Object.is(end, -0) ? NEGATIVE_ZERO : POSITIVE_ZERO;
    }
    const integer = integers === "always" || (integers === "kept" && each.integer);
    if (low === low && high === high) result |= kindsBetween(low, high, integer);
  }
  return result;
}
