import type { Pattern } from "../egraph/index.ts";
import { type Fact, isBigInt, isFiniteNumber, isInt32, isNumber, isString } from "./condition.ts";
import {
  abs,
  add,
  and,
  at,
  bitAnd,
  bitOr,
  charAt,
  coalesce,
  cond,
  div,
  eq,
  floor,
  fround,
  ge,
  gt,
  imul,
  le,
  length,
  looseEq,
  lower,
  lt,
  max,
  min,
  mul,
  not,
  type Operand,
  or,
  type Pat,
  parseInteger,
  rem,
  round,
  shl,
  shr,
  sqrt,
  sub,
  template,
  trunc,
  upper,
  ushr,
  variable,
} from "./pattern.ts";
import { type Example, patternOf, show } from "./rule.ts";

/**
 * An equation that looks right and is not, in the domain where one would want it. Checked: each example refutes it,
 * by the interpreter and by running it, and the default rules never make the two sides equal.
 */
export interface Never {
  /** Row of the catalogue. */
  readonly id: string;
  readonly statement: string;
  readonly from: Pattern;
  readonly to: Pattern;
  /** The domain. */
  readonly when: readonly Fact[];
  readonly no: readonly Readonly<Record<string, Example>>[];
  readonly note: string;
}

function never<V extends string>(
  id: string,
  from: Pat<V>,
  to: Operand<NoInfer<V>>,
  when: readonly Fact<NoInfer<V>>[],
  no: readonly Readonly<Record<NoInfer<V>, Example>>[],
  note: string,
): Never {
  const right = patternOf(to);
  return { id, statement: `${show(from.pattern)} -> ${show(right)}`, from: from.pattern, to: right, when, no, note };
}

const x = variable("x");
const y = variable("y");
const z = variable("z");
const NOT_A_NUMBER = Number.NaN;
const INFINITE = Number.POSITIVE_INFINITY;
const numbers = [isNumber(x), isNumber(y)];
const ints = [isInt32(x), isInt32(y)];
const strings = [isString(x), isString(y)];

