import * as kinds from "../../ir/kinds.ts";
import { type Fact, predicateOf } from "../../rules/condition.ts";
import type { Num } from "./numbers.ts";
import { bitVector, type Expr, FALSE, TRUE, Unstated } from "./script.ts";
import type { Prim, PrimType, Value, Values } from "./values.ts";

const SMALL_INTEGER: kinds.Kinds = kinds.INT32 | kinds.UINT32 | kinds.ZERO;

/** The kinds of each type of primitive. */
export const kindsOfType: Readonly<Record<PrimType, kinds.Kinds>> = {
  number: kinds.NUMBER,
  boolean: kinds.BOOLEAN,
  bigint: kinds.BIGINT,
  string: kinds.STRING,
  symbol: kinds.SYMBOL,
  undefined: kinds.UNDEFINED,
  null: kinds.NULL,
};

/** What a fact says in SMT-LIB, for predicates that are neither masks nor groups of masks. */
interface Formula {
  /** The kinds that it leaves to each of its variables. */
  readonly kinds: kinds.Kinds;
  holds(nums: readonly Num[], numbers: readonly number[], values: Values): Expr;
}

const formulas: Readonly<Record<string, Formula>> = {
  between: {
    kinds: kinds.NUMBER,
    holds: ([x], [low, high], { numbers, script }) =>
      script.not(script.or(numbers.less(x!, numbers.constant(low!)), numbers.less(numbers.constant(high!), x!))),
  },
  isDistinctNumber: {
    kinds: kinds.NUMBER,
    holds: ([x, y], _, { numbers, script }) => script.not(numbers.equal(x!, y!)),
  },
  exactProduct: {
    kinds: SMALL_INTEGER,
    holds: (factors, _, values) => productWithin(factors, 2n ** BigInt(values.numbers.theory.significand), values),
  },
  fitsAboveShift: {
    kinds: SMALL_INTEGER,
    holds: ([x, c], _, values) => {
      const { script } = values;
      const [value, count] = [x!.exact, c!.exact];
      if (value?.scale !== 0 || count?.scale !== 0) throw new Unstated("a shift of what is not exact");
      const of = (op: string, ...args: readonly Expr[]): Expr => script.make(value.bits.sort, op, ...args);
      const limit = of(
        "bvshl",
        bitVector(1n, values.numbers.width),
        of("bvsub", bitVector(31n, values.numbers.width), count.bits),
      );
      return script.and(
        ofKinds({ type: "number", num: x! }, kinds.INT32, values),
        script.make("Bool", "bvsle", of("bvneg", limit), value.bits),
        script.make("Bool", "bvslt", value.bits, limit),
      );
    },
  },
  isShiftCount: {
    kinds: kinds.INT32,
    holds: ([c], [least], values) => integer(least!, 31)(c!, values),
  },
  shiftsFit: {
    kinds: kinds.INT32,
    holds: ([c, d], _, { numbers }) => numbers.less(numbers.add(c!, d!), numbers.constant(32)),
  },
  hasExactReciprocal: {
    kinds: kinds.NUMBER,
    holds: ([c], _, { numbers }) => numbers.hasExactReciprocal(c!),
  },
};

/** No partial product of integers is beyond `limit`: factors that are 0 do not count. */
function productWithin(factors: readonly Num[], limit: bigint, { numbers, script }: Values): Expr {
  const { width } = numbers;
  if (!factors.every((factor) => factor.exact?.scale === 0)) {
    // In a theory with few bits: the products of the theory itself are exact up to the limit, and do not wrap.
    const one = numbers.constant(1);
    let product = one;
    const parts: Expr[] = [];
    for (const factor of factors) {
      product = numbers.multiply(product, numbers.extreme(numbers.absolute(factor), one, "max"));
      parts.push(numbers.less(product, numbers.constant(Number(limit))));
    }
    return script.and(...parts);
  }
  if (34 * factors.length > width) throw new Unstated("a number of many bits");
  let product = bitVector(1n, width);
  for (const factor of factors) {
    const { bits } = numbers.absolute(factor).exact!;
    const one = bitVector(1n, width);
    const least = script.if(script.make("Bool", "bvslt", bits, one), one, bits);
    product = script.make(product.sort, "bvmul", product, least);
  }
  return script.make("Bool", "bvslt", product, bitVector(limit, width));
}

/** Constants that a rule takes one by one: all that its predicate admits. */
const enumerations: Readonly<Record<string, readonly number[]>> = {
  isPowerOfTwoInt32: range(0, 31).map((power) => 2 ** power),
};

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

/** The constants that `facts` leave to a variable, if one of them can be enumerated. */
export function constantsOf(name: string, facts: readonly Fact[]): readonly number[] | undefined {
  const own = facts.filter((fact) => fact.vars.length === 1 && fact.vars[0] === name);
  const fact = own.find((each) => enumerations[each.predicate] !== undefined);
  if (fact === undefined) return undefined;
  return enumerations[fact.predicate]!.filter((value) =>
    own.every((each) => predicateOf(each.predicate).onValues([value], each.numbers)),
  );
}

/** The kinds that facts leave to a variable: an upper bound. */
export function kindsOfVariable(name: string, facts: readonly Fact[]): kinds.Kinds {
  let left = kinds.ANY;
  for (const fact of facts) {
    if (!fact.vars.includes(name)) continue;
    const { mask, groups } = predicateOf(fact.predicate);
    if (mask !== undefined) left &= mask;
    else if (groups !== undefined) left &= groups.reduce((all, group) => all | group, 0);
    else if (fact.predicate === "isConstant") left &= kinds.PRIMITIVE & ~kinds.SYMBOL;
    else if (formulas[fact.predicate] !== undefined) left &= formulas[fact.predicate]!.kinds;
    else if (enumerations[fact.predicate] !== undefined) left &= kinds.NUMBER;
  }
  return left;
}

