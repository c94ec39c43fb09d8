import {
  arithmeticEffect,
  falsyPart,
  mayBeStrictlyEqual,
  mustBeStrictlyEqual,
  toBigIntPart,
  toNumberEffect,
  toNumberKinds,
  toNumericEffect,
  toPrimitiveKinds,
  toStringEffect,
  truthyPart,
} from "./conversions.ts";
import { CONST, type Effect, joinEffects, LEAVES, OWN, READ, THROWS, TYPE_ERROR, UNKNOWN_EFFECT } from "./effects.ts";
import {
  ANY,
  BIGINT,
  BOOLEAN,
  FALSE,
  INT32,
  isWithin,
  type Kinds,
  kindsOf,
  NAN,
  NEGATIVE_INFINITY,
  NEGATIVE_INT32,
  NEGATIVE_OTHER,
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
  TRUE,
  UINT32,
  UNDEFINED,
  UPPER_UINT32,
  ZERO,
} from "./kinds.ts";
import {
  addKinds,
  divideKinds,
  monotoneKinds,
  multiplyKinds,
  negateKinds,
  remainderKinds,
  subtractKinds,
} from "./number-kinds.ts";
import type { CostClass, EffectAssumptions, Form, Operator } from "./operator.ts";
import type { Payload } from "./term.ts";

export type { CostClass, EffectAssumptions, Form, Operator } from "./operator.ts";

type Result = Operator["result"];
type OwnEffect = Operator["effect"];

const LENGTH: Kinds = POSITIVE_ZERO | POSITIVE_INT32;
const NON_NEGATIVE: Kinds = POSITIVE_ZERO | POSITIVE_INT32 | UPPER_UINT32 | POSITIVE_OTHER | POSITIVE_INFINITY | NAN;
const NOT_FINITE: Kinds = NAN | POSITIVE_INFINITY | NEGATIVE_INFINITY;
const SMALL_INTEGER: Kinds = INT32 | UINT32 | ZERO;

const nothing: OwnEffect = () => CONST;
const anything: OwnEffect = () => UNKNOWN_EFFECT;
const giving =
  (kinds: Kinds): Result =>
  () =>
    kinds;

const rows: Operator[] = [];

function row(
  name: string,
  arity: number,
  form: Form,
  cost: CostClass,
  result: Result,
  effect: OwnEffect,
  lazyFrom: number = arity === -1 ? Number.MAX_SAFE_INTEGER : arity,
): void {
  rows.push({ name, arity, form, cost, lazyFrom, result, effect });
}

const at = (args: readonly Kinds[], index: number): Kinds => args[index] ?? UNDEFINED;

// Leaves.

const leaf: Form = { kind: "leaf" };
row("const", 0, leaf, "leaf", (_, payload) => kindsOf(payload), nothing);
row("var", 0, leaf, "leaf", giving(ANY), nothing);
row("opaque", -1, leaf, "unknown", giving(ANY), anything);
/** A call that does nothing but give a value, over its arguments; and one that reads what others may write. */
row("pure", -1, leaf, "unknown", giving(ANY), nothing);
row("asks", -1, leaf, "unknown", giving(ANY), () => READ);
/** Code that writes what is its own and does nothing else, over what it takes from outside. */
row("own", -1, leaf, "unknown", giving(ANY), () => OWN);
/** The same, where what it writes may not be what it takes it for; and where that is all that it may throw for. */
row("ownThrows", -1, leaf, "unknown", giving(ANY), () => OWN | THROWS);
row("ownTypeErrors", -1, leaf, "unknown", giving(ANY), () => OWN | TYPE_ERROR);
/** A step of a reduction that gives its accumulator, which nobody else has ever held, or copies of it with more. */
row("copies", -1, leaf, "unknown", giving(OBJECT), anything);
/** The same step, adding to its accumulator. */
row("collects", -1, leaf, "unknown", giving(OBJECT), anything);

// Unary operators.

function prefix(text: string, result: Result, effect: OwnEffect, name: string = text): void {
  row(name, 1, { kind: "prefix", text }, "simple", result, effect);
}

