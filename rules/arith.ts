import {
  between,
  exactProduct,
  hasExactReciprocal,
  isConstant,
  isDistinctNumber,
  isFiniteNumber,
  isInt32,
  isNumber,
  isNumeric,
  isPowerOfTwoInt32,
  isPrimitive,
  isSmallInteger,
  isUint32,
  neverMinusZero,
  neverPlusZero,
  neverZero,
  sameNumeric,
} from "./condition.ts";
import { add, bitAnd, div, mathPow, mul, neg, pos, pow, rem, sqrt, sub, variable } from "./pattern.ts";
import { type EquationRule, rule } from "./rule.ts";

const x = variable("x");
const y = variable("y");
const z = variable("z");
const c = variable("c");
const d = variable("d");
const INFINITE = Number.POSITIVE_INFINITY;

/** Arithmetic. A sign moves outward, a coercion becomes `+x`, constants meet. */
export const arith: readonly EquationRule[] = [
  // Neutral elements. `x - 0` on anything is `+x`; that `+x` is `x` for numbers is one rule for all of them.
  rule("arith/pos-number", pos(x), x, { when: [isNumber(x)], yes: ["+n"], no: [{ x: "" }] }),
  rule("arith/sub-zero", sub(x, 0), pos(x), { yes: ["a - 0"], no: ["a - 1", "0 - a"] }),
  rule("arith/mul-one", [mul(x, 1), mul(1, x)], pos(x), { yes: ["a * 1", "1 * a"], no: ["a * 2"] }),
  rule("arith/div-one", div(x, 1), pos(x), { yes: ["a / 1"], no: ["1 / a"] }),
  rule("arith/add-zero", [add(x, 0), add(0, x)], x, {
    when: [isNumber(x), neverMinusZero(x)],
    yes: ["i + 0", "0 + i"],
    no: [{ x: -0 }, { x: "" }],
  }),
  rule("arith/add-minus-zero", [add(x, -0), add(-0, x)], x, {
    when: [isNumber(x)],
    yes: ["n + -0"],
    no: [{ x: "" }],
  }),

  // Signs.
  rule("arith/mul-minus-one", [mul(x, -1), mul(-1, x)], neg(x), {
    when: [isNumber(x)],
    yes: ["n * -1"],
    no: [{ x: 0n }],
  }),
  rule("arith/div-minus-one", div(x, -1), neg(x), { when: [isNumber(x)], yes: ["n / -1"], no: [{ x: 0n }] }),
  rule("arith/neg-neg", neg(neg(x)), x, { when: [isNumeric(x)], yes: ["-(-n)", "-(-g)"], no: [{ x: "" }] }),
  rule("arith/zero-sub", sub(0, x), neg(x), {
    when: [isNumber(x), neverPlusZero(x)],
    yes: ["0 - (i | 1)"],
    no: [{ x: 0 }],
  }),
  rule("arith/minus-zero-sub", sub(-0, x), neg(x), { when: [isNumber(x)], yes: ["-0 - n"], no: [{ x: 0n }] }),
  rule("arith/add-neg", add(x, neg(y)), sub(x, y), {
    when: [sameNumeric(x, y)],
    yes: ["n + -m", "g + -h"],
    no: [{ x: "", y: 0 }],
  }),
  rule("arith/neg-add", add(neg(x), y), sub(y, x), {
    when: [sameNumeric(x, y)],
    moves: ["y"],
    yes: ["-n + m"],
    no: [{ x: 0, y: "" }],
  }),
  rule("arith/sub-neg", sub(x, neg(y)), add(x, y), {
    when: [sameNumeric(x, y)],
    yes: ["n - -m"],
    no: [{ x: 0, y: "" }],
  }),
  rule("arith/neg-sub", neg(sub(x, y)), sub(y, x), {
    when: [isDistinctNumber(x, y)],
    moves: ["y"],
    yes: ["-((i & 7) - 9)"],
    no: [{ x: 0, y: 0 }],
  }),
  // Both operands are converted before the second one's sign is: with effects the order shows.
  rule("arith/mul-neg-neg", mul(neg(x), neg(y)), mul(x, y), { moves: ["y"], yes: ["-a * -b1"], no: ["-a + -b1"] }),
  rule("arith/div-neg-neg", div(neg(x), neg(y)), div(x, y), { moves: ["y"], yes: ["-n / -m"], no: ["-n + -m"] }),
  rule("arith/neg-mul", mul(neg(x), y), neg(mul(x, y)), { moves: ["y"], yes: ["-a * b1"], no: ["-n + m"] }),
  rule("arith/mul-neg", mul(x, neg(y)), neg(mul(x, y)), {
    when: [isPrimitive(x), isPrimitive(y)],
    yes: ["n * -m"],
    no: [{ x: { value: 1 }, y: { value: 2 } }],
  }),
  rule("arith/neg-div", div(neg(x), y), neg(div(x, y)), { moves: ["y"], yes: ["-a / b1"], no: ["-n - m"] }),
  rule("arith/div-neg", div(x, neg(y)), neg(div(x, y)), {
    when: [isPrimitive(x), isPrimitive(y)],
    yes: ["n / -m"],
    no: [{ x: { value: 1 }, y: { value: 2 } }],
  }),
  rule("arith/neg-rem", rem(neg(x), y), neg(rem(x, y)), { moves: ["y"], yes: ["-n % m"], no: ["n % m"] }),
  rule("arith/rem-neg", rem(x, neg(y)), rem(x, y), {
    when: [sameNumeric(x, y)],
    yes: ["n % -m"],
    no: ["-n % m", { x: { value: 3 }, y: { symbol: "s" } }],
  }),

  // Cancellation.
  rule("arith/sub-self", sub(x, x), 0, {
    when: [isFiniteNumber(x)],
    drops: ["x"],
    yes: ["i - i"],
    no: [{ x: INFINITE }, { x: Number.NaN }],
  }),
  rule("arith/div-self", div(x, x), 1, {
    when: [isFiniteNumber(x), neverZero(x)],
    drops: ["x"],
    yes: ["(i | 1) / (i | 1)"],
    no: [{ x: 0 }, { x: INFINITE }],
  }),
  rule("arith/add-sub", [sub(add(x, y), y), sub(add(y, x), y), add(sub(x, y), y), add(y, sub(x, y))], x, {
    when: [isInt32(x), isInt32(y)],
    drops: ["y"],
    yes: ["i + j - j", "i - j + j"],
    no: [
      { x: 0, y: INFINITE },
      { x: 0.1, y: 1e300 },
    ],
  }),
  rule("arith/mul-div", [div(mul(x, y), y), div(mul(y, x), y)], x, {
    when: [exactProduct(x, y), neverZero(y)],
    drops: ["y"],
    yes: ["(i & 255) * ((j & 255) + 1) / ((j & 255) + 1)"],
    no: [
      { x: 1, y: 0 },
      { x: Number.MAX_VALUE, y: 10 },
    ],
  }),
  rule("arith/mul-div-two", div(mul(x, 2), 2), x, {
    when: [between(x, -(2 ** 1022), 2 ** 1022)],
    yes: ["i * 2 / 2"],
    no: [{ x: 2 ** 1023 }],
  }),
  rule("arith/div-mul-power", [mul(div(x, c), c), mul(c, div(x, c))], x, {
    when: [isSmallInteger(x), hasExactReciprocal(c)],
    drops: ["c"],
    yes: ["i / 8 * 8"],
    no: [
      { x: 5e-324, c: 2 },
      { x: 1, c: 49 },
    ],
  }),
  rule("arith/rem-rem", rem(rem(x, y), y), rem(x, y), {
    when: [sameNumeric(x, y)],
    yes: ["n % m % m"],
    no: [{ x: 0, y: { value: 3 } }],
  }),
  rule("arith/rem-one", rem(x, 1), 0, {
    when: [isUint32(x)],
    drops: ["x"],
    yes: ["u % 1"],
    no: [{ x: -1 }, { x: 0.5 }],
  }),

  // Strength.
  rule("arith/div-power", div(x, c), mul(x, div(1, c)), {
    when: [hasExactReciprocal(c)],
    yes: ["a / 4"],
    no: [{ x: 5, c: 3 }, "a / 3"],
  }),
  rule("arith/rem-power", rem(x, c), bitAnd(x, sub(c, 1)), {
    when: [isUint32(x), isPowerOfTwoInt32(c)],
    yes: ["u % 8"],
    no: [
      { x: -1, c: 8 },
      { x: 9, c: 6 },
    ],
  }),
  rule("arith/pow-zero", pow(x, 0), 1, { when: [isNumber(x)], drops: ["x"], yes: ["n ** 0"], no: [{ x: 0n }] }),
  rule("arith/factor", add(mul(x, y), mul(x, z)), mul(x, add(y, z)), {
    when: [isNumber(x), isNumber(y), isNumber(z)],
    assume: ["reassociate"],
    proof: "sampled",
    yes: ["n * m + n * k"],
    no: [{ x: 0, y: 0, z: -1 }],
  }),

  // Constants meet. Exact below 2^53, and no int32 is -0.
  rule("arith/add-add-constants", [add(add(x, c), d), add(add(c, x), d), add(d, add(x, c))], add(x, add(c, d)), {
    when: [isInt32(x), isInt32(c), isInt32(d), isConstant(c), isConstant(d)],
    yes: ["i + 1 + 2", "1 + i + 2"],
    no: [{ x: "b", c: 0, d: 0 }, { x: 0.1, c: 0.2, d: 0.3 }, "i + j + 2"],
  }),
  rule("arith/add-sub-constants", [sub(add(x, c), d), sub(add(c, x), d)], add(x, sub(c, d)), {
    when: [isInt32(x), isInt32(c), isInt32(d), isConstant(c), isConstant(d)],
    yes: ["i + 1 - 2"],
    no: [
      { x: "b", c: 0, d: 0 },
      { x: 0.1, c: 0.7, d: 0.3 },
    ],
  }),
  rule("arith/sub-sub-constants", sub(sub(x, c), d), sub(x, add(c, d)), {
    when: [isInt32(x), isInt32(c), isInt32(d), isConstant(c), isConstant(d)],
    yes: ["i - 1 - 2"],
    no: [
      { x: 1, c: "1", d: 1 },
      { x: 0.1, c: 0.7, d: 0.3 },
    ],
  }),
  rule("arith/mul-mul-constants", [mul(mul(x, c), d), mul(mul(c, x), d), mul(d, mul(x, c))], mul(x, mul(c, d)), {
    when: [exactProduct(x, c, d), isConstant(c), isConstant(d)],
    yes: ["(i & 255) * 3 * 5"],
    no: [
      { x: 0, c: 2, d: 2 ** 1023 * 1.5 },
      { x: 0.1, c: 3, d: 7 },
    ],
  }),

  // What the user may accept.
  rule("arith/pow-one", pow(x, 1), x, {
    when: [isNumber(x)],
    assume: ["exactPow"],
    proof: "sampled",
    yes: ["n ** 1"],
    no: [{ x: "" }],
  }),
  rule("arith/pow-two", pow(x, 2), mul(x, x), {
    when: [isNumber(x)],
    assume: ["exactPow"],
    proof: "sampled",
    yes: ["n ** 2"],
    no: [{ x: { value: 3 } }],
  }),
  rule("arith/pow-half", pow(x, 0.5), sqrt(x), {
    when: [between(x, 0, INFINITE), neverMinusZero(x)],
    assume: ["exactPow"],
    proof: "sampled",
    yes: ["u ** 0.5"],
    no: [{ x: -0 }, { x: -INFINITE }],
  }),
  rule("arith/pow-minus-one", pow(x, -1), div(1, x), {
    assume: ["exactPow"],
    proof: "sampled",
    yes: ["n ** -1"],
    no: ["n ** -2"],
  }),
  rule("arith/math-pow", mathPow(x, y), pow(x, y), {
    when: [isNumber(x)],
    assume: ["exactPow"],
    proof: "sampled",
    yes: ["Math.pow(n, m)"],
    no: [{ x: 2n, y: 2n }],
  }),
  rule("arith/pow-three", pow(x, 3), mul(mul(x, x), x), {
    when: [isNumber(x)],
    assume: ["reassociate"],
    proof: "sampled",
    yes: ["n ** 3"],
    no: [{ x: 0.3 }],
  }),
  rule("arith/add-assoc", add(add(x, y), z), add(x, add(y, z)), {
    when: [isNumber(x), isNumber(y), isNumber(z)],
    assume: ["reassociate"],
    proof: "sampled",
    yes: ["n + m + k"],
    no: [{ x: 1, y: 1, z: 1 / 3 }],
  }),
  rule("arith/mul-assoc", mul(mul(x, y), z), mul(x, mul(y, z)), {
    when: [isNumber(x), isNumber(y), isNumber(z)],
    assume: ["reassociate"],
    proof: "sampled",
    yes: ["n * m * k"],
    no: [{ x: 0, y: 2, z: Number.MAX_VALUE }],
  }),
  rule("arith/div-div", div(div(x, y), z), div(x, mul(y, z)), {
    when: [isNumber(x), isNumber(y), isNumber(z)],
    assume: ["reassociate"],
    proof: "sampled",
    yes: ["n / m / k"],
    no: [{ x: 0, y: 0.1, z: 5e-324 }],
  }),
  rule("arith/add-sub-number", sub(add(x, y), y), x, {
    when: [isNumber(x), isNumber(y)],
    assume: ["reassociate", "finiteMath"],
    proof: "sampled",
    drops: ["y"],
    yes: ["n + m - m"],
    no: [{ x: 0, y: INFINITE }],
  }),
  rule("arith/mul-div-number", div(mul(x, y), y), x, {
    when: [isNumber(x), isNumber(y)],
    assume: ["reassociate", "finiteMath"],
    proof: "sampled",
    drops: ["y"],
    yes: ["n * m / m"],
    no: [{ x: 0, y: 0 }],
  }),
  rule("arith/difference-of-squares", sub(mul(x, x), mul(y, y)), mul(add(x, y), sub(x, y)), {
    when: [isNumber(x), isNumber(y)],
    assume: ["reassociate"],
    proof: "sampled",
    yes: ["n * n - m * m"],
    no: [{ x: 0, y: 5e-324 }],
  }),
  rule("arith/div-constant", div(x, c), mul(x, div(1, c)), {
    when: [isNumber(x), isNumber(c), isConstant(c), isFiniteNumber(c), neverZero(c)],
    assume: ["reciprocal"],
    proof: "sampled",
    yes: ["n / 3"],
    no: [{ x: 5, c: 3 }],
  }),
];
