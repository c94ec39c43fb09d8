import { expect, test } from "vitest";
import { CONST } from "../ir/effects.ts";
import { isWithin, kindsOf } from "../ir/kinds.ts";
import { type Operator, operators, ownEffect, resultKinds } from "../ir/operators.ts";
import { compareRanges, numericRange, resultRange, UNBOUNDED } from "../ir/range.ts";
import { printTerm } from "../ir/sexpr.ts";
import { constant, type Term } from "../ir/term.ts";
import { coreValues, executed, fewValues, interpreted, sameOutcome, values } from "./ir-values.ts";

const quiet: ReadonlySet<string> = new Set();
const names = ["x", "y", "z"];

/** Operators on values: no leaves, no loops, nothing of which the payload is an identity. */
function isScalar(operator: Operator): boolean {
  const skipped = ["leaf", "loop", "object", "prop", "spread", "apply", "fact"];
  return !skipped.includes(operator.form.kind) && !operator.name.startsWith("entry");
}

const scalars = [...operators.values()].filter(isScalar);

/** Tuples of `arity` values: all of one or two, of a smaller set for three. */
function* tuples(arity: number): Generator<readonly unknown[]> {
  const set = arity === 3 ? fewValues : arity === 2 ? coreValues : values;
  if (arity === 0) yield [];
  else for (const rest of tuples2(set, arity)) yield rest;
}

function* tuples2(set: readonly unknown[], arity: number): Generator<readonly unknown[]> {
  for (const value of set) {
    if (arity === 1) yield [value];
    else for (const rest of tuples2(set, arity - 1)) yield [value, ...rest];
  }
}

function termOf(operator: Operator, arity: number): Term {
  const args: Term[] = [];
  for (let index = 0; index < arity; index++) {
    args.push({ op: "var", payload: index, args: [] });
    if (operator.name === "template") args.push(constant("-`${\\"));
  }
  const payload =
    operator.name === "str.split" || operator.name === "array" || operator.name === "load" ? 0 : undefined;
  return payload === undefined ? { op: operator.name, args } : { op: operator.name, payload, args };
}

function arities(operator: Operator): readonly number[] {
  if (operator.arity !== -1) return [operator.arity];
  return operator.name.startsWith("str.") ? [1, 2, 3] : [0, 1, 2, 3];
}

test("the interpreter agrees with the host on every operator", () => {
  let compared = 0;
  for (const operator of scalars) {
    for (const arity of arities(operator)) {
      const term = termOf(operator, arity);
      const one = interpreted(term, names, quiet);
      const other = executed(term, names, quiet);
      for (const tuple of tuples(arity)) {
        const [a, b] = [one(tuple), other(tuple)];
        if (!sameOutcome(a, b)) expect(a, `${operator.name} of ${tuple.map(show).join(", ")}`).toEqual(b);
        compared++;
      }
    }
  }
  expect(compared).toBeGreaterThan(50_000);
});

test("what an operator gives is within its result kinds, and where its effect is CONST nothing happens", () => {
  for (const operator of scalars) {
    for (const arity of arities(operator)) {
      const run = executed(termOf(operator, arity), names, quiet);
      for (const tuple of tuples(arity)) {
        const kinds = tuple.map(kindsOf);
        const args = operator.name === "template" ? kinds.flatMap((each) => [each, kindsOf("")]) : kinds;
        const outcome = run(tuple);
        const said = `${operator.name} of ${tuple.map(show).join(", ")}`;
        if (outcome.thrown === undefined) {
          const result = resultKinds(operator.name, 0, args);
          if (!isWithin(kindsOf(outcome.value), result))
            expect.fail(`${said} is ${show(outcome.value)}, not ${result}`);
        }
        if (ownEffect(operator.name, args) === CONST && (outcome.thrown !== undefined || outcome.trace.length > 0)) {
          expect.fail(`${said} claims no effect`);
        }
      }
    }
  }
});

test("what an operator gives is within its range", () => {
  const random = generator(7);
  for (const operator of scalars) {
    for (const arity of arities(operator)) {
      if (arity === 0) continue;
      const run = executed(termOf(operator, arity), names, quiet);
      for (const tuple of tuples(arity)) {
        const { value } = run(tuple);
        if (typeof value !== "number" || value !== value) continue;
        // A range around each operand, of a random width, and the range of its kinds.
        const ranges = tuple.map((each) => {
          const wide = typeof each === "number" && each === each ? around(each, random) : UNBOUNDED;
          return numericRange(kindsOf(each), wide);
        });
        const { low, high } = resultRange(operator.name, ranges);
        if (!(low <= value && value <= high)) {
          expect.fail(`${operator.name} of ${tuple.map(show).join(", ")} is ${value}, not in [${low}, ${high}]`);
        }
      }
    }
  }
});

test("ranges decide a comparison as the numbers do", () => {
  const random = generator(8);
  const operations: Readonly<Record<string, (a: number, b: number) => boolean>> = {
    "<": (a, b) => a < b,
    "<=": (a, b) => a <= b,
    ">": (a, b) => a > b,
    ">=": (a, b) => a >= b,
    "===": (a, b) => a === b,
  };
  let decided = 0;
  for (const a of values) {
    for (const b of values) {
      if (typeof a !== "number" || typeof b !== "number" || a !== a || b !== b) continue;
      for (const [op, operation] of Object.entries(operations)) {
        const said = compareRanges(op, around(a, random), around(b, random));
        if (said !== undefined) expect(said).toBe(operation(a, b));
        if (said !== undefined) decided++;
      }
    }
  }
  expect(decided).toBeGreaterThan(1000);
});

function around(value: number, random: () => number): { low: number; high: number } {
  const width = [0, 1, 1e3, Math.abs(value), 1e300, Number.POSITIVE_INFINITY][Math.floor(random() * 6)]!;
  const low = value - width;
  const high = value + width;
  return { low: low === low ? low : Number.NEGATIVE_INFINITY, high: high === high ? high : Number.POSITIVE_INFINITY };
}

/** Mulberry32. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function show(value: unknown): string {
  if (typeof value === "bigint") return `${value}n`;
  if (Object.is(value, -0)) return "-0";
  return typeof value === "string" ? JSON.stringify(value) : typeof value === "object" ? "object" : String(value);
}

test("random terms: the interpreter agrees with the host on the printed text", () => {
  const random = generator(9);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const leaves = coreValues.filter((each) => typeof each !== "object" && typeof each !== "symbol");
  const build = (depth: number): Term => {
    if (depth === 0 || random() < 0.2) {
      const leaf = random() < 0.4 ? undefined : pick(leaves);
      if (leaf === undefined) return { op: "var", payload: Math.floor(random() * 3), args: [] };
      return constant(typeof leaf === "number" || typeof leaf === "string" || typeof leaf === "bigint" ? leaf : true);
    }
    const operator = pick(scalars);
    const arity = pick(arities(operator));
    const { args, ...rest } = termOf(operator, arity);
    return { ...rest, args: args.map((arg) => (arg.op === "var" ? build(depth - 1) : arg)) };
  };
  let returned = 0;
  for (let count = 0; count < 6_000; count++) {
    const term = build(4);
    const loud = new Set(["x", "y", "z"]);
    const given = [pick(values), pick(values), pick(values)];
    const a = interpreted(term, names, loud)(given);
    const b = executed(term, names, loud)(given);
    if (!sameOutcome(a, b)) expect(a, printTerm(term)).toEqual(b);
    if (a.thrown === undefined) returned++;
  }
  expect(returned).toBeGreaterThan(1000);
});