prefix("-", (args) => negateKinds(toNumberKinds(at(args, 0))) | toBigIntPart(at(args, 0)), numericOperand, "neg");
prefix("+", (args) => toNumberKinds(at(args, 0)), numberOperands, "pos");
prefix("~", (args) => (toNumberKinds(at(args, 0)) !== 0 ? INT32 : 0) | toBigIntPart(at(args, 0)), numericOperand);
prefix("!", (args) => notKinds(at(args, 0)), nothing);
prefix("typeof ", giving(STRING), nothing, "typeof");
prefix("void ", giving(UNDEFINED), nothing, "void");

function numericOperand(args: readonly Kinds[]): Effect {
  return toNumericEffect(at(args, 0));
}

/** ToNumber of each operand. */
function numberOperands(args: readonly Kinds[]): Effect {
  return args.reduce((effect, kinds) => joinEffects(effect, toNumberEffect(kinds)), CONST);
}

function notKinds(kinds: Kinds): Kinds {
  return (truthyPart(kinds) !== 0 ? FALSE : 0) | (falsyPart(kinds) !== 0 ? TRUE : 0);
}

// Binary operators.

function infix(text: string, precedence: number, cost: CostClass, result: Result, effect: OwnEffect): void {
  row(text, 2, { kind: "infix", text, precedence }, cost, result, effect);
}

function arithmetic(
  text: string,
  precedence: number,
  cost: CostClass,
  onNumbers: (a: Kinds, b: Kinds) => Kinds,
  bigints: Effect,
): void {
  const result: Result = (args) => {
    const [a, b] = [at(args, 0), at(args, 1)];
    const both = toBigIntPart(a) & toBigIntPart(b);
    const [left, right] = [toNumberKinds(a), toNumberKinds(b)];
    return both | (left !== 0 && right !== 0 ? onNumbers(left, right) : 0);
  };
  infix(text, precedence, cost, result, (args) => arithmeticEffect(at(args, 0), at(args, 1), bigints));
}

infix(
  "+",
  11,
  "simple",
  (args) => {
    const [a, b] = [toPrimitiveKinds(at(args, 0)), toPrimitiveKinds(at(args, 1))];
    const text = ((a | b) & STRING) !== 0 ? STRING : 0;
    const [left, right] = [toNumberKinds(a & ~STRING), toNumberKinds(b & ~STRING)];
    return text | (a & b & BIGINT) | (left !== 0 && right !== 0 ? addKinds(left, right) : 0);
  },
  (args) => {
    const [a, b] = [at(args, 0), at(args, 1)];
    // One string makes it a concatenation, which takes BigInts and all but symbols.
    if (isWithin(a, STRING) || isWithin(b, STRING)) return joinEffects(toStringEffect(a), toStringEffect(b));
    return arithmeticEffect(a, b, CONST);
  },
);
arithmetic("-", 11, "simple", subtractKinds, CONST);
arithmetic("*", 12, "simple", multiplyKinds, CONST);
arithmetic("/", 12, "slow", divideKinds, THROWS);
arithmetic("%", 12, "slow", remainderKinds, THROWS);
row(
  "**",
  2,
  { kind: "infix", text: "**", precedence: 13, rightAssociative: true },
  "call",
  (args) => {
    const [a, b] = [at(args, 0), at(args, 1)];
    const both = toBigIntPart(a) & toBigIntPart(b);
    return both | (toNumberKinds(a) !== 0 && toNumberKinds(b) !== 0 ? NUMBER : 0);
  },
  (args) => arithmeticEffect(at(args, 0), at(args, 1), THROWS),
);

const toInt32: (a: Kinds, b: Kinds) => Kinds = () => INT32;
arithmetic("&", 7, "simple", andKinds, CONST);
arithmetic("^", 6, "simple", toInt32, CONST);
arithmetic("|", 5, "simple", orKinds, CONST);
arithmetic("<<", 10, "simple", toInt32, THROWS);
arithmetic(">>", 10, "simple", shiftKinds, THROWS);
row(
  ">>>",
  2,
  { kind: "infix", text: ">>>", precedence: 10 },
  "simple",
  (args) => (toNumberKinds(at(args, 0)) !== 0 && toNumberKinds(at(args, 1)) !== 0 ? UINT32 : 0),
  (args) => arithmeticEffect(at(args, 0), at(args, 1), THROWS),
);

const NOT_NEGATIVE_INT32: Kinds = POSITIVE_ZERO | POSITIVE_INT32 | NEGATIVE_ZERO;

