import type { EGraph, Id } from "../egraph/index.ts";
import { truthyPart } from "../ir/conversions.ts";
import { CONST, LEAVES } from "../ir/effects.ts";
import {
  ANY,
  BIGINT,
  BOOLEAN,
  FINITE,
  INT32,
  isWithin,
  type Kinds,
  kindsOf,
  NAN,
  NEGATIVE_INFINITY,
  NEGATIVE_ZERO,
  NULLISH,
  NUMBER,
  OBJECT,
  POSITIVE_INFINITY,
  POSITIVE_INT32,
  POSITIVE_OTHER,
  POSITIVE_ZERO,
  PRIMITIVE,
  STRING,
  SYMBOL,
  UINT32,
  UPPER_UINT32,
  ZERO,
} from "../ir/kinds.ts";
import { constantOf } from "./constants.ts";
import type { Pat } from "./pattern.ts";

/** A condition of a rule, as data: the name of a predicate of {@link predicates}, variables, and numbers. */
export interface Fact<V extends string = string> {
  readonly predicate: string;
  readonly vars: readonly V[];
  readonly numbers: readonly number[];
}

/**
 * A named predicate over values, and what suffices for it among facts. `onFacts` implies `onValues` for every value
 * that the facts admit: a test checks it.
 */
export interface Predicate {
  /** For kinds-only predicates of one variable: the mask, which is the whole meaning. */
  readonly mask?: Kinds;
  /** For predicates that all variables are within one of several groups of kinds: the groups, which are the whole meaning. */
  readonly groups?: readonly Kinds[];
  /** Does it say that its variables are constants? */
  readonly constant?: true;
  describe(vars: readonly string[], numbers: readonly number[]): string;
  onFacts(eg: EGraph, ids: readonly Id[], numbers: readonly number[]): boolean;
  onValues(values: readonly unknown[], numbers: readonly number[]): boolean;
}

const SMALL_INTEGER: Kinds = INT32 | UINT32 | ZERO;
const NOT_NEGATIVE: Kinds = POSITIVE_ZERO | POSITIVE_INT32 | UPPER_UINT32 | POSITIVE_OTHER | POSITIVE_INFINITY | NAN;

/** Predicates that say: the value is within these kinds. The text continues "x". */
const masks: Readonly<Record<string, readonly [mask: Kinds, text: string]>> = {
  isNumber: [NUMBER, "is a number"],
  isFiniteNumber: [FINITE, "is a finite number"],
  isInt32: [INT32, "is an int32 other than -0"],
  isUint32: [UINT32, "is a uint32 other than -0"],
  isSmallInteger: [SMALL_INTEGER, "is an integer of 32 bits, signed or not"],
  isWhole: [SMALL_INTEGER | NAN | POSITIVE_INFINITY | NEGATIVE_INFINITY, "is a small integer, infinite or NaN"],
  isNotNegative: [NOT_NEGATIVE, "is a number without minus sign"],
  isString: [STRING, "is a string"],
  isBoolean: [BOOLEAN, "is a boolean"],
  isBigInt: [BIGINT, "is a BigInt"],
  isNumeric: [NUMBER | BIGINT, "is a number or BigInt"],
  isPrimitive: [PRIMITIVE, "is a primitive"],
  isNullish: [NULLISH, "is null or undefined"],
  isPrimitiveButBigInt: [PRIMITIVE & ~BIGINT, "is a primitive other than a BigInt"],
  neverNaN: [ANY & ~NAN, "is not NaN"],
  neverZero: [ANY & ~ZERO, "is not 0 or -0"],
  neverMinusZero: [ANY & ~NEGATIVE_ZERO, "is not -0"],
  neverPlusZero: [ANY & ~POSITIVE_ZERO, "is not 0"],
  neverNullish: [ANY & ~NULLISH, "is not null or undefined"],
};

/** The kinds of a class are known to be within `mask`. No kinds at all: it never has a value, and nothing is said of it. */
function areWithin(kinds: Kinds, mask: Kinds): boolean {
  return kinds !== 0 && isWithin(kinds, mask);
}

function maskPredicate(mask: Kinds, text: string): Predicate {
  return {
    mask,
    describe: ([x]) => `${x} ${text}`,
    onFacts: (eg, [x]) => areWithin(eg.fact("kinds", x!), mask),
    onValues: ([x]) => isWithin(kindsOf(x), mask),
  };
}

/** A predicate that both operands are of one of several groups of kinds. */
function alike(groups: readonly Kinds[], text: string): Predicate {
  return {
    groups,
    describe: ([x, y]) => `${x} and ${y} ${text}`,
    onFacts: (eg, [x, y]) => {
      const kinds = [eg.fact("kinds", x!), eg.fact("kinds", y!)];
      return groups.some((group) => kinds.every((each) => areWithin(each, group)));
    },
    onValues: ([x, y]) => groups.some((group) => isWithin(kindsOf(x) | kindsOf(y), group)),
  };
}

