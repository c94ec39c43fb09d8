import {
  between,
  exactProduct,
  fitsAboveShift,
  isConstant,
  isInt32,
  isNumber,
  isPowerOfTwoInt32,
  isPrimitiveButBigInt,
  isShiftCount,
  isSmallInteger,
  isUint32,
  neverZero,
  shiftsFit,
} from "./condition.ts";
import {
  add,
  bitAnd,
  bitNot,
  bitOr,
  bitXor,
  clz32,
  div,
  floor,
  imul,
  mul,
  neg,
  shl,
  shr,
  sub,
  ushr,
  variable,
} from "./pattern.ts";
import { type EquationRule, rule } from "./rule.ts";

const x = variable("x");
const y = variable("y");
const z = variable("z");
const c = variable("c");
const d = variable("d");

/** Bits of 32-bit integers. Whatever only makes an int32 of its operand becomes `x | 0`, and that vanishes on an int32. */
export const bitwise: readonly EquationRule[] = [
  rule("bitwise/or-zero", bitOr(x, 0), x, { when: [isInt32(x)], yes: ["i | 0"], no: [{ x: -0 }, { x: 2 ** 31 }] }),
  rule("bitwise/ushr-zero", ushr(x, 0), x, { when: [isUint32(x)], yes: ["u >>> 0"], no: [{ x: -0 }, { x: -1 }] }),
  rule(
    "bitwise/to-int32",
    [shr(x, 0), shl(x, 0), shl(x, 32), bitXor(x, 0), bitXor(0, x), bitAnd(x, -1), bitAnd(-1, x), bitOr(0, x)],
    bitOr(x, 0),
    { yes: ["a >> 0", "a ^ 0", "a & -1", "a << 32"], no: ["a >>> 0", "a << 31"] },
  ),
  rule("bitwise/not-not", bitNot(bitNot(x)), bitOr(x, 0), {
    when: [isPrimitiveButBigInt(x)],
    yes: ["~~n", "~~s"],
    no: [{ x: 0n }, { x: { value: 1n } }],
  }),
  rule("bitwise/self", [bitAnd(x, x), bitOr(x, x)], bitOr(x, 0), {
    when: [isNumber(x)],
    yes: ["n & n"],
    no: [{ x: 0n }],
  }),
  rule("bitwise/xor-self", bitXor(x, x), 0, { when: [isNumber(x)], drops: ["x"], yes: ["n ^ n"], no: [{ x: 0n }] }),
  rule("bitwise/not-xor-not", bitXor(bitNot(x), bitNot(y)), bitXor(x, y), {
    moves: ["y"],
    yes: ["~n ^ ~m"],
    no: ["~n & ~m"],
  }),
  rule("bitwise/or-minus-one", [bitOr(x, -1), bitOr(-1, x)], -1, {
    when: [isNumber(x)],
    drops: ["x"],
    yes: ["n | -1"],
    no: [{ x: 0n }],
  }),
  rule("bitwise/and-and", [bitAnd(bitAnd(x, c), d), bitAnd(bitAnd(c, x), d)], bitAnd(x, bitAnd(c, d)), {
    when: [isNumber(c), isNumber(d), isConstant(c), isConstant(d)],
    yes: ["a & 12 & 10"],
    no: [{ x: 0, c: -1n, d: { value: 3 } }, "a & i & 10"],
  }),
  rule("bitwise/or-or", [bitOr(bitOr(x, c), d), bitOr(bitOr(c, x), d)], bitOr(x, bitOr(c, d)), {
    when: [isNumber(c), isNumber(d), isConstant(c), isConstant(d)],
    yes: ["a | 12 | 10"],
    no: [{ x: 0, c: -1n, d: { value: 3 } }, "a | i | 10"],
  }),
  rule("bitwise/xor-xor", [bitXor(bitXor(x, c), d), bitXor(bitXor(c, x), d)], bitXor(x, bitXor(c, d)), {
    when: [isNumber(c), isNumber(d), isConstant(c), isConstant(d)],
    yes: ["a ^ 12 ^ 10"],
    no: [{ x: 0, c: -1n, d: { value: 3 } }, "a ^ i ^ 10"],
  }),
  rule("bitwise/not-or-not", bitOr(bitNot(x), bitNot(y)), bitNot(bitAnd(x, y)), {
    moves: ["y"],
    yes: ["~n | ~m"],
    no: ["~n | m"],
  }),
  rule("bitwise/not-and-not", bitAnd(bitNot(x), bitNot(y)), bitNot(bitOr(x, y)), {
    moves: ["y"],
    yes: ["~n & ~m"],
    no: ["~n & m"],
  }),
  rule("bitwise/and-or-and", bitOr(bitAnd(x, y), bitAnd(x, z)), bitAnd(x, bitOr(y, z)), {
    when: [isNumber(x), isNumber(y)],
    yes: ["(n & m) | (n & k)"],
    no: [{ x: 0, y: -1n, z: { value: 3 } }],
  }),
  rule("bitwise/absorb", [bitOr(x, bitAnd(x, y)), bitAnd(x, bitOr(x, y))], bitOr(x, 0), {
    when: [isNumber(x), isNumber(y)],
    drops: ["y"],
    yes: ["n | (n & m)", "n & (n | m)"],
    no: [{ x: 0, y: 0n }],
  }),
  rule("bitwise/xor-cancel", [bitXor(bitXor(x, y), y), bitXor(bitXor(y, x), y)], bitOr(x, 0), {
    when: [isNumber(y)],
    drops: ["y"],
    yes: ["(n ^ m) ^ m"],
    no: [{ x: 0, y: 0n }],
  }),
  rule("bitwise/neg-minus-one", sub(neg(x), 1), bitNot(x), { when: [isInt32(x)], yes: ["-i - 1"], no: [{ x: 0.1 }] }),
  rule("bitwise/not-plus-one", add(bitNot(x), 1), neg(x), {
    when: [isInt32(x), neverZero(x)],
    yes: ["~(i | 1) + 1"],
    no: [{ x: 0 }],
  }),

  // Shifts: counts are taken mod 32, so counts that meet must not reach it.
  rule("bitwise/shl-shl", shl(shl(x, c), d), shl(x, add(c, d)), {
    when: [isShiftCount(c), isShiftCount(d), shiftsFit(c, d)],
    yes: ["a << 3 << 5"],
    no: [{ x: 1, c: 20, d: 20 }],
  }),
  rule("bitwise/shr-shr", shr(shr(x, c), d), shr(x, add(c, d)), {
    when: [isShiftCount(c), isShiftCount(d), shiftsFit(c, d)],
    yes: ["a >> 3 >> 5"],
    no: [{ x: -1 - 2 ** 30, c: 20, d: 20 }],
  }),
  rule("bitwise/ushr-ushr", ushr(ushr(x, c), d), ushr(x, add(c, d)), {
    when: [isShiftCount(c), isShiftCount(d), shiftsFit(c, d)],
    yes: ["a >>> 3 >>> 5"],
    no: [{ x: -1, c: 20, d: 20 }],
  }),
  rule("bitwise/shl-shr", shr(shl(x, c), c), x, {
    when: [isShiftCount(c), fitsAboveShift(x, c)],
    drops: ["c"],
    yes: ["(i & 255) << 8 >> 8"],
    no: [
      { x: 2 ** 24, c: 8 },
      { x: -0, c: 8 },
    ],
  }),
  rule("bitwise/shl-ushr", ushr(shl(x, c), c), bitAnd(x, ushr(-1, c)), {
    when: [isShiftCount(c, 1)],
    yes: ["a << 8 >>> 8"],
    no: [{ x: -1, c: 0 }],
  }),
  rule("bitwise/mul-power", bitOr(mul(x, c), 0), shl(x, sub(31, clz32(c))), {
    when: [isInt32(x), isPowerOfTwoInt32(c)],
    yes: ["i * 8 | 0"],
    no: [
      { x: 0.5, c: 8 },
      { x: 3, c: 6 },
    ],
  }),
  rule("bitwise/imul", bitOr(mul(x, y), 0), imul(x, y), {
    when: [exactProduct(x, y)],
    yes: ["i * (j & 255) | 0"],
    no: [
      { x: 2, y: 0.5 },
      { x: 2 ** 31 - 1, y: 2 ** 31 - 1 },
    ],
  }),
  rule("bitwise/factor", bitOr(add(mul(x, y), mul(x, z)), 0), bitOr(mul(x, add(y, z)), 0), {
    when: [isSmallInteger(x), isSmallInteger(y), isSmallInteger(z), between(x, -(2 ** 20), 2 ** 20)],
    yes: ["(i & 255) * (j & 255) + (i & 255) * (k1 & 7) | 0"],
    no: [
      { x: 2 ** 31 - 1, y: 2 ** 31 - 1, z: 2 - 2 ** 31 },
      { x: 0.7, y: 3, z: 7 },
    ],
  }),
  rule("bitwise/add-or-add", bitOr(add(bitOr(add(x, y), 0), z), 0), bitOr(add(add(x, y), z), 0), {
    when: [isInt32(x), isInt32(y), isInt32(z)],
    yes: ["(i + j | 0) + k1 | 0"],
    no: [{ x: 0, y: 0.1, z: -1 }],
  }),
  rule("bitwise/div-power", bitOr(div(x, c), 0), shr(x, sub(31, clz32(c))), {
    when: [between(x, 0, 2 ** 31 - 1), isPowerOfTwoInt32(c)],
    yes: ["(i & 255) / 2 | 0"],
    no: [
      { x: -1, c: 2 },
      { x: 7, c: 3 },
    ],
  }),
  rule("bitwise/floor-div-power", floor(div(x, c)), shr(x, sub(31, clz32(c))), {
    when: [isInt32(x), isPowerOfTwoInt32(c)],
    yes: ["Math.floor(i / 2)"],
    no: [
      { x: -0, c: 2 },
      { x: 2 ** 32, c: 2 },
      { x: 7, c: 3 },
    ],
  }),
];