/** A sign bit of `&` needs both operands'. */
function andKinds(a: Kinds, b: Kinds): Kinds {
  const positive = isWithin(a, NOT_NEGATIVE_INT32) || isWithin(b, NOT_NEGATIVE_INT32);
  return positive ? POSITIVE_ZERO | POSITIVE_INT32 : INT32;
}

/** Numbers of which ToInt32 is not 0. */
const NOT_ZERO_INT32: Kinds = POSITIVE_INT32 | NEGATIVE_INT32 | UPPER_UINT32;

/** A sign bit of `|` needs one operand's, and so does any bit. */
function orKinds(a: Kinds, b: Kinds): Kinds {
  const positive = isWithin(a, NOT_NEGATIVE_INT32) && isWithin(b, NOT_NEGATIVE_INT32);
  const kinds = positive ? POSITIVE_ZERO | POSITIVE_INT32 : INT32;
  return isWithin(a, NOT_ZERO_INT32) || isWithin(b, NOT_ZERO_INT32) ? kinds & ~POSITIVE_ZERO : kinds;
}

function shiftKinds(a: Kinds): Kinds {
  return isWithin(a, NOT_NEGATIVE_INT32) ? POSITIVE_ZERO | POSITIVE_INT32 : INT32;
}

for (const text of ["<", "<=", ">", ">="]) infix(text, 9, "simple", giving(BOOLEAN), relationalEffect);

function relationalEffect(args: readonly Kinds[]): Effect {
  return joinEffects(toNumericEffect(at(args, 0)), toNumericEffect(at(args, 1)));
}

function strictKinds(args: readonly Kinds[]): Kinds {
  const [a, b] = [at(args, 0), at(args, 1)];
  if (!mayBeStrictlyEqual(a, b)) return FALSE;
  return mustBeStrictlyEqual(a, b) ? TRUE : BOOLEAN;
}

/** IsLooselyEqual converts an object only when it meets a primitive that is not nullish. */
function looseEffect(args: readonly Kinds[]): Effect {
  const [a, b] = [at(args, 0), at(args, 1)];
  const converted = PRIMITIVE & ~NULLISH;
  const converts = ((a & OBJECT) !== 0 && (b & converted) !== 0) || ((b & OBJECT) !== 0 && (a & converted) !== 0);
  return converts ? UNKNOWN_EFFECT : CONST;
}

infix("==", 8, "simple", giving(BOOLEAN), looseEffect);
infix("!=", 8, "simple", giving(BOOLEAN), looseEffect);
infix("===", 8, "simple", strictKinds, nothing);
infix("!==", 8, "simple", (args) => notKinds(strictKinds(args)), nothing);

// Lazy operators: what they do is what their children do.

function lazy(text: string, precedence: number, result: Result): void {
  row(text, 2, { kind: "infix", text, precedence }, "simple", result, nothing, 1);
}

lazy("&&", 4, ([a = 0, b = 0]) => falsyPart(a) | (truthyPart(a) !== 0 ? b : 0));
lazy("||", 3, ([a = 0, b = 0]) => truthyPart(a) | (falsyPart(a) !== 0 ? b : 0));
lazy("??", 3, ([a = 0, b = 0]) => (a & ~NULLISH) | ((a & NULLISH) !== 0 ? b : 0));
row(
  "?:",
  3,
  { kind: "conditional" },
  "simple",
  ([test = 0, yes = 0, no = 0]) => (truthyPart(test) !== 0 ? yes : 0) | (falsyPart(test) !== 0 ? no : 0),
  nothing,
  1,
);

// Math. Math.random is missing on purpose: two calls are never equal.

function math(name: string, arity: number, cost: CostClass, onNumbers: (args: readonly Kinds[]) => Kinds): void {
  const result: Result = (args) => {
    const numbers = args.map(toNumberKinds);
    return numbers.includes(0) ? 0 : onNumbers(numbers);
  };
  row(`Math.${name}`, arity, { kind: "call", callee: `Math.${name}` }, cost, result, numberOperands);
}

