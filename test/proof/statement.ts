import type { Pattern } from "../../egraph/index.ts";
import { NEGATIVE_INT32, NEGATIVE_ZERO, POSITIVE_INT32, UPPER_UINT32 } from "../../ir/kinds.ts";
import type { Term } from "../../ir/term.ts";
import type { Fact } from "../../rules/condition.ts";
import { assumed, isSmallInteger, kindsOfType, kindsOfVariable } from "./assumed.ts";
import { type Num, Numbers, type Theory } from "./numbers.ts";
import { bits, bitVector, type Expr, FALSE, Script, TRUE, Unstated } from "./script.ts";
import { translate } from "./translate.ts";
import { type Prim, type PrimType, type Value, Values } from "./values.ts";

/** An equation between terms whose `var` leaves are the places of `names`. */
export interface Equation {
  readonly names: readonly string[];
  readonly from: Term;
  readonly to: Term;
  readonly when: readonly Fact[];
}

/** What one variable may be: some types, of which perhaps nothing counts but ToNumber of them; or one constant. */
export type Domain =
  | { readonly types: readonly PrimType[]; readonly onlyConverted?: true }
  | { readonly constant: unknown };

/** A pattern as a term whose `var` leaves are the places of `names`. */
export function termOf(pattern: Pattern, names: readonly string[]): Term {
  if (pattern.kind === "var") return { op: "var", payload: names.indexOf(pattern.name), args: [] };
  const args = pattern.args.map((arg) => termOf(arg, names));
  const { op, payload } = pattern;
  return payload !== undefined && "const" in payload ? { op, payload: payload.const, args } : { op, args };
}

/** How a value is read from a model: the names of constants, and what they mean. */
interface Reader {
  readonly names: readonly string[];
  read(model: ReadonlyMap<string, string>): unknown;
}

/** An equation, asked of the solver: can the sides differ? */
export interface Question {
  readonly text: string;
  /** Nothing is left to ask: both sides are the same term, or the conditions admit nothing. */
  readonly trivial: boolean;
  /** Functions of which nothing is said: where they occur, a counter-example may be none. */
  readonly uninterpreted: boolean;
  /** Constants whose values make a counter-example. */
  readonly names: readonly string[];
  read(model: ReadonlyMap<string, string>): readonly unknown[];
}

/**
 * The question whether the sides of `equation` differ somewhere in `domains`. To prove that they never do, `yes` also if
 * the theory may not apply; to `refute`, only if it does. @throws Unstated
 */
export function question(
  equation: Equation,
  domains: readonly Domain[],
  theory: Theory,
  aim: "prove" | "refute" = "prove",
): Question {
  const script = new Script();
  const values = new Values(script, new Numbers(script, theory));
  const parts = equation.names.map((name, index) => variable(name, domains[index]!, equation.when, values));
  const variables = parts.map(({ value }) => value);
  const facts = equation.when.map((fact) => assumed(fact, equation.names, variables, values));
  const admitted = script.and(...parts.map((part) => part.admitted), ...facts);
  const readers = parts.map(({ reader }) => reader);
  const ask = (formula: Expr): Question => ({
    text: script.asserting(formula),
    trivial: formula === FALSE,
    uninterpreted: script.uninterpreted.size > 0,
    names: readers.flatMap(({ names }) => names),
    read: (model) => readers.map((reader) => reader.read(model)),
  });
  if (admitted === FALSE) return ask(FALSE);
  const left = translate(equation.from, values, variables);
  const right = translate(equation.to, values, variables);
  const differ = script.not(values.same(left, right));
  const exact = script.and(...script.obligations);
  return ask(script.and(admitted, aim === "prove" ? script.or(differ, script.not(exact)) : script.and(differ, exact)));
}

interface Part {
  readonly value: Value;
  readonly admitted: Expr;
  readonly reader: Reader;
}

/** Types that ToNumber takes, numbers aside. */
export const convertibles: ReadonlySet<PrimType> = new Set(["boolean", "string", "undefined", "null"]);

function variable(name: string, domain: Domain, when: readonly Fact[], values: Values): Part {
  if ("constant" in domain) {
    const reader = { names: [], read: () => domain.constant };
    return { value: [{ when: TRUE, prim: constantOf(domain.constant, values) }], admitted: TRUE, reader };
  }
  const { script } = values;
  if (domain.onlyConverted === true) {
    const prim: Prim = { type: "convertible", ...anyNumber(name, values) };
    if (prim.number === undefined) throw new Unstated("a number that need not be exact");
    return { value: [{ when: TRUE, prim }], admitted: TRUE, reader: { names: [], read: () => undefined } };
  }
  const convertible = domain.types.filter((type) => convertibles.has(type));
  const [only, ...others] = domain.types.map((type) => {
    const typed = ofType(type, name, when, values);
    // Of several types, what they become as numbers is first left open.
    const named = convertible.length > 1 && convertibles.has(type) ? anyNumber(name, values) : {};
    return { ...typed, prim: { ...typed.prim, ...named } };
  });
  if (only === undefined) throw new Error(`no type for ${name}`);
  if (others.length === 0) {
    return { value: [{ when: TRUE, prim: only.prim }], admitted: only.admitted, reader: only.reader };
  }
  const tag = script.declare(`tag_${name}`, bits(3));
  const is = (index: number): Expr => script.same(tag, bitVector(BigInt(index), 3));
  const all = [only, ...others];
  return {
    value: all.map(({ prim }, index) => ({ when: is(index), prim })),
    admitted: script.or(...all.map(({ admitted }, index) => script.and(is(index), admitted))),
    reader: {
      names: [tag.text, ...all.flatMap(({ reader }) => reader.names)],
      read: (model) => (all[readBits(model.get(tag.text))] ?? only).reader.read(model),
    },
  };
}

