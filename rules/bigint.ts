import { isBigInt, isConstant } from "./condition.ts";
import { add, asIntN, asUintN, div, mul, neg, pow, sub, variable } from "./pattern.ts";
import { type EquationRule, rule } from "./rule.ts";

const x = variable("x");
const y = variable("y");
const z = variable("z");
const c = variable("c");
const d = variable("d");

/** BigInts: a ring without rounding and without -0n. Mixing them with numbers throws, so both sides must be BigInts. */
export const bigint: readonly EquationRule[] = [
  rule("bigint/add-zero", [add(x, 0n), add(0n, x), sub(x, 0n)], x, {
    when: [isBigInt(x)],
    yes: ["g + 0n", "g - 0n"],
    no: [{ x: 0 }],
  }),
  rule("bigint/mul-one", [mul(x, 1n), mul(1n, x), div(x, 1n)], x, {
    when: [isBigInt(x)],
    yes: ["g * 1n", "g / 1n"],
    no: [{ x: 0 }],
  }),
  rule("bigint/mul-zero", [mul(x, 0n), mul(0n, x)], 0n, {
    when: [isBigInt(x)],
    drops: ["x"],
    yes: ["g * 0n"],
    no: [{ x: 0 }],
  }),
  rule("bigint/sub-self", sub(x, x), 0n, { when: [isBigInt(x)], drops: ["x"], yes: ["g - g"], no: [{ x: 0 }] }),
  rule("bigint/zero-sub", sub(0n, x), neg(x), { when: [isBigInt(x)], yes: ["0n - g"], no: [{ x: 0 }] }),
  rule("bigint/mul-minus-one", [mul(x, -1n), mul(-1n, x)], neg(x), {
    when: [isBigInt(x)],
    yes: ["g * -1n"],
    no: [{ x: 0 }],
  }),
  rule("bigint/neg-sub", neg(sub(x, y)), sub(y, x), {
    moves: ["y"],
    when: [isBigInt(x)],
    yes: ["-(g - h)"],
    no: [{ x: 0, y: 0 }],
  }),
  rule("bigint/add-sub", [sub(add(x, y), y), sub(add(y, x), y), add(sub(x, y), y)], x, {
    when: [isBigInt(x), isBigInt(y)],
    drops: ["y"],
    yes: ["g + h - h"],
    no: [{ x: 0.1, y: 1e300 }],
  }),
  rule("bigint/add-add-constants", [add(add(x, c), d), add(add(c, x), d)], add(x, add(c, d)), {
    when: [isBigInt(x), isBigInt(c), isBigInt(d), isConstant(c), isConstant(d)],
    yes: ["g + 1n + 2n"],
    no: [{ x: "b", c: 0n, d: 0n }],
  }),
  rule("bigint/mul-mul-constants", [mul(mul(x, c), d), mul(mul(c, x), d)], mul(x, mul(c, d)), {
    when: [isBigInt(c), isBigInt(d), isConstant(c), isConstant(d)],
    yes: ["g * 3n * 2n"],
    no: [{ x: 0, c: 2, d: Number.MAX_VALUE }],
  }),
  rule("bigint/factor", add(mul(x, y), mul(x, z)), mul(x, add(y, z)), {
    when: [isBigInt(x), isBigInt(y), isBigInt(z)],
    yes: ["g * h + g * g1"],
    no: [{ x: 0, y: 0, z: -1 }],
  }),
  rule("bigint/square", pow(x, 2n), mul(x, x), { when: [isBigInt(x)], yes: ["g ** 2n"], no: [{ x: 0 }] }),
  rule("bigint/as-int64-add", asIntN(64, add(asIntN(64, x), asIntN(64, y))), asIntN(64, add(x, y)), {
    when: [isBigInt(x), isBigInt(y)],
    yes: ["BigInt.asIntN(64, BigInt.asIntN(64, g) + BigInt.asIntN(64, h))"],
    no: [{ x: "1", y: "2" }],
  }),
  rule("bigint/as-uint64-add", asUintN(64, add(asUintN(64, x), asUintN(64, y))), asUintN(64, add(x, y)), {
    when: [isBigInt(x), isBigInt(y)],
    yes: ["BigInt.asUintN(64, BigInt.asUintN(64, g) + BigInt.asUintN(64, h))"],
    no: [{ x: "1", y: "2" }],
  }),
];