const first = (transfer: (a: Kinds) => Kinds) => (args: readonly Kinds[]) => transfer(at(args, 0));
math("floor", 1, "simple", first(floorKinds));
math("ceil", 1, "simple", first(ceilKinds));
math("trunc", 1, "simple", first(truncKinds));
math("round", 1, "simple", first(roundKinds));
math("fround", 1, "simple", first(froundKinds));
math("sqrt", 1, "slow", first(sqrtKinds));
math("abs", 1, "simple", first(absKinds));
math("sign", 1, "simple", first(signKinds));
math("clz32", 1, "simple", () => LENGTH);
math("imul", 2, "simple", () => INT32);
math("min", -1, "simple", (args) => extremeKinds(args, POSITIVE_INFINITY));
math("max", -1, "simple", (args) => extremeKinds(args, NEGATIVE_INFINITY));
math("hypot", -1, "call", () => NON_NEGATIVE);
math("pow", 2, "call", () => NUMBER);
math("atan2", 2, "call", () => NUMBER);
for (const name of ["acos", "acosh", "asin", "asinh", "atan", "atanh", "cbrt", "cos", "cosh", "exp", "expm1"]) {
  math(name, 1, "call", () => NUMBER);
}
for (const name of ["log", "log10", "log1p", "log2", "sin", "sinh", "tan", "tanh"]) math(name, 1, "call", () => NUMBER);

function floorKinds(a: Kinds): Kinds {
  return monotoneKinds(a, Math.floor, "always");
}

function ceilKinds(a: Kinds): Kinds {
  return monotoneKinds(a, Math.ceil, "always");
}

function truncKinds(a: Kinds): Kinds {
  return monotoneKinds(a, Math.trunc, "always");
}

function roundKinds(a: Kinds): Kinds {
  return monotoneKinds(a, Math.round, "always");
}

function froundKinds(a: Kinds): Kinds {
  // Rounds small values to zero and large ones to infinity: both ends of the class show it.
  return monotoneKinds(a, Math.fround, "kept");
}

function sqrtKinds(a: Kinds): Kinds {
  return monotoneKinds(a, Math.sqrt, "never");
}

function absKinds(a: Kinds): Kinds {
  const positive = a & (NON_NEGATIVE | NAN);
  const negative = a & ~(NON_NEGATIVE | NAN);
  return positive | (negative !== 0 ? negateKinds(negative) : 0);
}

function signKinds(a: Kinds): Kinds {
  return monotoneKinds(a, Math.sign, "always");
}

/** `Math.min` and `Math.max` give one of their operands, `NaN` if there is one, and `empty` of none. */
function extremeKinds(args: readonly Kinds[], empty: Kinds): Kinds {
  if (args.length === 0) return empty;
  const some = args.reduce((kinds, each) => kinds | each, 0);
  return args.some((kinds) => isWithin(kinds, NAN)) ? NAN : some;
}

// Conversions and predicates that are global functions.

function call(name: string, arity: number, cost: CostClass, result: Result, effect: OwnEffect): void {
  row(name, arity, { kind: "call", callee: name }, cost, result, effect);
}

call(
  "Number",
  1,
  "simple",
  (args) => toNumberKinds(at(args, 0)) | (toBigIntPart(at(args, 0)) !== 0 ? NUMBER : 0),
  (args) => toNumericEffect(at(args, 0)),
);
call("String", 1, "string", giving(STRING), (args) => toStringEffect(at(args, 0) & ~SYMBOL));
call("Boolean", 1, "simple", (args) => notKinds(notKinds(at(args, 0))), nothing);
call("Object.is", 2, "simple", (args) => (mayBeSame(args) ? BOOLEAN : FALSE), nothing);
call(
  "Number.isInteger",
  1,
  "simple",
  (args) => predicate(at(args, 0), SMALL_INTEGER, POSITIVE_OTHER | NEGATIVE_OTHER),
  nothing,
);
call(
  "Number.isSafeInteger",
  1,
  "simple",
  (args) => predicate(at(args, 0), SMALL_INTEGER, POSITIVE_OTHER | NEGATIVE_OTHER),
  nothing,
);
call("Number.isNaN", 1, "simple", (args) => predicate(at(args, 0), NAN, 0), nothing);
call("Number.isFinite", 1, "simple", (args) => predicate(at(args, 0), NUMBER & ~NOT_FINITE, 0), nothing);
call("isNaN", 1, "simple", (args) => predicate(toNumberKinds(at(args, 0)), NAN, 0), numberOperands);
call("isFinite", 1, "simple", (args) => predicate(toNumberKinds(at(args, 0)), NUMBER & ~NOT_FINITE, 0), numberOperands);
call("parseInt", -1, "string", giving(NUMBER), (args) =>
  joinEffects(toStringEffect(at(args, 0)), toNumberEffect(at(args, 1))),
);
call("parseFloat", 1, "string", giving(NUMBER), (args) => toStringEffect(at(args, 0)));
call("BigInt.asIntN", 2, "call", giving(BIGINT), wrapEffect);
// Of a negative BigInt and a huge width it throws.
call("BigInt.asUintN", 2, "call", giving(BIGINT), (args) => wrapEffect(args) | THROWS);
// A revoked Proxy makes it throw.
call(
  "Array.isArray",
  1,
  "simple",
  (args) => ((at(args, 0) & OBJECT) !== 0 ? BOOLEAN : FALSE),
  (args) => ((at(args, 0) & OBJECT) !== 0 ? THROWS : CONST),
);

