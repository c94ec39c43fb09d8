import { CONST, type Effect, joinEffects, THROWS, UNKNOWN_EFFECT } from "./effects.ts";
import {
  ANY,
  BIGINT,
  FALSE,
  type Kinds,
  NAN,
  NEGATIVE_ZERO,
  NULL,
  NULLISH,
  NUMBER,
  OBJECT,
  POSITIVE_INT32,
  POSITIVE_ZERO,
  PRIMITIVE,
  STRING,
  SYMBOL,
  TRUE,
  UNDEFINED,
  ZERO,
} from "./kinds.ts";

/** The abstract operations of ECMA-262 section 7.1 on kinds: which values may come out, and what may happen on the way. */

/** ToPrimitive: an object may become any primitive. */
export function toPrimitiveKinds(kinds: Kinds): Kinds {
  return (kinds & OBJECT) !== 0 ? PRIMITIVE : kinds;
}

/** ToNumber, where it does not throw. */
export function toNumberKinds(kinds: Kinds): Kinds {
  let result = kinds & NUMBER;
  if ((kinds & (STRING | OBJECT)) !== 0) result |= NUMBER;
  if ((kinds & UNDEFINED) !== 0) result |= NAN;
  if ((kinds & (NULL | FALSE)) !== 0) result |= POSITIVE_ZERO;
  if ((kinds & TRUE) !== 0) result |= POSITIVE_INT32;
  return result;
}

/** The part of ToNumeric's results that are BigInts. */
export function toBigIntPart(kinds: Kinds): Kinds {
  return (kinds & (BIGINT | OBJECT)) !== 0 ? BIGINT : 0;
}

/**
 * The kinds of the values of `kinds` that are true in a condition.
 * An object may be false: `document.all` is.
 */
export function truthyPart(kinds: Kinds): Kinds {
  return kinds & ~(NULLISH | FALSE | ZERO | NAN);
}

/** The kinds of the values of `kinds` that are false in a condition. */
export function falsyPart(kinds: Kinds): Kinds {
  return kinds & (NULLISH | FALSE | ZERO | NAN | STRING | BIGINT | OBJECT);
}

/** What ToNumber may do beside its result. */
export function toNumberEffect(kinds: Kinds): Effect {
  if ((kinds & OBJECT) !== 0) return UNKNOWN_EFFECT;
  return (kinds & (SYMBOL | BIGINT)) !== 0 ? THROWS : CONST;
}

/** What ToNumeric may do beside its result. */
export function toNumericEffect(kinds: Kinds): Effect {
  if ((kinds & OBJECT) !== 0) return UNKNOWN_EFFECT;
  return (kinds & SYMBOL) !== 0 ? THROWS : CONST;
}

/** What ToString, ToPropertyKey aside, may do beside its result. */
export function toStringEffect(kinds: Kinds): Effect {
  return toNumericEffect(kinds);
}

/**
 * What an arithmetic operator may do on operands of these kinds: conversions, and the TypeError for a BigInt
 * beside another number. `bigints` is what the operator may do on two BigInts.
 */
export function arithmeticEffect(a: Kinds, b: Kinds, bigints: Effect): Effect {
  let effect = joinEffects(toNumericEffect(a), toNumericEffect(b));
  const left = toBigIntPart(a);
  const right = toBigIntPart(b);
  if ((left !== 0 && toNumberKinds(b) !== 0) || (right !== 0 && toNumberKinds(a) !== 0)) effect |= THROWS;
  if (left !== 0 && right !== 0) effect = joinEffects(effect, bigints);
  return effect;
}

/** May a value of `a` and a value of `b` be equal under `===`? */
export function mayBeStrictlyEqual(a: Kinds, b: Kinds): boolean {
  const left = mergeZeros(a & ~NAN);
  const right = mergeZeros(b & ~NAN);
  return (left & right) !== 0;
}

/** Are all values of `a` and `b` equal under `===`? Known only for kinds of one value. */
export function mustBeStrictlyEqual(a: Kinds, b: Kinds): boolean {
  const both = mergeZeros((a | b) & ANY);
  return both === NULL || both === UNDEFINED || both === TRUE || both === FALSE || both === POSITIVE_ZERO;
}

function mergeZeros(kinds: Kinds): Kinds {
  return (kinds & NEGATIVE_ZERO) !== 0 ? (kinds & ~NEGATIVE_ZERO) | POSITIVE_ZERO : kinds;
}
