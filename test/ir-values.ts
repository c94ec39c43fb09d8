import { isDeepStrictEqual } from "node:util";
import { evaluate } from "../ir/evaluate.ts";
import { printStatement } from "../ir/print.ts";
import type { Term } from "../ir/term.ts";

/** The edge values of proofs. Objects write their conversions into `trace`, which is emptied before every evaluation. */
export const trace: string[] = [];

/** An object whose `valueOf` gives `value` (itself if undefined) and whose `toString` gives `text`, both traced. */
export function traced(name: string, value: unknown, text: unknown): object {
  return {
    valueOf(): unknown {
      trace.push(`${name}.valueOf`);
      return value === undefined ? this : value;
    },
    toString(): unknown {
      trace.push(`${name}.toString`);
      return text;
    },
  };
}

function tracedPrimitive(name: string, convert: (hint: string) => unknown): object {
  return {
    [Symbol.toPrimitive](hint: string): unknown {
      trace.push(`${name}(${hint})`);
      return convert(hint);
    },
  };
}

export const numbers: readonly number[] = [
  0,
  -0,
  1,
  -1,
  2,
  -2,
  3,
  7,
  -7,
  8,
  10,
  255,
  0.1,
  -0.1,
  0.5,
  -0.5,
  1.5,
  -1.5,
  2.5,
  0.49999999999999994,
  1 / 3,
  1e-7,
  5e-324,
  -5e-324,
  2.2250738585072014e-308,
  2 ** 31 - 1,
  2 ** 31,
  -(2 ** 31),
  -(2 ** 31) - 1,
  2 ** 32 - 1,
  2 ** 32,
  2 ** 52 + 1,
  2 ** 53,
  -(2 ** 53) - 2,
  1e21,
  1e300,
  -1e300,
  2 ** 1023,
  Number.MAX_VALUE,
  -Number.MAX_VALUE,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  Number.NaN,
];

export const strings: readonly string[] = [
  "",
  "0",
  "-0",
  "1",
  "3",
  "a",
  "ab",
  "b",
  " 7 ",
  "0x10",
  "1e3",
  "NaN",
  "ß",
  "😀",
  "\ud83d",
];
export const bigints: readonly bigint[] = [0n, 1n, -1n, 2n, -7n, 64n, 2n ** 53n + 1n, -(2n ** 64n)];
const symbol = Symbol("s");

/** A string's methods on something that is no string. */
const impostor = {
  indexOf: (): number => 0,
  includes: (): boolean => false,
  trim: (): string => " trimmed ",
  trimStart: (): string => " start ",
  trimEnd: (): string => " end ",
  slice: (): string => "slice",
  substring: (): string => "substring",
  concat: (): string => "concat",
  length: 1,
  toString: (): string => "impostor",
};

export const objects: readonly object[] = [
  traced("A", 3, "S"),
  traced("B", "7", "x"),
  traced("C", undefined, "b"),
  traced("D", 5n, "1"),
  traced("E", undefined, {}),
  tracedPrimitive("F", (hint) => (hint === "number" ? 2 : "p")),
  tracedPrimitive("G", () => {
    throw new RangeError("G");
  }),
  tracedPrimitive("H", () => symbol),
  [Number.NaN],
  /a/,
  impostor,
];

export const values: readonly unknown[] = [
  ...numbers,
  ...strings,
  ...bigints,
  true,
  false,
  null,
  undefined,
  symbol,
  ...objects,
];

/** For rules of three variables. */
export const coreValues: readonly unknown[] = [
  0,
  -0,
  1,
  -1,
  3,
  0.1,
  -1.5,
  2 ** 31 - 1,
  -(2 ** 31),
  2 ** 32 - 1,
  2 ** 53,
  5e-324,
  Number.MAX_VALUE,
  Number.POSITIVE_INFINITY,
  Number.NaN,
  "",
  "1",
  "a",
  0n,
  -7n,
  2n ** 64n,
  true,
  false,
  null,
  undefined,
  symbol,
  objects[0],
  objects[3],
  objects[6],
];

/** For rules of four variables. */
export const fewValues: readonly unknown[] = [
  0,
  -0,
  1,
  -3,
  Number.NaN,
  "",
  "a",
  0n,
  2n,
  true,
  false,
  undefined,
  objects[0],
];

/** What evaluating came to: a value, or what was thrown, and what was seen on the way. */
export interface Outcome {
  readonly value?: unknown;
  /** Class of an error of the engine, or the thrown value itself. */
  readonly thrown?: unknown;
  readonly trace: readonly string[];
}

export function outcomeOf(run: () => unknown): Outcome {
  trace.length = 0;
  try {
    const value = run();
    return { value, trace: [...trace] };
  } catch (error) {
    return { thrown: error instanceof Error ? error.constructor.name : error, trace: [...trace] };
  }
}

export function sameOutcome(a: Outcome, b: Outcome): boolean {
  const same = Object.is(a.value, b.value) || (typeof a.value === "object" && isDeepStrictEqual(a.value, b.value));
  return (
    same &&
    a.thrown === b.thrown &&
    a.trace.length === b.trace.length &&
    a.trace.every((each, i) => each === b.trace[i])
  );
}

/** A way to evaluate a term for given values of its variables. */
export type Evaluator = (values: readonly unknown[]) => Outcome;

/** What evaluating a variable throws in place of giving a value: {@link THROWING}. */
export const THROWING: unique symbol = Symbol("throws when evaluated");

/** Reads a variable: of those in `loud`, with a trace, and a throw where the value is {@link THROWING}. */
export function readVariable(name: string, value: unknown, loud: boolean): unknown {
  if (!loud) return value;
  trace.push(name);
  if (value === THROWING) throw THROWING;
  return value;
}

/** By the reference interpreter. Leaves are `var` terms whose payload is their place in `names`. */
export function interpreted(term: Term, names: readonly string[], loud: ReadonlySet<string>): Evaluator {
  return (given) =>
    outcomeOf(() =>
      evaluate(term, {
        leaf: ({ payload }) => {
          const name = names[Number(payload)]!;
          return readVariable(name, given[Number(payload)], loud.has(name));
        },
      }),
    );
}

/** By the host, on the printed text. */
export function executed(term: Term, names: readonly string[], loud: ReadonlySet<string>): Evaluator {
  const text = printStatement(term, ({ payload }) => {
    const name = names[Number(payload)]!;
    return loud.has(name) ? `read(${JSON.stringify(name)}, ${name}, true)` : name;
  });
  const run: unknown = new Function("read", ...names, `"use strict"; return ${text};`);
  if (typeof run !== "function") throw new Error("no function");
  return (given) => outcomeOf(() => Reflect.apply(run, undefined, [readVariable, ...given]));
}