/** BigInt.asIntN: ToIndex of the width, ToBigInt of the value. */
function wrapEffect(args: readonly Kinds[]): Effect {
  const [bits, value] = [at(args, 0), at(args, 1)];
  if (((bits | value) & OBJECT) !== 0) return UNKNOWN_EFFECT;
  return isWithin(bits, LENGTH) && isWithin(value, BIGINT) ? CONST : THROWS;
}

function mayBeSame([a = 0, b = 0]: readonly Kinds[]): boolean {
  return (a & b) !== 0;
}

/** Of `kinds`, the predicate holds for `yes`, for some of `perhaps`, and for nothing else. */
function predicate(kinds: Kinds, yes: Kinds, perhaps: Kinds): Kinds {
  return ((kinds & (yes | perhaps)) !== 0 ? TRUE : 0) | ((kinds & ~yes) !== 0 ? FALSE : 0);
}

// Strings. The first operand is the receiver; on anything but a string the method is not known.

type Argument = "number" | "string";

/** On a string receiver, these kinds. */
const ofText =
  (kinds: Kinds): Result =>
  (args) =>
    isWithin(at(args, 0), STRING) ? kinds : ANY;

/**
 * A method of String.prototype by the conversions that its arguments undergo. `undefined` in an optional place is
 * what an absent argument is, so that a conversion of it never throws.
 */
function stringMethod(
  name: string,
  arity: number,
  parameters: readonly Argument[],
  result: Kinds,
  own: Effect = CONST,
): void {
  const effect: OwnEffect = (args) => {
    if (!isWithin(at(args, 0), STRING)) return UNKNOWN_EFFECT;
    let joined = own;
    for (const [index, kinds] of args.slice(1).entries()) {
      const parameter = parameters[Math.min(index, parameters.length - 1)];
      joined = joinEffects(joined, parameter === "number" ? toNumberEffect(kinds) : toStringEffect(kinds));
    }
    return joined;
  };
  row(`str.${name}`, arity, { kind: "method", name }, "string", ofText(result), effect);
}

row("str.length", 1, { kind: "property", name: "length" }, "read", ofText(LENGTH), (args) =>
  isWithin(at(args, 0), STRING) ? CONST : UNKNOWN_EFFECT,
);
row("str.index", 2, { kind: "element" }, "read", ofText(STRING | UNDEFINED), (args) =>
  isWithin(at(args, 0), STRING) && isWithin(at(args, 1), NUMBER) ? CONST : UNKNOWN_EFFECT,
);
for (const name of ["trim", "trimStart", "trimEnd", "toUpperCase", "toLowerCase"]) stringMethod(name, 1, [], STRING);
stringMethod("charAt", -1, ["number"], STRING);
stringMethod("charCodeAt", -1, ["number"], LENGTH | NAN);
stringMethod("codePointAt", -1, ["number"], LENGTH | UNDEFINED);
stringMethod("at", -1, ["number"], STRING | UNDEFINED);
stringMethod("slice", -1, ["number"], STRING);
stringMethod("substring", -1, ["number"], STRING);
stringMethod("indexOf", -1, ["string", "number"], LENGTH | kindsOf(-1));
stringMethod("lastIndexOf", -1, ["string", "number"], LENGTH | kindsOf(-1));
stringMethod("includes", -1, ["string", "number"], BOOLEAN);
stringMethod("startsWith", -1, ["string", "number"], BOOLEAN);
stringMethod("endsWith", -1, ["string", "number"], BOOLEAN);
stringMethod("concat", -1, ["string"], STRING);
// A count that is negative or too large is a RangeError.
stringMethod("repeat", 2, ["number"], STRING, THROWS);
stringMethod("padStart", -1, ["number", "string"], STRING, THROWS);
stringMethod("padEnd", -1, ["number", "string"], STRING, THROWS);
for (const name of ["replace", "replaceAll"]) {
  row(`str.${name}`, 3, { kind: "method", name }, "string", ofText(STRING), (args) =>
    args.length === 3 && args.every((kinds) => isWithin(kinds, STRING)) ? CONST : UNKNOWN_EFFECT,
  );
}
/** Payload: the allocation site. An object separator may be a regular expression or have its own `Symbol.split`. */
row("str.split", -1, { kind: "method", name: "split" }, "allocate", ofText(OBJECT), (args) => {
  if (!isWithin(at(args, 0), STRING)) return UNKNOWN_EFFECT;
  return joinEffects(toStringEffect(at(args, 1)), toNumberEffect(at(args, 2)));
});
row("template", -1, { kind: "template" }, "string", giving(STRING), (args) =>
  args.reduce((effect, kinds) => joinEffects(effect, toStringEffect(kinds)), CONST),
);

