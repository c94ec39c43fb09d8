import {
  isConstant,
  isFiniteNumber,
  isInt32,
  isNumber,
  neverMinusZero,
  neverNaN,
  neverZero,
  sameComparable,
  sameNumeric,
  sameType,
  totallyOrdered,
} from "./condition.ts";
import {
  abs,
  add,
  and,
  cond,
  eq,
  ge,
  globalIsFinite,
  globalIsNaN,
  gt,
  le,
  looseEq,
  looseNe,
  lt,
  max,
  min,
  ne,
  neg,
  not,
  numberIsFinite,
  numberIsNaN,
  objectIs,
  or,
  sub,
  variable,
} from "./pattern.ts";
import { type EquationRule, rule } from "./rule.ts";

const x = variable("x");
const y = variable("y");
const c = variable("c");
const d = variable("d");
const NOT_A_NUMBER = Number.NaN;
const INFINITE = Number.POSITIVE_INFINITY;

/** Comparisons. `NaN` makes `!(x < y)` differ from `x >= y`, so most need to know that there is none. */
export const compare: readonly EquationRule[] = [
  rule("compare/not-lt", not(lt(x, y)), ge(x, y), {
    when: [totallyOrdered(x, y)],
    yes: ["!(i < j)", "!(s < t)", "!(g < h)"],
    no: [{ x: 0, y: NOT_A_NUMBER }],
  }),
  rule("compare/not-le", not(le(x, y)), gt(x, y), {
    when: [totallyOrdered(x, y)],
    yes: ["!(i <= j)"],
    no: [{ x: 0, y: NOT_A_NUMBER }],
  }),
  rule("compare/not-gt", not(gt(x, y)), le(x, y), {
    when: [totallyOrdered(x, y)],
    yes: ["!(i > j)"],
    no: [{ x: 0, y: NOT_A_NUMBER }],
  }),
  rule("compare/not-ge", not(ge(x, y)), lt(x, y), {
    when: [totallyOrdered(x, y)],
    yes: ["!(i >= j)"],
    no: [{ x: 0, y: NOT_A_NUMBER }],
  }),
  rule("compare/not-eq", not(eq(x, y)), ne(x, y), { yes: ["!(a === b1)"], no: ["!(a == b1)"] }),
  rule("compare/not-ne", not(ne(x, y)), eq(x, y), { yes: ["!(a !== b1)"], no: ["!(a != b1)"] }),
  rule("compare/not-loose-eq", not(looseEq(x, y)), looseNe(x, y), { yes: ["!(a == b1)"], no: ["!(a < b1)"] }),
  rule("compare/not-loose-ne", not(looseNe(x, y)), looseEq(x, y), { yes: ["!(a != b1)"], no: ["!(a >= b1)"] }),
  rule("compare/loose-eq", looseEq(x, y), eq(x, y), {
    when: [sameType(x, y)],
    yes: ["n == m", "s == t"],
    no: [
      { x: 0, y: "" },
      { x: 0n, y: 0 },
    ],
  }),
  rule("compare/loose-ne", looseNe(x, y), ne(x, y), {
    when: [sameType(x, y)],
    yes: ["n != m"],
    no: [{ x: 0, y: "" }],
  }),
  rule("compare/eq-self", eq(x, x), true, {
    when: [neverNaN(x)],
    drops: ["x"],
    yes: ["i === i", "s === s"],
    no: [{ x: NOT_A_NUMBER }],
  }),
  rule("compare/ne-self", ne(x, x), numberIsNaN(x), { yes: ["a !== a"], no: ["a != a"] }),
  rule("compare/is-nan", globalIsNaN(x), numberIsNaN(x), { when: [isNumber(x)], yes: ["isNaN(n)"], no: [{ x: "a" }] }),
  rule("compare/is-finite", globalIsFinite(x), numberIsFinite(x), {
    when: [isNumber(x)],
    yes: ["isFinite(n)"],
    no: [{ x: "1" }],
  }),
  rule("compare/object-is", objectIs(x, y), eq(x, y), {
    when: [neverNaN(x), neverZero(x)],
    yes: ["Object.is(s, a)"],
    no: [
      { x: 0, y: -0 },
      { x: NOT_A_NUMBER, y: NOT_A_NUMBER },
    ],
  }),
  rule("compare/object-is-right", objectIs(x, y), eq(x, y), {
    when: [neverNaN(y), neverZero(y)],
    yes: ["Object.is(a, s)"],
    no: [
      { x: 0, y: -0 },
      { x: NOT_A_NUMBER, y: NOT_A_NUMBER },
    ],
  }),
  rule("compare/lt-or-eq", [or(lt(x, y), eq(x, y)), or(eq(x, y), lt(x, y))], le(x, y), {
    when: [sameComparable(x, y)],
    yes: ["n < m || n === m"],
    no: [{ x: 0, y: "" }],
  }),
  rule("compare/gt-or-eq", [or(gt(x, y), eq(x, y)), or(eq(x, y), gt(x, y))], ge(x, y), {
    when: [sameComparable(x, y)],
    yes: ["n > m || n === m"],
    no: [{ x: 0, y: "" }],
  }),
  rule("compare/le-and-ge", [and(le(x, y), ge(x, y)), and(ge(x, y), le(x, y))], eq(x, y), {
    when: [sameComparable(x, y)],
    yes: ["n <= m && n >= m"],
    no: [{ x: 0, y: "" }],
  }),
  rule("compare/neg-lt-neg", lt(neg(x), neg(y)), gt(x, y), {
    when: [sameNumeric(x, y)],
    yes: ["-n < -m"],
    no: [{ x: "a", y: "" }],
  }),
  rule("compare/neg-le-neg", le(neg(x), neg(y)), ge(x, y), {
    when: [sameNumeric(x, y)],
    yes: ["-n <= -m"],
    no: [{ x: "b", y: "a" }],
  }),
  rule("compare/neg-gt-neg", gt(neg(x), neg(y)), lt(x, y), {
    when: [sameNumeric(x, y)],
    yes: ["-n > -m"],
    no: [{ x: "", y: "a" }],
  }),
  rule("compare/neg-ge-neg", ge(neg(x), neg(y)), le(x, y), {
    when: [sameNumeric(x, y)],
    yes: ["-n >= -m"],
    no: [{ x: "a", y: "b" }],
  }),
  rule("compare/add-lt-add", lt(add(x, c), add(y, c)), lt(x, y), {
    when: [isInt32(x), isInt32(y), isInt32(c)],
    drops: ["c"],
    yes: ["i + 5 < j + 5"],
    no: [{ x: 0, y: 5e-324, c: 5 }],
  }),
  rule("compare/add-le-add", le(add(x, c), add(y, c)), le(x, y), {
    when: [isInt32(x), isInt32(y), isInt32(c)],
    drops: ["c"],
    yes: ["i + 5 <= j + 5"],
    no: [{ x: 5e-324, y: 0, c: 5 }],
  }),
  rule("compare/add-eq-add", eq(add(x, c), add(y, c)), eq(x, y), {
    when: [isInt32(x), isInt32(y), isInt32(c)],
    drops: ["c"],
    yes: ["i + 5 === j + 5"],
    no: [{ x: 5e-324, y: 0, c: 5 }],
  }),
  rule("compare/sub-gt-zero", [gt(sub(x, y), 0), lt(0, sub(x, y))], gt(x, y), {
    when: [isNumber(x), isNumber(y)],
    yes: ["n - m > 0", "0 < n - m"],
    no: [{ x: 0, y: 0n }],
  }),
  rule("compare/sub-lt-zero", [lt(sub(x, y), 0), gt(0, sub(x, y))], lt(x, y), {
    when: [isNumber(x), isNumber(y)],
    yes: ["n - m < 0"],
    no: [{ x: 0, y: 0n }],
  }),
  rule("compare/sub-eq-zero", [eq(sub(x, y), 0), eq(0, sub(x, y))], eq(x, y), {
    when: [isFiniteNumber(x), isNumber(y)],
    yes: ["i - n === 0"],
    no: [{ x: INFINITE, y: INFINITE }],
  }),
  rule(
    "compare/min",
    [cond(lt(x, y), x, y), cond(le(x, y), x, y), cond(gt(y, x), x, y), cond(ge(y, x), x, y)],
    min(x, y),
    {
      when: [isInt32(x), isInt32(y)],
      taste: true,
      yes: ["i < j ? i : j", "j > i ? i : j"],
      no: [
        { x: -0, y: 0 },
        { x: NOT_A_NUMBER, y: 1 },
      ],
    },
  ),
  rule(
    "compare/max",
    [cond(gt(x, y), x, y), cond(ge(x, y), x, y), cond(lt(y, x), x, y), cond(le(y, x), x, y)],
    max(x, y),
    {
      when: [isInt32(x), isInt32(y)],
      taste: true,
      yes: ["i > j ? i : j"],
      no: [
        { x: 0, y: -0 },
        { x: NOT_A_NUMBER, y: 1 },
      ],
    },
  ),
  rule("compare/abs", [cond(gt(x, 0), x, neg(x)), cond(le(x, 0), neg(x), x)], abs(x), {
    when: [isNumber(x), neverZero(x)],
    yes: ["(i | 1) > 0 ? i | 1 : -(i | 1)"],
    no: [{ x: 0 }, { x: "a" }],
  }),
  rule("compare/abs-ge", [cond(ge(x, 0), x, neg(x)), cond(lt(x, 0), neg(x), x)], abs(x), {
    when: [isNumber(x), neverMinusZero(x)],
    yes: ["i >= 0 ? i : -i"],
    no: [{ x: -0 }, { x: "a" }],
  }),
  rule("compare/abs-sub", [cond(le(x, 0), sub(0, x), x), cond(gt(x, 0), x, sub(0, x))], abs(x), {
    when: [isNumber(x)],
    yes: ["n <= 0 ? 0 - n : n"],
    no: [{ x: "a" }],
  }),
  rule("compare/gt-and-gt", and(gt(x, c), gt(x, d)), gt(x, max(c, d)), {
    when: [isNumber(x), isNumber(c), isNumber(d), isConstant(c), isConstant(d)],
    yes: ["n > 4 && n > 7"],
    no: [{ x: { value: 7 }, c: 4, d: 7 }],
  }),
  rule("compare/lt-and-lt", and(lt(x, c), lt(x, d)), lt(x, min(c, d)), {
    when: [isNumber(x), isNumber(c), isNumber(d), isConstant(c), isConstant(d)],
    yes: ["n < 4 && n < 7"],
    no: [{ x: { value: 1 }, c: 4, d: 7 }],
  }),
];