/** Not about values: whether operands may be moved is for the tests that watch their evaluation. */
const structural: ReadonlySet<string> = new Set(["effectFree", "movable", "isConstant"]);

/** What `fact` says of `variables`. @throws Unstated for a predicate without a formula */
export function assumed(fact: Fact, names: readonly string[], variables: readonly Value[], values: Values): Expr {
  const { script } = values;
  if (structural.has(fact.predicate)) return TRUE;
  const operands = fact.vars.map((name) => variables[names.indexOf(name)]!);
  const { mask, groups } = predicateOf(fact.predicate);
  const within = (value: Value, some: kinds.Kinds): Expr =>
    script.or(...value.map(({ when, prim }) => script.and(when, ofKinds(prim, some, values))));
  if (mask !== undefined) return within(operands[0]!, mask);
  if (groups !== undefined) {
    return script.or(...groups.map((group) => script.and(...operands.map((each) => within(each, group)))));
  }
  if (fact.predicate === "isTruthy" || fact.predicate === "isFalsy") {
    const isTrue = script.or(...operands[0]!.map(({ when, prim }) => script.and(when, values.truthy(prim))));
    return fact.predicate === "isTruthy" ? isTrue : script.not(isTrue);
  }
  const nums = operands.map((value) => {
    const [only] = value;
    if (value.length !== 1 || only?.prim.type !== "number") throw new Unstated(`${fact.predicate} of other types`);
    return only.prim.num;
  });
  const constants = nums.flatMap(({ constant }) => (constant === undefined ? [] : [constant]));
  if (constants.length === nums.length) {
    return predicateOf(fact.predicate).onValues(constants, fact.numbers) ? TRUE : FALSE;
  }
  const formula = formulas[fact.predicate];
  if (formula === undefined) throw new Unstated(`the condition ${fact.predicate}`);
  return formula.holds(nums, fact.numbers, values);
}

/** Is the value of one of these kinds? */
function ofKinds(prim: Prim, some: kinds.Kinds, values: Values): Expr {
  const { script } = values;
  if (prim.type === "throws") return FALSE;
  if (prim.type === "convertible") {
    const any = kinds.BOOLEAN | kinds.STRING | kinds.NULLISH;
    if (kinds.isWithin(any, some)) return TRUE;
    if ((any & some) === 0) return FALSE;
    throw new Unstated("a value of several types");
  }
  const own = kindsOfType[prim.type];
  if (kinds.isWithin(own, some)) return TRUE;
  if ((own & some) === 0) return FALSE;
  if (prim.type === "boolean") return (some & kinds.TRUE) !== 0 ? prim.bool : script.not(prim.bool);
  if (prim.type !== "number") return FALSE;
  const excluded = numberKinds
    .filter(([kind]) => (some & kind) === 0)
    .map(([, is]) => script.not(is(prim.num, values)));
  return script.and(...excluded);
}

type IsKind = (num: Num, values: Values) => Expr;

/** An integer from `low` to `high`. */
function integer(low: number, high: number): IsKind {
  return (num, { numbers, script }) =>
    script.and(
      numbers.isInteger(num),
      numbers.lessOrEqual(numbers.constant(low), num),
      numbers.lessOrEqual(num, numbers.constant(high)),
    );
}

/** Finite, of that sign, not zero, and none of these. */
function other(negative: boolean, ...others: readonly IsKind[]): IsKind {
  return (num, values) => {
    const { numbers, script } = values;
    const sign = numbers.isNegative(num);
    const excluded = [
      numbers.isNaN(num),
      numbers.isInfinite(num),
      numbers.isZero(num),
      ...others.map((is) => is(num, values)),
    ];
    return script.and(negative ? sign : script.not(sign), ...excluded.map((each) => script.not(each)));
  };
}

const positiveInt32 = integer(1, 2 ** 31 - 1);
const negativeInt32 = integer(-(2 ** 31), -1);
const upperUint32 = integer(2 ** 31, 2 ** 32 - 1);

/** `ir/kinds.ts` in SMT-LIB. */
const numberKinds: readonly (readonly [kinds.Kinds, IsKind])[] = [
  [kinds.NEGATIVE_ZERO, (num, { numbers, script }) => script.and(numbers.isZero(num), numbers.isNegative(num))],
  [
    kinds.POSITIVE_ZERO,
    (num, { numbers, script }) => script.and(numbers.isZero(num), script.not(numbers.isNegative(num))),
  ],
  [kinds.NAN, (num, { numbers }) => numbers.isNaN(num)],
  [
    kinds.POSITIVE_INFINITY,
    (num, { numbers, script }) => script.and(numbers.isInfinite(num), script.not(numbers.isNegative(num))),
  ],
  [kinds.NEGATIVE_INFINITY, (num, { numbers, script }) => script.and(numbers.isInfinite(num), numbers.isNegative(num))],
  [kinds.POSITIVE_INT32, positiveInt32],
  [kinds.NEGATIVE_INT32, negativeInt32],
  [kinds.UPPER_UINT32, upperUint32],
  [kinds.POSITIVE_OTHER, other(false, positiveInt32, upperUint32)],
  [kinds.NEGATIVE_OTHER, other(true, negativeInt32)],
];

/** Are all numbers of `some` integers of 33 bits? */
export function isSmallInteger(some: kinds.Kinds): boolean {
  return kinds.isWithin(some & kinds.NUMBER, SMALL_INTEGER);
}