export const nevers: readonly Never[] = [
  never(
    "E026",
    add(mul(x, y), mul(x, z)),
    mul(x, add(y, z)),
    [...ints, isInt32(z)],
    [{ x: -1, y: 1, z: -1 }],
    "0 against -0",
  ),
  never("E051", rem(x, 1), 0, [isInt32(x)], [{ x: -1 }], "negative integers give -0"),
  never("E054", rem(x, 8), bitAnd(x, 7), [isInt32(x)], [{ x: -1 }], "-1 % 8 is -1"),
  never("E081", shl(shl(x, 20), 20), shl(x, 40), [isNumber(x)], [{ x: 1 }], "the count wraps"),
  never("E086", bitOr(mul(x, 8), 0), shl(x, 3), [isNumber(x)], [{ x: 0.5 }], "fractions"),
  never("E087", mul(x, 8), shl(x, 3), [isInt32(x)], [{ x: 2 ** 30 }], "overflow of 32 bits"),
  never("E088", bitOr(mul(x, y), 0), imul(x, y), ints, [{ x: 2 ** 31 - 1, y: 2 ** 31 - 1 }], "rounded above 2^53"),
  never("E092", bitOr(div(x, 2), 0), shr(x, 1), [isInt32(x)], [{ x: -1 }, { x: -3 }], "truncation against floor"),
  never(
    "E095",
    bitOr(div(x, y), 0),
    trunc(div(x, y)),
    ints,
    [
      { x: 0, y: 0 },
      { x: -1, y: 2 },
    ],
    "division by 0, and -0",
  ),
  never("E096", ushr(x, 0), bitOr(x, 0), [isNumber(x)], [{ x: -1 }], "the sign"),
  never("E098", not(lt(x, y)), ge(x, y), numbers, [{ x: 0, y: NOT_A_NUMBER }], "NaN"),
  never(
    "E115",
    lt(mul(x, 2), mul(y, 2)),
    lt(x, y),
    [isFiniteNumber(x), isFiniteNumber(y)],
    [{ x: 2 ** 1023, y: Number.MAX_VALUE }],
    "both overflow",
  ),
  never("E118", eq(sub(x, y), 0), eq(x, y), numbers, [{ x: INFINITE, y: INFINITE }], "Infinity - Infinity is NaN"),
  never("E120", ge(sub(x, y), 0), ge(x, y), numbers, [{ x: INFINITE, y: INFINITE }], "Infinity - Infinity is NaN"),
  never(
    "E121",
    cond(lt(x, y), x, y),
    min(x, y),
    numbers,
    [
      { x: -0, y: 0 },
      { x: NOT_A_NUMBER, y: 1 },
    ],
    "NaN and zeros",
  ),
  never("E127", or(gt(x, 4), le(x, 4)), true, [isNumber(x)], [{ x: NOT_A_NUMBER }], "NaN"),
  never("E137", looseEq(x, true), not(not(x)), [], [{ x: 2 }, { x: "a" }], "2 == true is false"),
  never(
    "E145",
    or(x, y),
    coalesce(x, y),
    [],
    [
      { x: 0, y: 1 },
      { x: "", y: 1 },
    ],
    "0, empty text, false, NaN",
  ),
  never(
    "E154",
    floor(x),
    bitOr(x, 0),
    [isNumber(x)],
    [{ x: -0 }, { x: -0.5 }, { x: 2 ** 31 }],
    "negatives, -0, range, NaN",
  ),
  never("E156", trunc(x), bitOr(x, 0), [isNumber(x)], [{ x: -0.5 }, { x: 2 ** 31 }], "-0.5 truncates to -0"),
  never(
    "E157",
    round(x),
    floor(add(x, 0.5)),
    [isNumber(x)],
    [{ x: 0.49999999999999994 }, { x: -0.2 }],
    "rounding of the sum, -0",
  ),
  never("E167", sqrt(mul(x, x)), abs(x), [isNumber(x)], [{ x: 1e300 }, { x: 1e-300 }], "overflow and underflow"),
  never(
    "E178",
    fround(add(fround(x), fround(y))),
    fround(add(x, y)),
    numbers,
    [{ x: 0, y: -5e-324 }],
    "double rounding",
  ),
  never(
    "E180",
    parseInteger(x, 10),
    bitOr(x, 0),
    [isNumber(x)],
    [{ x: 5e-7 }, { x: 1e21 }],
    "through the decimal text",
  ),
  never("E186", add(add(x, y), z), add(x, add(y, z)), [], [{ x: 1, y: 2, z: "3" }], "1 + 2 + '3'"),
  never("E188", add(add("a", x), "b"), template("a", x, "b"), [], [{ x: { value: 3 } }], "hint default against string"),
  never("E197", charAt(x, 0), at(x, 0), [isString(x)], [{ x: "" }], "empty text"),
  never("E203", lower(upper(x)), lower(x), [isString(x)], [{ x: "ß" }], "ß, dotless i, final sigma"),
  never(
    "E204",
    and(eq(at(x, 0), at(y, 0)), eq(length(x), length(y))),
    eq(x, y),
    strings,
    [{ x: "ab", y: "ac" }],
    "only the first unit",
  ),
  never("E215", div(x, 2n), shr(x, 1n), [isBigInt(x)], [{ x: -1n }], "truncation against floor"),
  never("E218", eq(rem(x, 2n), 1n), eq(bitAnd(x, 1n), 1n), [isBigInt(x)], [{ x: -1n }], "-1n % 2n is -1n"),
  never("E219", looseEq(x, y), eq(x, y), [isBigInt(x), isNumber(y)], [{ x: 1n, y: 1 }], "1n == 1"),
  never(
    "max-of-halves",
    max(x, y),
    cond(gt(x, y), x, y),
    numbers,
    [
      { x: NOT_A_NUMBER, y: 1 },
      { x: 0, y: -0 },
    ],
    "NaN and zeros",
  ),
];