/** A predicate over numbers that are known constants. */
function onConstants(
  text: (vars: readonly string[], numbers: readonly number[]) => string,
  holds: (values: readonly number[], numbers: readonly number[]) => boolean,
): Predicate {
  return {
    constant: true,
    describe: text,
    onFacts: (eg, ids, numbers) => {
      const values: number[] = [];
      for (const id of ids) {
        const known = constantOf(eg, id)?.value;
        if (typeof known !== "number") return false;
        values.push(known);
      }
      return holds(values, numbers);
    },
    onValues: (values, numbers) => {
      const known = values.filter((value) => typeof value === "number");
      return known.length === values.length && holds(known, numbers);
    },
  };
}

function isPowerOfTwo(value: number): boolean {
  // Doubling is exact, so a power of two comes to exactly 1 by repeated doubling or halving.
  let size = Math.abs(value);
  if (!(size > 0 && size < Number.POSITIVE_INFINITY)) return false;
  while (size < 1) size *= 2;
  while (size > 1) size /= 2;
  return size === 1;
}

export const predicates: Readonly<Record<string, Predicate>> = {
  ...Object.fromEntries(Object.entries(masks).map(([name, [mask, text]]) => [name, maskPredicate(mask, text)])),
  effectFree: {
    describe: ([x]) => `evaluating ${x} has no effect and cannot throw`,
    onFacts: (eg, [x]) => eg.fact("effect", x!) === CONST,
    onValues: () => true,
  },
  movable: {
    describe: ([x]) => `evaluating ${x} twice or elsewhere is the same`,
    onFacts: (eg, [x]) => (eg.fact("effect", x!) & ~LEAVES) === CONST,
    onValues: () => true,
  },
  between: {
    describe: ([x], [low, high]) => `${x} is a number of [${low}, ${high}], or NaN`,
    onFacts: (eg, [x], [low, high]) =>
      areWithin(eg.fact("kinds", x!), NUMBER) && eg.fact("lo", x!) >= low! && eg.fact("hi", x!) <= high!,
    onValues: ([x], [low, high]) => typeof x === "number" && !(x < low! || x > high!),
  },
  isConstant: {
    constant: true,
    describe: ([c]) => `${c} is a constant`,
    onFacts: (eg, [c]) => eg.fact("constant", c!) !== 0,
    onValues: ([c]) => isWithin(kindsOf(c), PRIMITIVE & ~SYMBOL),
  },
  sameNumeric: alike([NUMBER, BIGINT], "are both numbers or both BigInts"),
  sameType: alike([NUMBER, STRING, BOOLEAN, BIGINT, SYMBOL, OBJECT], "are of the same type"),
  sameComparable: alike([NUMBER, STRING, BIGINT], "are both numbers, both strings or both BigInts"),
  totallyOrdered: alike([NUMBER & ~NAN, STRING, BIGINT], "are both numbers but not NaN, both strings or both BigInts"),
  isTruthy: {
    describe: ([x]) => `${x} is true in a condition`,
    onFacts: (eg, [x]) => {
      const known = constantOf(eg, x!);
      if (known !== undefined) return Boolean(known.value);
      const kinds = eg.fact("kinds", x!);
      return areWithin(kinds, truthyPart(ANY) & ~(STRING | BIGINT | OBJECT));
    },
    onValues: ([x]) => Boolean(x),
  },
  isFalsy: {
    describe: ([x]) => `${x} is false in a condition`,
    onFacts: (eg, [x]) => {
      const known = constantOf(eg, x!);
      if (known !== undefined) return !known.value;
      const kinds = eg.fact("kinds", x!);
      return areWithin(kinds, ANY & ~truthyPart(ANY) & ~OBJECT);
    },
    onValues: ([x]) => !x,
  },
  isDistinctNumber: {
    describe: ([x, y]) => `${x} and ${y} are numbers that cannot be equal`,
    onFacts: (eg, [x, y]) =>
      areWithin(eg.fact("kinds", x!), NUMBER) &&
      areWithin(eg.fact("kinds", y!), NUMBER) &&
      (eg.fact("hi", x!) < eg.fact("lo", y!) || eg.fact("hi", y!) < eg.fact("lo", x!)),
    onValues: ([x, y]) => typeof x === "number" && typeof y === "number" && x !== y,
  },
  hasExactReciprocal: onConstants(
    ([c]) => `${c} is a power of two from 2^-1000 to 2^1000, negated perhaps`,
    ([c]) => isPowerOfTwo(c!) && Math.abs(c!) >= 2 ** -1000 && Math.abs(c!) <= 2 ** 1000,
  ),
  isPowerOfTwoInt32: onConstants(
    ([c]) => `${c} is a power of two from 1 to 2^31`,
    ([c]) => isPowerOfTwo(c!) && c! >= 1 && c! <= 2 ** 31,
  ),
  isShiftCount: onConstants(
    ([c], [least]) => `${c} is an integer from ${least} to 31`,
    ([c], [least]) => Number.isInteger(c) && c! >= least! && c! <= 31,
  ),
  shiftsFit: onConstants(
    ([c, d]) => `${c} + ${d} is below 32`,
    ([c, d]) => c! + d! < 32,
  ),
  fitsAboveShift: {
    describe: ([x, c]) => `${x} keeps its value in 32 - ${c} bits`,
    onFacts: (eg, [x, c]) => {
      const count = constantOf(eg, c!)?.value;
      if (typeof count !== "number" || !areWithin(eg.fact("kinds", x!), INT32)) return false;
      const limit = 2 ** (31 - count);
      return eg.fact("lo", x!) >= -limit && eg.fact("hi", x!) < limit;
    },
    onValues: ([x, c]) =>
      typeof x === "number" &&
      typeof c === "number" &&
      isWithin(kindsOf(x), INT32) &&
      x >= -(2 ** (31 - c)) &&
      x < 2 ** (31 - c),
  },
  exactProduct: {
    describe: (vars) => `${vars.join(", ")} are integers whose product is below 2^53`,
    onFacts: (eg, ids) => {
      let product = 1;
      for (const id of ids) {
        if (!areWithin(eg.fact("kinds", id), SMALL_INTEGER)) return false;
        product *= Math.max(Math.abs(eg.fact("lo", id)), Math.abs(eg.fact("hi", id)), 1);
      }
      return product < 2 ** 53;
    },
    onValues: (values) => {
      let product = 1;
      for (const value of values) {
        if (typeof value !== "number" || !isWithin(kindsOf(value), SMALL_INTEGER)) return false;
        product *= Math.max(Math.abs(value), 1);
      }
      return product < 2 ** 53;
    },
  },
};

