// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are programs, not templates of ours.
import * as kinds from "../../ir/kinds.ts";
import { type Fact, predicateOf } from "../../rules/condition.ts";
import type { Random } from "./random.ts";

/** An operand of which the optimizer sees from its syntax what it holds. `#` stands for a variable that holds anything. */
export interface Operand {
  readonly text: string;
  readonly kinds: kinds.Kinds;
  /** Its range, where it is a number. */
  readonly low: number;
  readonly high: number;
  /** A constant's value. */
  readonly constant?: { readonly value: unknown };
  /** Evaluating it is seen, or may throw. */
  readonly isNoisy?: true;
}

const NOT_NEGATIVE =
  kinds.POSITIVE_ZERO |
  kinds.POSITIVE_INT32 |
  kinds.UPPER_UINT32 |
  kinds.POSITIVE_OTHER |
  kinds.POSITIVE_INFINITY |
  kinds.NAN;

function operand(text: string, within: kinds.Kinds, low = -Infinity, high = Infinity): Operand {
  return { text, kinds: within, low, high };
}

const VARIABLES: readonly Operand[] = [
  operand("#", kinds.ANY),
  operand("#", kinds.ANY),
  operand("o.a", kinds.ANY),
  operand("(+#)", kinds.NUMBER),
  operand("(+#)", kinds.NUMBER),
  operand("(# - 0)", kinds.NUMBER | kinds.BIGINT),
  operand("Number(#)", kinds.NUMBER),
  operand("(+# / 3)", kinds.NUMBER),
  operand("Math.abs(#)", NOT_NEGATIVE, 0),
  operand("Math.sqrt(#)", kinds.NUMBER),
  operand("Math.floor(#)", kinds.NUMBER),
  operand("(# | 0)", kinds.INT32 | kinds.BIGINT),
  operand("(+# | 0)", kinds.INT32, -(2 ** 31), 2 ** 31 - 1),
  operand("(+# >> 1)", kinds.INT32, -(2 ** 30), 2 ** 30 - 1),
  operand("(# >>> 0)", kinds.UINT32, 0, 2 ** 32 - 1),
  operand("(+# & 255)", kinds.POSITIVE_ZERO | kinds.POSITIVE_INT32, 0, 255),
  operand("(+# & 3)", kinds.POSITIVE_ZERO | kinds.POSITIVE_INT32, 0, 3),
  operand("((+# & 7) + 1)", kinds.POSITIVE_INT32, 1, 8),
  operand("((+# & 7) - 20)", kinds.NEGATIVE_INT32, -20, -13),
  operand("(+# << 24 >> 24)", kinds.INT32, -128, 127),
  operand("xs.length", kinds.COUNT, 0, 2 ** 32 - 1),
  operand("`${#}`", kinds.STRING),
  operand("`${#}`", kinds.STRING),
  operand("String(#)", kinds.STRING),
  operand("typeof #", kinds.STRING),
  operand("!#", kinds.BOOLEAN),
  operand("(# === 1)", kinds.BOOLEAN),
  operand("(# !== xs)", kinds.BOOLEAN),
  operand("BigInt.asIntN(64, l)", kinds.BIGINT),
  operand("BigInt(+# | 0)", kinds.BIGINT),
  operand("BigInt(+# & 3)", kinds.BIGINT),
  operand("(# ? null : undefined)", kinds.NULLISH),
  operand("[#]", kinds.OBJECT),
];

const NOISY: readonly Operand[] = ["log(#)", "boom(#)", "touch(#)", "noisy(#)", "late"].map((text) => ({
  ...operand(text, kinds.ANY),
  isNoisy: true as const,
}));