function constantOf(value: unknown, values: Values): Prim {
  switch (typeof value) {
    case "number":
      return { type: "number", num: values.numbers.constant(value) };
    case "boolean":
      return { type: "boolean", bool: value ? TRUE : FALSE };
    case "bigint":
      return values.integer(value);
    case "string":
      return values.text(value);
    case "undefined":
      return { type: "undefined" };
    default:
      if (value === null) return { type: "null" };
      throw new Unstated("an object");
  }
}

interface Typed {
  readonly prim: Prim;
  readonly admitted: Expr;
  readonly reader: Reader;
}

function ofType(type: PrimType, name: string, when: readonly Fact[], values: Values): Typed {
  const { script } = values;
  // A variable that the model leaves out may have any value.
  const free = (
    suffix: string,
    sort: string,
    absent: string,
    prim: (value: Expr) => Prim,
    read: (text: string) => unknown,
  ): Typed => {
    const value = script.declare(`${suffix}_${name}`, sort);
    return {
      prim: prim(value),
      admitted: TRUE,
      reader: { names: [value.text], read: (model) => read(model.get(value.text) ?? absent) },
    };
  };
  switch (type) {
    case "number":
      return number(name, when, values);
    case "boolean":
      return free(
        "bool",
        "Bool",
        "false",
        (bool) => ({ type, bool }),
        (text) => text === "true",
      );
    case "bigint":
      return free(
        "int",
        "Int",
        "0",
        (int) => ({ type, int }),
        (text) => BigInt(text.replace(/^\(- (\d+)\)$/, "-$1")),
      );
    case "string":
      return free("text", "String", '""', (text) => ({ type, text, ...anyNumber(name, values) }), readText);
    case "symbol":
      return free(
        "symbol",
        "Int",
        "0",
        (id) => ({ type, id }),
        (text) => Symbol.for(text),
      );
    default:
      return {
        prim: { type },
        admitted: TRUE,
        reader: { names: [], read: () => (type === "null" ? null : undefined) },
      };
  }
}

/** Any number, in place of what ToNumber makes of a variable: more than what it can be. */
function anyNumber(name: string, { numbers, script }: Values): { number?: Num } {
  if (numbers.theory.name === "int") return {};
  script.uninterpreted.add("ToNumber");
  // The name of a variable that is a number: where only that number counts, the question is the same.
  return { number: numbers.variable(`bits_${name}`) };
}

/** `#x1f` or `#b101`. */
function readBits64(text: string | undefined): bigint {
  return text === undefined ? 0n : BigInt(text.replace("#", "0"));
}

function readBits(text: string | undefined): number {
  return Number(readBits64(text));
}

function readText(text: string): string {
  return text
    .slice(1, -1)
    .replaceAll('""', '"')
    .replace(/\\u\{([0-9a-fA-F]+)\}/g, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)));
}

/** An integer where the conditions leave only such, otherwise any number. */
function number(name: string, when: readonly Fact[], values: Values): Typed {
  const { script, numbers } = values;
  const left = kindsOfVariable(name, when) & kindsOfType.number;
  if (left !== 0 && isSmallInteger(left)) {
    const low = (left & NEGATIVE_INT32) !== 0 ? -(2n ** 31n) : 0n;
    const high = (left & UPPER_UINT32) !== 0 ? 2n ** 32n - 1n : (left & POSITIVE_INT32) !== 0 ? 2n ** 31n - 1n : 0n;
    const minusZero = (left & NEGATIVE_ZERO) !== 0 ? script.declare(`zero_${name}`, "Bool") : FALSE;
    const { num, admitted } = numbers.integer(`bits_${name}`, low, high, minusZero);
    const names = minusZero === FALSE ? [`bits_${name}`] : [`bits_${name}`, minusZero.text];
    const read = (model: ReadonlyMap<string, string>): number =>
      model.get(minusZero.text) === "true" ? -0 : Number(BigInt.asIntN(34, readBits64(model.get(`bits_${name}`))));
    return { prim: { type: "number", num }, admitted, reader: { names, read } };
  }
  if (numbers.theory.name === "int") throw new Unstated("a number that need not be exact");
  const num: Num = numbers.variable(`bits_${name}`);
  const read = (model: ReadonlyMap<string, string>): number => {
    const view = new DataView(new ArrayBuffer(8));
    view.setBigUint64(0, readBits64(model.get(`bits_${name}`)));
    return view.getFloat64(0);
  };
  return { prim: { type: "number", num }, admitted: TRUE, reader: { names: [`bits_${name}`], read } };
}