/** The predicate of that name. @throws Error if there is none */
export function predicateOf(name: string): Predicate {
  const predicate = predicates[name];
  if (predicate === undefined) throw new Error(`there is no predicate ${name} in rules/condition.ts`);
  return predicate;
}

type OnOne = <V extends string>(x: Pat<V>) => Fact<V>;
type OnTwo = <V extends string, W extends string>(x: Pat<V>, y: Pat<W>) => Fact<V | W>;

function one(predicate: string): OnOne {
  return (x) => ({ predicate, vars: x.vars, numbers: [] });
}

function two(predicate: string): OnTwo {
  return <V extends string, W extends string>(x: Pat<V>, y: Pat<W>): Fact<V | W> => ({
    predicate,
    vars: [...x.vars, ...y.vars],
    numbers: [],
  });
}

export const isNumber: OnOne = one("isNumber");
export const isFiniteNumber: OnOne = one("isFiniteNumber");
export const isInt32: OnOne = one("isInt32");
export const isUint32: OnOne = one("isUint32");
export const isSmallInteger: OnOne = one("isSmallInteger");
export const isWhole: OnOne = one("isWhole");
export const isNotNegative: OnOne = one("isNotNegative");
export const isString: OnOne = one("isString");
export const isBoolean: OnOne = one("isBoolean");
export const isBigInt: OnOne = one("isBigInt");
export const isNumeric: OnOne = one("isNumeric");
export const isPrimitive: OnOne = one("isPrimitive");
export const isNullish: OnOne = one("isNullish");
export const isPrimitiveButBigInt: OnOne = one("isPrimitiveButBigInt");
export const neverNaN: OnOne = one("neverNaN");
export const neverZero: OnOne = one("neverZero");
export const neverMinusZero: OnOne = one("neverMinusZero");
export const neverPlusZero: OnOne = one("neverPlusZero");
export const neverNullish: OnOne = one("neverNullish");
export const effectFree: OnOne = one("effectFree");
export const movable: OnOne = one("movable");
export const isConstant: OnOne = one("isConstant");
export const isTruthy: OnOne = one("isTruthy");
export const isFalsy: OnOne = one("isFalsy");
export const hasExactReciprocal: OnOne = one("hasExactReciprocal");
export const isPowerOfTwoInt32: OnOne = one("isPowerOfTwoInt32");
export const sameNumeric: OnTwo = two("sameNumeric");
export const sameType: OnTwo = two("sameType");
export const sameComparable: OnTwo = two("sameComparable");
export const totallyOrdered: OnTwo = two("totallyOrdered");
export const isDistinctNumber: OnTwo = two("isDistinctNumber");
export const shiftsFit: OnTwo = two("shiftsFit");
export const fitsAboveShift: OnTwo = two("fitsAboveShift");

/** `x` is a number from `low` to `high`, or NaN. */
export function between<V extends string>(x: Pat<V>, low: number, high: number): Fact<V> {
  return { predicate: "between", vars: x.vars, numbers: [low, high] };
}

/** `c` is a constant integer from `least` to 31. */
export function isShiftCount<V extends string>(c: Pat<V>, least = 0): Fact<V> {
  return { predicate: "isShiftCount", vars: c.vars, numbers: [least] };
}

/** The product of integers, of which no partial product is rounded. */
export function exactProduct<V extends string>(...factors: readonly Pat<V>[]): Fact<V> {
  return { predicate: "exactProduct", vars: factors.flatMap((factor) => factor.vars), numbers: [] };
}
