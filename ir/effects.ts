/**
 * What evaluating an expression may do beside giving a value: two independent scales
 * (`semantics.md`, Effects), packed into one number so that facts about it fit a typed column. Each bit is something
 * that it may do, so doing both is `|`: {@link joinEffects}.
 */
export type Effect = number;

/** Reads only parameters, literals and initialised bindings that are never reassigned. */
export const CONST: Effect = 0;
/** Reads mutable state: a property, a reassigned binding. */
export const READ: Effect = 1;
/**
 * Writes what is its own: variables and objects that nothing else reads or writes while the region runs, and that are
 * lost where the region ends by an exception. It cannot be left out, and nobody can tell when it happens.
 */
export const OWN: Effect = 2;
/** Writes, or runs code that is not known. */
export const WRITE: Effect = 4 | OWN | READ;
/**
 * May throw a TypeError of the engine's own and nothing else: which of several comes first, nobody can tell. Combined
 * with a state by `|`.
 */
export const TYPE_ERROR: Effect = 8;
/** May throw. */
export const THROWS: Effect = 64 | TYPE_ERROR;
/**
 * Is only as harmless as a run-time test makes it, which leaves the fast loop otherwise. What has it may be moved and
 * repeated, never dropped: with the value the test would go, and with it what the original does where the test fails.
 */
export const LEAVES: Effect = 16;
/** What it reads, code that runs where the loop is left ({@link LEAVES}) may write: variables, arrays, collections. */
export const SEES: Effect = 32 | READ;
/** Nothing is known. */
export const UNKNOWN_EFFECT: Effect = WRITE | THROWS | LEAVES | SEES;

/** The state scale of `effect`: {@link CONST}, {@link READ}, {@link WRITE}, and with {@link OWN} something between. */
export function stateOf(effect: Effect): Effect {
  return effect & WRITE;
}

/** Does `effect` write what others may see? */
export function writes(effect: Effect): boolean {
  return stateOf(effect) === WRITE;
}

/** May `effect` read what code writes that runs where the loop is left? */
export function sees(effect: Effect): boolean {
  return (effect & SEES) === SEES;
}

/** May `effect` throw? */
export function mayThrow(effect: Effect): boolean {
  return (effect & TYPE_ERROR) !== 0;
}

/** May `effect` throw what can be told from a TypeError of the engine's own? */
export function mayThrowAnything(effect: Effect): boolean {
  return (effect & THROWS) === THROWS;
}

/** Can nothing be seen of evaluating it, nor of not evaluating it? */
export function mayBeDropped(effect: Effect): boolean {
  return (effect & (THROWS | LEAVES)) === 0 && stateOf(effect) <= READ;
}

/** The effect of doing both. */
export function joinEffects(a: Effect, b: Effect): Effect {
  return a | b;
}

/** The effect of an expression of which both bounds are known to hold. */
export function meetEffects(a: Effect, b: Effect): Effect {
  return a & b;
}