const CONSTANTS: readonly Operand[] = [
  ...[0, -0, 1, -1, 2, 3, 4, 5, 7, 8, 16, 31, 32, 255, 1024, 65535, 0.5, 0.25, 2.5, 0.1, 2 ** 31, 2 ** 32, 1e21, NaN],
  ...["", "a", "ab", "1", true, false, undefined, null, 0n, 1n, 3n],
].map((value) => {
  const number = typeof value === "number" ? value : NaN;
  const text = Object.is(value, -0)
    ? "(-0)"
    : typeof value === "string"
      ? JSON.stringify(value)
      : typeof value === "bigint"
        ? `${value}n`
        : `${value}`.replace(/^-.*$/, "($&)");
  return { text, kinds: kinds.kindsOf(value), low: number, high: number, constant: { value } };
});

/** Is `fact` seen to hold of these operands? Of a predicate that is new here, where all of them are constants. */
function holds({ predicate, numbers }: Fact, operands: readonly Operand[]): boolean {
  const { mask, groups, constant, onValues } = predicateOf(predicate);
  const [x, y] = operands;
  if (x === undefined) return true;
  if (predicate === "effectFree" || predicate === "movable") return operands.every(({ isNoisy }) => isNoisy !== true);
  if (mask !== undefined) return kinds.isWithin(x.kinds, mask);
  if (groups !== undefined) return groups.some((group) => operands.every((each) => kinds.isWithin(each.kinds, group)));
  const known = operands.flatMap((each) => (each.constant === undefined ? [] : [each.constant.value]));
  if (known.length === operands.length) return onValues(known, numbers);
  if (constant === true) return false;
  const areNumbers = operands.every((each) => kinds.isWithin(each.kinds, kinds.NUMBER));
  switch (predicate) {
    case "between":
      return areNumbers && x.low >= numbers[0]! && x.high <= numbers[1]!;
    case "isDistinctNumber":
      return areNumbers && (x.high < y!.low || y!.high < x.low);
    case "exactProduct": {
      const most = operands.map(({ low, high }) => Math.max(Math.abs(low), Math.abs(high), 1));
      const areSmall = operands.every((each) => kinds.isWithin(each.kinds, kinds.INT32 | kinds.UINT32 | kinds.ZERO));
      return areSmall && most.reduce((product, each) => product * each, 1) < 2 ** 53;
    }
    case "fitsAboveShift": {
      const count = y?.constant?.value;
      if (typeof count !== "number" || !kinds.isWithin(x.kinds, kinds.INT32)) return false;
      return x.low >= -(2 ** (31 - count)) && x.high < 2 ** (31 - count);
    }
    default:
      return false;
  }
}

/** Operands for `names` of which all `facts` are seen to hold, or undefined where chance gives none. */
export function operandsFor(
  random: Random,
  names: readonly string[],
  facts: readonly Fact[],
  isModest: boolean,
): ReadonlyMap<string, Operand> | undefined {
  const constants = isModest
    ? CONSTANTS.filter(({ constant }) => !(Math.abs(Number(constant?.value)) > 1000) && constant?.value !== 0)
    : CONSTANTS;
  const candidates = new Map<string, readonly Operand[]>();
  for (const name of names) {
    const own = facts.filter((fact) => fact.vars.every((each) => each === name));
    const fitting = (from: readonly Operand[]): readonly Operand[] =>
      from.filter((each) => own.every((fact) => holds(fact, [each])));
    const [variables, fixed, noisy] = [fitting(VARIABLES), fitting(constants), fitting(NOISY)];
    const some = (from: readonly Operand[], count: number): readonly Operand[] =>
      from.length === 0 ? [] : random.list(count, () => random.pick(from));
    const all = [...some(variables, 12), ...some(fixed, 5), ...some(noisy, 1)];
    if (all.length === 0) return undefined;
    candidates.set(name, all);
  }
  const joint = facts.filter((fact) => new Set(fact.vars).size > 1);
  for (let trial = 0; trial < 60; trial++) {
    const chosen = new Map(names.map((name) => [name, random.pick(candidates.get(name) ?? [])]));
    const of = (fact: Fact): readonly Operand[] => fact.vars.map((name) => chosen.get(name)!);
    if (joint.every((fact) => holds(fact, of(fact)))) return chosen;
  }
  return undefined;
}