// Properties, literals, calls.

/** Payload: the version of memory that is read. A getter or a Proxy's trap is user code, unless promised otherwise. */
row("load", 2, { kind: "element" }, "read", giving(ANY), (args, assume) => {
  const [object, key] = [at(args, 0), at(args, 1)];
  const missing = (object & NULLISH) !== 0 ? TYPE_ERROR : CONST;
  if ((key & OBJECT) !== 0) return UNKNOWN_EFFECT;
  if ((object & OBJECT) !== 0 && assume.pureGetters !== true) return UNKNOWN_EFFECT;
  return READ | missing;
});
/** Payload: the allocation site. The elements are the arguments; a `spread` among them is the lifter's to avoid. */
row("array", -1, { kind: "array" }, "allocate", giving(OBJECT), nothing);
/** Payload: the allocation site. Arguments are `prop` and `spread`. */
row("object", -1, { kind: "object" }, "allocate", giving(OBJECT), nothing);
/** Defines an own property, `__proto__` included: never the literal form that sets the prototype. */
row("prop", 2, { kind: "prop" }, "leaf", giving(OBJECT), (args) =>
  (at(args, 0) & OBJECT) !== 0 ? UNKNOWN_EFFECT : CONST,
);
/** In an object literal: copies what `Object.assign` would. */
row("spread", 1, { kind: "spread" }, "allocate", giving(OBJECT), (args, assume) => {
  if ((at(args, 0) & OBJECT) === 0) return CONST;
  return assume.pureGetters === true ? READ : UNKNOWN_EFFECT;
});
/** A call of a callback that is not opened. */
row("apply", -1, { kind: "apply" }, "unknown", giving(ANY), anything);
/** Payload: a mask of kinds. The emitted code tests it and leaves the fast loop otherwise. */
row(
  "check",
  1,
  { kind: "fact" },
  "simple",
  (args, mask) => at(args, 0) & maskOf(mask),
  () => LEAVES,
);
/** Evaluates both, in order, and gives the second. */
infix(",", 1, "leaf", (args) => at(args, 1), nothing);

function maskOf(mask: Payload): Kinds {
  return typeof mask === "number" ? mask : ANY;
}

// The loop language. Domains and streams are not values: their kinds say nothing, their effects are joined by facts.

const loop: Form = { kind: "loop" };

function loopRow(
  name: string,
  arity: number,
  cost: CostClass,
  result: Result,
  lazyFrom: number,
  effect: OwnEffect,
): void {
  row(name, arity, loop, cost, result, effect, lazyFrom);
}

/** Reading elements may meet accessors and Proxies, unless the array is known: `rules/facts.ts` knows. */
const readsArray: OwnEffect = (_, assume) => (assume.pureGetters === true ? READ : UNKNOWN_EFFECT);

