import {
  between,
  isInt32,
  isNotNegative,
  isNumber,
  isPrimitiveButBigInt,
  isSmallInteger,
  isWhole,
  neverMinusZero,
  neverNaN,
} from "./condition.ts";
import {
  abs,
  add,
  bitOr,
  ceil,
  cond,
  div,
  exp,
  floor,
  fround,
  hypot,
  imul,
  log,
  lt,
  max,
  max1,
  max3,
  min,
  min1,
  min3,
  mul,
  neg,
  parseInteger,
  parseInteger1,
  pos,
  round,
  sign,
  sin,
  sqrt,
  toNumber,
  trunc,
  variable,
} from "./pattern.ts";
import { type EquationRule, rule } from "./rule.ts";

const x = variable("x");
const y = variable("y");
const z = variable("z");
const NOT_A_NUMBER = Number.NaN;

/** Functions of Math whose value the standard fixes; the others only under `approxMath`. */
export const math: readonly EquationRule[] = [
  rule("math/max-one", [max1(x), min1(x)], pos(x), { yes: ["Math.max(a)"], no: ["Math.abs(a)"] }),
  rule("math/max-max", max(max(x, y), z), max3(x, y, z), {
    moves: ["z"],
    yes: ["Math.max(Math.max(n, m), k)"],
    no: ["Math.max(Math.min(n, m), k)"],
  }),
  rule("math/min-min", min(min(x, y), z), min3(x, y, z), {
    moves: ["z"],
    yes: ["Math.min(Math.min(n, m), k)"],
    no: ["Math.min(Math.max(n, m), k)"],
  }),
  rule("math/max-max-right", max(x, max(y, z)), max3(x, y, z), {
    when: [isNumber(x)],
    yes: ["Math.max(n, Math.max(m, k))"],
    no: [{ x: { value: 1 }, y: { value: 2 }, z: 0 }],
  }),
  rule("math/min-min-right", min(x, min(y, z)), min3(x, y, z), {
    when: [isNumber(x)],
    yes: ["Math.min(n, Math.min(m, k))"],
    no: [{ x: { value: 1 }, y: { value: 2 }, z: 0 }],
  }),
  rule("math/max-self", [max(x, x), min(x, x)], x, { when: [isNumber(x)], yes: ["Math.max(n, n)"], no: [{ x: "1" }] }),
  rule("math/min-max-absorb", [min(max(x, y), y), min(y, max(x, y)), min(max(y, x), y), min(y, max(y, x))], y, {
    when: [isNumber(x), neverNaN(x), isNumber(y)],
    drops: ["x"],
    yes: ["Math.min(Math.max(i, n), n)"],
    no: [
      { x: NOT_A_NUMBER, y: 1 },
      { x: 0, y: "" },
    ],
  }),
  rule("math/max-min-absorb", [max(min(x, y), y), max(y, min(x, y)), max(min(y, x), y), max(y, min(y, x))], y, {
    when: [isNumber(x), neverNaN(x), isNumber(y)],
    drops: ["x"],
    yes: ["Math.max(Math.min(i, n), n)"],
    no: [{ x: NOT_A_NUMBER, y: 1 }],
  }),

  // Rounding. What is rounded already stays; the four functions agree on integers and on the sign of zero.
  rule("math/round-whole", [floor(x), ceil(x), trunc(x), round(x)], x, {
    when: [isWhole(x)],
    yes: ["Math.floor(i)", "Math.round(u)"],
    no: [{ x: 0.1 }],
  }),
  rule("math/round-floor", [floor(floor(x)), ceil(floor(x)), trunc(floor(x)), round(floor(x))], floor(x), {
    yes: ["Math.round(Math.floor(a))"],
    no: ["Math.abs(Math.floor(n))"],
  }),
  rule("math/round-ceil", [floor(ceil(x)), ceil(ceil(x)), trunc(ceil(x)), round(ceil(x))], ceil(x), {
    yes: ["Math.floor(Math.ceil(a))"],
    no: ["Math.abs(Math.ceil(n))"],
  }),
  rule("math/round-trunc", [floor(trunc(x)), ceil(trunc(x)), trunc(trunc(x)), round(trunc(x))], trunc(x), {
    yes: ["Math.floor(Math.trunc(a))"],
    no: ["Math.abs(Math.trunc(n))"],
  }),
  rule("math/round-round", [floor(round(x)), ceil(round(x)), trunc(round(x)), round(round(x))], round(x), {
    yes: ["Math.floor(Math.round(a))"],
    no: ["Math.abs(Math.round(n))"],
  }),
  // Opens the rules of bits.
  rule("math/floor-int32", floor(x), bitOr(x, 0), {
    when: [neverNaN(x), between(x, 0, 2 ** 31 - 1), neverMinusZero(x)],
    yes: ["Math.floor((u & 255) / 3)"],
    no: [{ x: -0.5 }, { x: -0 }, { x: 2 ** 31 }, { x: NOT_A_NUMBER }],
  }),
  rule("math/trunc", cond(lt(x, 0), ceil(x), floor(x)), trunc(x), {
    when: [isNumber(x)],
    yes: ["n < 0 ? Math.ceil(n) : Math.floor(n)"],
    no: [{ x: { value: 3 } }],
  }),
  rule("math/neg-floor-neg", neg(floor(neg(x))), ceil(x), { yes: ["-Math.floor(-a)"], no: ["-Math.floor(a)"] }),
  rule("math/neg-ceil-neg", neg(ceil(neg(x))), floor(x), { yes: ["-Math.ceil(-a)"], no: ["-Math.ceil(a)"] }),
  rule("math/fround-fround", fround(fround(x)), fround(x), {
    yes: ["Math.fround(Math.fround(a))"],
    no: ["Math.fround(n)"],
  }),

  // Size and sign.
  rule("math/abs-neg", abs(neg(x)), abs(x), { yes: ["Math.abs(-a)"], no: ["Math.sign(-n)"] }),
  rule("math/abs-positive", abs(x), x, { when: [isNotNegative(x)], yes: ["Math.abs(u)"], no: [{ x: -0 }, { x: -1 }] }),
  rule("math/abs-mul-abs", mul(abs(x), abs(y)), abs(mul(x, y)), {
    when: [isNumber(x)],
    yes: ["Math.abs(n) * Math.abs(m)"],
    no: [{ x: { value: 1n }, y: { value: 1 } }],
  }),
  rule("math/abs-square", mul(abs(x), abs(x)), mul(x, x), {
    when: [isNumber(x)],
    moves: [],
    yes: ["Math.abs(n) * Math.abs(n)"],
    no: [{ x: 0n }],
  }),
  rule("math/sign-mul-abs", [mul(sign(x), abs(x)), mul(abs(x), sign(x))], x, {
    when: [isNumber(x)],
    yes: ["Math.sign(n) * Math.abs(n)"],
    no: [{ x: "" }],
  }),
  rule("math/sqrt-square", sqrt(mul(x, x)), abs(x), {
    when: [isSmallInteger(x)],
    yes: ["Math.sqrt(i * i)"],
    no: [{ x: 1e300 }, { x: 1e-300 }],
  }),
  rule("math/imul-one", [imul(x, 1), imul(1, x)], bitOr(x, 0), { yes: ["Math.imul(a, 1)"], no: ["Math.imul(n, 2)"] }),

  // Conversions. An object may convert to a BigInt: then Number(x) is a number, and +x throws.
  rule("math/to-number", toNumber(x), pos(x), {
    when: [isPrimitiveButBigInt(x)],
    yes: ["Number(s)"],
    no: [{ x: 0n }, { x: { value: 1n } }],
  }),
  rule("math/parse-int", [parseInteger(x, 10), parseInteger1(x)], x, {
    when: [isInt32(x)],
    yes: ["parseInt(i, 10)", "parseInt(i)"],
    no: [{ x: -0 }, { x: 5e-7 }],
  }),

  // What the user may accept.
  rule("math/sin-neg", sin(neg(x)), neg(sin(x)), {
    assume: ["approxMath"],
    proof: "sampled",
    yes: ["Math.sin(-n)"],
    no: ["Math.sin(n)"],
  }),
  rule("math/sqrt-mul-self", mul(sqrt(x), sqrt(x)), x, {
    when: [between(x, 0, Number.POSITIVE_INFINITY)],
    assume: ["reassociate"],
    proof: "sampled",
    yes: ["Math.sqrt(u) * Math.sqrt(u)"],
    no: [{ x: 2 }, { x: -1 }],
  }),
  rule("math/sqrt-mul-sqrt", mul(sqrt(x), sqrt(y)), sqrt(mul(x, y)), {
    when: [between(x, 0, Number.POSITIVE_INFINITY), between(y, 0, Number.POSITIVE_INFINITY)],
    assume: ["reassociate"],
    proof: "sampled",
    yes: ["Math.sqrt(u) * Math.sqrt(u1)"],
    no: [
      { x: 2, y: 3 },
      { x: -1, y: -1 },
    ],
  }),
  rule("math/hypot", hypot(x, y), sqrt(add(mul(x, x), mul(y, y))), {
    when: [isNumber(x), isNumber(y)],
    assume: ["reassociate", "finiteMath"],
    proof: "sampled",
    yes: ["Math.hypot(n, m)"],
    no: [{ x: 0, y: 1e300 }],
  }),
  rule("math/exp-mul-exp", mul(exp(x), exp(y)), exp(add(x, y)), {
    when: [isNumber(x), isNumber(y)],
    assume: ["reassociate", "approxMath", "finiteMath"],
    proof: "sampled",
    yes: ["Math.exp(n) * Math.exp(m)"],
    no: [{ x: 1, y: 1 }],
  }),
  rule("math/exp-div-exp", div(exp(x), exp(y)), exp(add(x, neg(y))), {
    when: [isNumber(x), isNumber(y)],
    assume: ["reassociate", "approxMath", "finiteMath"],
    proof: "sampled",
    yes: ["Math.exp(n) / Math.exp(m)"],
    no: [{ x: 1, y: 3 }],
  }),
  rule("math/exp-log", exp(log(x)), x, {
    when: [between(x, 0, Number.POSITIVE_INFINITY), neverMinusZero(x)],
    assume: ["reassociate", "approxMath"],
    proof: "sampled",
    yes: ["Math.exp(Math.log(u))"],
    no: [{ x: -0 }, { x: -1 }],
  }),
];
