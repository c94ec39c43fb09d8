import { isBoolean, isFalsy, isNullish, isTruthy, neverNullish } from "./condition.ts";
import { and, coalesce, cond, eq, looseEq, looseNe, ne, not, or, toBoolean, typeOf, variable } from "./pattern.ts";
import { type EquationRule, rule } from "./rule.ts";

const x = variable("x");
const y = variable("y");
const z = variable("z");
const w = variable("w");

/** Conditions. What a branch leaves out was never evaluated: only what is tested has to be free of effects. */
export const boolean: readonly EquationRule[] = [
  rule("boolean/not-not", not(not(x)), x, { when: [isBoolean(x)], yes: ["!!b"], no: [{ x: 0 }] }),
  rule("boolean/to-boolean", toBoolean(x), not(not(x)), { yes: ["Boolean(a)"], no: ["!a"] }),
  rule("boolean/cond-true-false", cond(x, true, false), not(not(x)), { yes: ["a ? true : false"], no: ["a ? 1 : 0"] }),
  rule("boolean/cond-false-true", cond(x, false, true), not(x), { yes: ["a ? false : true"], no: ["a ? 0 : 1"] }),
  rule("boolean/cond-not", cond(not(x), y, z), cond(x, z, y), {
    moves: [],
    taste: true,
    yes: ["!a ? n : m"],
    no: ["!a && n"],
  }),
  rule("boolean/not-and", not(and(x, y)), or(not(x), not(y)), { yes: ["!(a && b1)"], no: ["!a && b1"] }),
  rule("boolean/not-or", not(or(x, y)), and(not(x), not(y)), { yes: ["!(a || b1)"], no: ["!a || b1"] }),
  rule("boolean/or-not", or(not(x), not(y)), not(and(x, y)), { taste: true, yes: ["!a || !b1"], no: ["!a || b1"] }),
  rule("boolean/and-not", and(not(x), not(y)), not(or(x, y)), { taste: true, yes: ["!a && !b1"], no: ["!a && b1"] }),
  rule("boolean/and-self", [and(x, x), or(x, x)], x, { yes: ["n && n", "n || n"], no: ["n && m"] }),
  rule("boolean/and-true", and(x, true), x, { when: [isBoolean(x)], yes: ["b && true"], no: [{ x: 1 }] }),
  rule("boolean/or-false", or(x, false), x, { when: [isBoolean(x)], yes: ["b || false"], no: [{ x: 0 }] }),
  rule("boolean/and-truthy", and(x, y), y, {
    when: [isTruthy(x)],
    drops: ["x"],
    moves: ["x"],
    yes: ["1 && a", "(i | 1) && a"],
    no: [{ x: 0, y: 1 }],
  }),
  rule("boolean/and-falsy", and(x, y), x, {
    when: [isFalsy(x)],
    drops: ["y"],
    moves: [],
    yes: ["0 && e", "null && e"],
    no: [{ x: 1, y: 2 }],
  }),
  rule("boolean/or-truthy", or(x, y), x, {
    when: [isTruthy(x)],
    drops: ["y"],
    moves: [],
    yes: ["'s' || a"],
    no: [{ x: 0, y: 1 }],
  }),
  rule("boolean/or-falsy", or(x, y), y, {
    when: [isFalsy(x)],
    drops: ["x"],
    moves: ["x"],
    yes: ["0 || a"],
    no: [{ x: 1, y: 2 }],
  }),
  rule("boolean/coalesce-never", coalesce(x, y), x, {
    when: [neverNullish(x)],
    drops: ["y"],
    moves: [],
    yes: ["n ?? a"],
    no: [{ x: null, y: 1 }],
  }),
  rule("boolean/coalesce-always", coalesce(x, y), y, {
    when: [isNullish(x)],
    drops: ["x"],
    moves: ["x"],
    yes: ["null ?? a"],
    no: [{ x: 0, y: 1 }],
  }),
  rule("boolean/cond-truthy", cond(x, y, z), y, {
    when: [isTruthy(x)],
    drops: ["x", "z"],
    moves: ["x"],
    yes: ["1 ? n : m"],
    no: [{ x: 0, y: 1, z: 2 }],
  }),
  rule("boolean/cond-falsy", cond(x, y, z), z, {
    when: [isFalsy(x)],
    drops: ["x", "y"],
    moves: ["x"],
    yes: ["0 ? n : m"],
    no: [{ x: 1, y: 1, z: 2 }],
  }),
  rule("boolean/excluded-middle", [or(x, not(x)), or(not(x), x)], true, {
    when: [isBoolean(x)],
    drops: ["x"],
    yes: ["b || !b"],
    no: [{ x: 1 }],
  }),
  rule("boolean/contradiction", [and(x, not(x)), and(not(x), x)], false, {
    when: [isBoolean(x)],
    drops: ["x"],
    yes: ["b && !b"],
    no: [{ x: 0 }],
  }),
  rule("boolean/eq-true", [eq(x, true), eq(true, x)], x, { when: [isBoolean(x)], yes: ["b === true"], no: [{ x: 0 }] }),
  rule("boolean/eq-false", [eq(x, false), eq(false, x)], not(x), {
    when: [isBoolean(x)],
    yes: ["b === false"],
    no: [{ x: 0 }],
  }),
  rule("boolean/cond-same", cond(x, y, y), y, { drops: ["x"], moves: ["x"], yes: ["n ? a : a"], no: ["n ? a : n"] }),
  rule("boolean/cond-self-or", cond(x, x, y), or(x, y), {
    moves: ["x"],
    taste: true,
    yes: ["n ? n : a"],
    no: ["n ? m : a"],
  }),
  rule("boolean/cond-self-and", cond(x, y, x), and(x, y), {
    moves: ["x"],
    taste: true,
    yes: ["n ? a : n"],
    no: ["n ? a : m"],
  }),
  rule("boolean/cond-true-or", cond(x, true, y), or(x, y), {
    when: [isBoolean(x)],
    taste: true,
    yes: ["b ? true : a"],
    no: [{ x: 1, y: 2 }],
  }),
  rule("boolean/cond-false-and", cond(x, y, false), and(x, y), {
    when: [isBoolean(x)],
    taste: true,
    yes: ["b ? a : false"],
    no: [{ x: 0, y: 2 }],
  }),
  rule("boolean/factor-and", or(and(x, y), and(x, z)), and(x, or(y, z)), {
    moves: ["x"],
    yes: ["n && a || n && b1"],
    no: ["n && a || m && b1"],
  }),
  rule("boolean/cond-cond", cond(x, cond(y, z, w), w), cond(and(x, y), z, w), {
    moves: [],
    yes: ["a ? (b1 ? 1 : 2) : 2"],
    no: ["a ? (b1 ? 1 : 2) : 3"],
  }),
  rule(
    "boolean/coalesce",
    [
      cond(or(eq(x, null), eq(x, undefined)), y, x),
      cond(or(eq(x, undefined), eq(x, null)), y, x),
      cond(and(ne(x, null), ne(x, undefined)), x, y),
      cond(and(ne(x, undefined), ne(x, null)), x, y),
    ],
    coalesce(x, y),
    { moves: ["x"], yes: ["a === null || a === undefined ? n : a"], no: ["a === null ? n : a"] },
  ),

  // `document.all == null` is true, and its type is "undefined".
  rule("boolean/coalesce-loose", [cond(looseEq(x, null), y, x), cond(looseNe(x, null), x, y)], coalesce(x, y), {
    moves: ["x"],
    assume: ["noDocumentAll"],
    yes: ["a == null ? n : a"],
    no: ["a == 0 ? n : a"],
  }),
  rule("boolean/nullish", [or(eq(x, null), eq(x, undefined)), or(eq(x, undefined), eq(x, null))], looseEq(x, null), {
    assume: ["noDocumentAll"],
    yes: ["a === null || a === undefined"],
    no: ["a === null || a === 0"],
  }),
  rule(
    "boolean/not-nullish",
    [and(ne(x, null), ne(x, undefined)), and(ne(x, undefined), ne(x, null))],
    looseNe(x, null),
    {
      assume: ["noDocumentAll"],
      yes: ["a !== null && a !== undefined"],
      no: ["a !== null && a !== 0"],
    },
  ),
  rule("boolean/typeof-undefined", eq(typeOf(x), "undefined"), eq(x, undefined), {
    assume: ["noDocumentAll"],
    yes: ["typeof a === 'undefined'"],
    no: ["typeof a === 'object'"],
  }),
];