loopRow("over", 1, "loop", giving(ANY), 1, readsArray);
loopRow("each", 1, "loop", giving(ANY), 1, readsArray);
/** `over`, by the built-in method itself: no loop is written for it. */
loopRow("called", 1, "loop", giving(ANY), 1, readsArray);
/** The elements of an array that has no holes: the loop is left at the first hole. */
loopRow("dense", 1, "loop", giving(ANY), 1, readsArray);
loopRow("range", 1, "loop", giving(ANY), 1, (args) => toNumberEffect(at(args, 0)));
/** The parts of a fresh pair that `Object.entries` made: reading them has no effect. */
row("entryKey", 1, { kind: "loop" }, "read", giving(STRING), nothing);
row("entryValue", 1, { kind: "loop" }, "read", giving(ANY), nothing);
loopRow("el", 1, "simple", giving(ANY), 1, nothing);
loopRow("ix", 1, "leaf", giving(LENGTH | UPPER_UINT32 | POSITIVE_OTHER), 1, nothing);
loopRow("acc", 0, "leaf", giving(ANY), 0, nothing);
/** A copy of the accumulator, an array that the reduction has made itself, with elements at its end. */
loopRow("append", -1, "allocate", giving(OBJECT), Number.MAX_SAFE_INTEGER, nothing);
/** A copy of the accumulator, an object that the reduction has made itself, with one more property. Its key is no object. */
loopRow("put", 3, "allocate", giving(OBJECT), 3, nothing);
/**
 * Each element of an array in turn, within one round of a loop, or the operand itself where it is no array: what
 * `flatMap` gives. What follows it is done once for each, so it may not be dropped.
 */
loopRow("item", 1, "simple", giving(ANY), 1, () => LEAVES);
/** The elements of a literal that is never made. */
row("parts", -1, { kind: "array" }, "leaf", giving(OBJECT), nothing);
/** A counter of the passes whose guard (the argument) held so far. */
loopRow("index", 1, "simple", giving(LENGTH | UPPER_UINT32 | POSITIVE_OTHER), 0, nothing);
loopRow("stream", 3, "loop", giving(ANY), 1, nothing);
loopRow("toArray", 1, "allocate", giving(OBJECT), 1, nothing);
loopRow("toSet", 1, "allocate", giving(OBJECT), 1, nothing);
/** `new Map` and `Object.fromEntries` of a stream of pairs. */
loopRow("toMap", 1, "allocate", giving(OBJECT), 1, nothing);
loopRow("toObject", 1, "allocate", giving(OBJECT), 1, nothing);
/** The elements, which are primitives, as text with the second operand between them. */
loopRow("join", 2, "string", giving(STRING), 2, nothing);
loopRow("first", 2, "loop", (args) => at(args, 0) | at(args, 1), 2, nothing);
loopRow("last", 2, "loop", (args) => at(args, 0) | at(args, 1), 2, nothing);
loopRow("count", 1, "loop", giving(LENGTH | UPPER_UINT32 | POSITIVE_OTHER), 1, nothing);
loopRow("fold", 3, "loop", ([, init = 0, step = 0]) => init | step, 2, nothing);
loopRow("foldRight", 3, "loop", ([, init = 0, step = 0]) => init | step, 2, nothing);
loopRow("fold1", 2, "loop", giving(ANY), 1, () => THROWS);
loopRow("forEach", 1, "loop", giving(UNDEFINED), 1, nothing);

/** The operator table: every operator that a term may carry, by name. */
export const operators: ReadonlyMap<string, Operator> = new Map(rows.map((each) => [each.name, each]));

/** The row of `name`; throws if the table has none. */
export function operatorOf(name: string): Operator {
  const operator = operators.get(name);
  if (operator === undefined) throw new Error(`there is no operator ${JSON.stringify(name)} in ir/operators.ts`);
  return operator;
}

/**
 * Is `op` what it is because of a built-in that a program can replace: a global function, a method, an element that is
 * looked up on a prototype? `"abc".length` is not: a string's own length cannot be replaced.
 */
export function reliesOnBuiltins(op: string): boolean {
  const { kind } = operatorOf(op).form;
  return kind === "call" || kind === "method" || kind === "element" || kind === "loop";
}

/** Which values `op` may give, if its operands are of these kinds and it does not throw. */
export function resultKinds(op: string, payload: Payload, argKinds: readonly Kinds[]): Kinds {
  return operatorOf(op).result(argKinds, payload);
}

/** What `op` itself may do, the evaluation of its operands aside, if they are of these kinds. */
export function ownEffect(op: string, argKinds: readonly Kinds[], assume: EffectAssumptions = {}): Effect {
  return operatorOf(op).effect(argKinds, assume);
}
