/**
 * The kinds of JavaScript values as a bit set: the abstract domain of "which values can this be".
 * A set bit means "possible". `ANY` knows nothing; `0` is unreachable code.
 */
export type Kinds = number;

export const UNDEFINED: Kinds = 1 << 0;
export const NULL: Kinds = 1 << 1;
export const FALSE: Kinds = 1 << 2;
export const TRUE: Kinds = 1 << 3;
/** Every text but {@link PROTO}. */
const OTHER_TEXT: Kinds = 1 << 4;
export const BIGINT: Kinds = 1 << 5;
export const SYMBOL: Kinds = 1 << 6;
/** Every object, functions and arrays included. */
export const OBJECT: Kinds = 1 << 7;

export const NEGATIVE_ZERO: Kinds = 1 << 8;
export const POSITIVE_ZERO: Kinds = 1 << 9;
export const NAN: Kinds = 1 << 10;
export const POSITIVE_INFINITY: Kinds = 1 << 11;
export const NEGATIVE_INFINITY: Kinds = 1 << 12;
/** Integers from 1 to 2^31 - 1. */
export const POSITIVE_INT32: Kinds = 1 << 13;
/** Integers from -2^31 to -1. */
export const NEGATIVE_INT32: Kinds = 1 << 14;
/** Integers from 2^31 to 2^32 - 1. */
export const UPPER_UINT32: Kinds = 1 << 15;
/** Every other finite number above zero: fractions, and integers of at least 2^32. */
export const POSITIVE_OTHER: Kinds = 1 << 16;
/** Every other finite number below zero. */
export const NEGATIVE_OTHER: Kinds = 1 << 17;

/** The text "__proto__": of an object, a property of that name is no place like others (ECMA-262, B.2.2.1). */
export const PROTO: Kinds = 1 << 18;

export const STRING: Kinds = OTHER_TEXT | PROTO;
export const BOOLEAN: Kinds = FALSE | TRUE;
export const NULLISH: Kinds = UNDEFINED | NULL;
export const ZERO: Kinds = NEGATIVE_ZERO | POSITIVE_ZERO;
export const INT32: Kinds = POSITIVE_ZERO | POSITIVE_INT32 | NEGATIVE_INT32;
export const UINT32: Kinds = POSITIVE_ZERO | POSITIVE_INT32 | UPPER_UINT32;
/** What counts and positions are: `x >>> 0 === x`. */
export const COUNT: Kinds = ZERO | POSITIVE_INT32 | UPPER_UINT32;
export const FINITE: Kinds = ZERO | POSITIVE_INT32 | NEGATIVE_INT32 | UPPER_UINT32 | POSITIVE_OTHER | NEGATIVE_OTHER;
export const NUMBER: Kinds = FINITE | NAN | POSITIVE_INFINITY | NEGATIVE_INFINITY;
export const PRIMITIVE: Kinds = NUMBER | STRING | BOOLEAN | NULLISH | BIGINT | SYMBOL;
export const ANY: Kinds = PRIMITIVE | OBJECT;

/** The kinds of one concrete value. */
export function kindsOf(value: unknown): Kinds {
  switch (typeof value) {
    case "undefined":
      return UNDEFINED;
    case "boolean":
      return value ? TRUE : FALSE;
    case "string":
      return value === "__proto__" ? PROTO : OTHER_TEXT;
    case "bigint":
      return BIGINT;
    case "symbol":
      return SYMBOL;
    case "number":
      return kindsOfNumber(value);
    default:
      return value === null ? NULL : OBJECT;
  }
}

function kindsOfNumber(value: number): Kinds {
  if (value !== value) return NAN;
  if (value === 0) return Object.is(value, -0) ? NEGATIVE_ZERO : POSITIVE_ZERO;
  if (value === Number.POSITIVE_INFINITY) return POSITIVE_INFINITY;
  if (value === Number.NEGATIVE_INFINITY) return NEGATIVE_INFINITY;
  if (Number.isInteger(value)) {
    if (value > 0 && value < 2 ** 31) return POSITIVE_INT32;
    if (value > 0 && value < 2 ** 32) return UPPER_UINT32;
    if (value < 0 && value >= -(2 ** 31)) return NEGATIVE_INT32;
  }
  return value > 0 ? POSITIVE_OTHER : NEGATIVE_OTHER;
}

/** Is every value of `kinds` in `within`? True for the empty set. */
export function isWithin(kinds: Kinds, within: Kinds): boolean {
  return (kinds & ~within) === 0;
}
