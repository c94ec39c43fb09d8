import { describe, expect, test } from "vitest";
import type { Pattern } from "../egraph/index.ts";
import { printTerm } from "../ir/sexpr.ts";
import type { Term } from "../ir/term.ts";
import { type Fact, predicateOf } from "../rules/condition.ts";
import { allRules, type EquationRule, isEquation, nevers } from "../rules/index.ts";
import { type Example, variablesOf } from "../rules/rule.ts";
import {
  coreValues,
  type Evaluator,
  executed,
  fewValues,
  interpreted,
  type Outcome,
  sameOutcome,
  THROWING,
  traced,
  values,
} from "./ir-values.ts";

/** A pattern as a term whose `var` leaves are the places of `names`. */
function termOf(pattern: Pattern, names: readonly string[]): Term {
  if (pattern.kind === "var") return { op: "var", payload: names.indexOf(pattern.name), args: [] };
  const args = pattern.args.map((arg) => termOf(arg, names));
  const { op, payload } = pattern;
  return payload !== undefined && "const" in payload ? { op, payload: payload.const, args } : { op, args };
}

/** One side of an equation, by the interpreter and by the host. */
interface Side {
  readonly text: string;
  readonly interpreted: Evaluator;
  readonly executed: Evaluator;
}

function sideOf(pattern: Pattern, names: readonly string[], loud: ReadonlySet<string>): Side {
  const term = termOf(pattern, names);
  return {
    text: printTerm(term),
    interpreted: interpreted(term, names, loud),
    executed: executed(term, names, loud),
  };
}

function holds(fact: Fact, names: readonly string[], given: readonly unknown[]): boolean {
  const operands = fact.vars.map((name) => given[names.indexOf(name)]);
  return predicateOf(fact.predicate).onValues(operands, fact.numbers);
}

/**
 * Every combination of the set's values that meets the conditions. A variable that is not moved may also throw when it
 * is evaluated: conditions on its value are met by that.
 */
function* admitted(rule: EquationRule, names: readonly string[]): Generator<readonly unknown[]> {
  const edges = names.length <= 2 ? values : names.length === 3 ? coreValues : fewValues;
  const own = names.map((name) => {
    const set = [...edges, ...exampleValues(rule, name)];
    const facts = rule.when.filter((fact) => fact.vars.length === 1 && fact.vars[0] === name);
    const fit = set.filter((value) => facts.every((fact) => holds(fact, [name], [value])));
    const conditioned = facts.length > 0 || rule.when.some((fact) => fact.vars.includes(name));
    return rule.moves.includes(name) || conditioned ? fit : [...fit, THROWING];
  });
  const joint = rule.when.filter((fact) => fact.vars.length > 1);
  const given: unknown[] = [];
  function* choose(index: number): Generator<readonly unknown[]> {
    if (index === names.length) {
      if (joint.every((fact) => holds(fact, names, given))) yield given;
      return;
    }
    for (const value of own[index]!) {
      given[index] = value;
      yield* choose(index + 1);
    }
  }
  yield* choose(0);
}

/** What the rule's own counter-examples give for a variable. */
function exampleValues(rule: EquationRule, name: string): readonly unknown[] {
  const examples = rule.no.filter((each) => typeof each !== "string");
  return examples.map((each) => exampleValue(name, each[name])).filter((value) => !values.includes(value));
}

/** Rules that allow rounding: both sides are compared on moderate numbers, to 12 digits. */
function isApproximate(rule: EquationRule): boolean {
  return rule.assume.includes("reassociate") || rule.assume.includes("reciprocal");
}

const moderate = [0.25, 1, 1.1, 2, 3, 0.3, 7.7, 13, 5.0625, 20];

function isClose(a: Outcome, b: Outcome): boolean {
  if (typeof a.value !== "number" || typeof b.value !== "number") return false;
  return Math.abs(a.value - b.value) <= 1e-11 * Math.max(1, Math.abs(a.value), Math.abs(b.value));
}

function* moderateTuples(count: number): Generator<readonly number[]> {
  if (count === 0) yield [];
  else for (const rest of moderateTuples(count - 1)) for (const value of moderate) yield [value, ...rest];
}

function exampleValue(name: string, example: Example): unknown {
  if (typeof example !== "object" || example === null) return example;
  if ("symbol" in example) return Symbol.for(example.symbol);
  return traced(name, "value" in example ? example.value : undefined, example.text ?? "S");
}

const equations = allRules.filter(isEquation);

function show(given: readonly unknown[], names: readonly string[]): string {
  const text = (value: unknown): string => {
    if (typeof value === "bigint") return `${value}n`;
    if (typeof value === "string") return JSON.stringify(value);
    return Object.is(value, -0) ? "-0" : typeof value === "object" ? JSON.stringify(value) : String(value);
  };
  return names.map((name, index) => `${name} = ${text(given[index])}`).join(", ");
}

describe("every equation holds on all edge values that meet its conditions", () => {
  for (const rule of equations) {
    test(`${rule.id} (${rule.proof})`, () => {
      const names = variablesOf(rule.from[0]!);
      const loud = new Set(names.filter((name) => !rule.moves.includes(name)));
      const right = sideOf(rule.to, names, loud);
      const lefts = rule.from.map((from) => sideOf(from, names, loud));
      const approximate = isApproximate(rule);
      let checked = 0;
      for (const given of approximate ? moderateTuples(names.length) : admitted(rule, names)) {
        if (approximate && !rule.when.every((fact) => holds(fact, names, given))) continue;
        const expected = right.executed(given);
        expectSame(right.interpreted(given), expected, `${right.text}, two ways, with ${show(given, names)}`);
        for (const left of lefts) {
          const actual = left.executed(given);
          expectSame(left.interpreted(given), actual, `${left.text}, two ways, with ${show(given, names)}`);
          if (approximate ? isClose(actual, expected) : sameOutcome(actual, expected)) continue;
          expect(actual, `${left.text} against ${right.text} with ${show(given, names)}`).toEqual(expected);
          expect.fail(`${left.text} against ${right.text} with ${show(given, names)}`);
        }
        checked++;
      }
      expect(checked, "no value meets the conditions").toBeGreaterThan(1);
    });
  }
});

/** Is the equation refuted by some value that meets the conditions of `weaker`? */
function isRefuted(weaker: EquationRule, names: readonly string[]): boolean {
  const loud = new Set(names.filter((name) => !weaker.moves.includes(name)));
  const right = sideOf(weaker.to, names, loud);
  const lefts = weaker.from.map((from) => sideOf(from, names, loud));
  for (const given of admitted(weaker, names)) {
    const expected = right.executed(given);
    if (lefts.some((left) => !sameOutcome(left.executed(given), expected))) return true;
  }
  return false;
}

/** Not conditions on values: what they are for is tested elsewhere. */
const structural: ReadonlySet<string> = new Set(["effectFree", "movable", "isConstant"]);

describe("every condition is needed: without it some value refutes the equation", () => {
  for (const rule of equations.filter((each) => !isApproximate(each))) {
    const conditions = rule.when.filter((fact) => !structural.has(fact.predicate));
    const constants = rule.when.filter((fact) => predicateOf(fact.predicate).constant === true);
    const moves = rule.moves.filter((name) => !constants.some((fact) => fact.vars.includes(name)));
    if (conditions.length + moves.length === 0) continue;
    test(rule.id, () => {
      const names = variablesOf(rule.from[0]!);
      for (const fact of conditions) {
        const weaker = { ...rule, when: rule.when.filter((each) => each !== fact) };
        expect(isRefuted(weaker, names), `${fact.predicate}(${fact.vars.join(", ")})`).toBe(true);
      }
      for (const name of moves) {
        const weaker = { ...rule, moves: rule.moves.filter((each) => each !== name) };
        expect(isRefuted(weaker, names), `${name} is free of effects`).toBe(true);
      }
    });
  }
});

/** Moderate numbers, of which one or all are exchanged for values that break some of `facts` and nothing else. */
function* breaking(
  rule: EquationRule,
  names: readonly string[],
  facts: readonly Fact[],
): Generator<readonly unknown[]> {
  const others = rule.when.filter((each) => !facts.includes(each) && !structural.has(each.predicate));
  const breaks = (given: readonly unknown[]): boolean =>
    !facts.every((each) => holds(each, names, given)) && others.every((each) => holds(each, names, given));
  for (const [index] of names.entries()) {
    for (const value of values) {
      const given: unknown[] = names.map((_, i) => moderate[i + 2]);
      given[index] = value;
      if (breaks(given)) yield given;
    }
  }
  for (const a of coreValues) {
    for (const b of coreValues) {
      const given = names.map((_, i) => [a, b][i % 2]);
      if (breaks(given)) yield given;
    }
  }
}

/** Not needed for the values: `x / 0` and `x / Infinity` would be right as products, and only longer. */
const forBrevity: ReadonlySet<string> = new Set(["arith/div-constant isFiniteNumber", "arith/div-constant neverZero"]);

/** Conditions of one kind on several operands are one: of a product, any one operand may be no number. */
describe("every condition of a rule that rounds is needed: without it the sides are not even close", () => {
  for (const rule of equations.filter(isApproximate)) {
    const conditions = rule.when.filter((fact) => !structural.has(fact.predicate));
    if (conditions.length === 0) continue;
    test(rule.id, () => {
      const names = variablesOf(rule.from[0]!);
      const quiet = new Set<string>();
      const right = sideOf(rule.to, names, quiet);
      const lefts = rule.from.map((from) => sideOf(from, names, quiet));
      for (const predicate of new Set(conditions.map((fact) => fact.predicate))) {
        const group = conditions.filter((fact) => fact.predicate === predicate);
        const needed = [...breaking(rule, names, group)].some((given) => {
          const expected = right.executed(given);
          return lefts.some((left) => {
            const actual = left.executed(given);
            const zeros = actual.value === 0 && expected.value === 0 && !Object.is(actual.value, expected.value);
            return !sameOutcome(actual, expected) && (zeros || !isClose(actual, expected));
          });
        });
        expect(needed, predicate).toBe(!forBrevity.has(`${rule.id} ${predicate}`));
      }
    });
  }
});

function expectSame(a: Outcome, b: Outcome, message: string): void {
  if (!sameOutcome(a, b)) expect(a, message).toEqual(b);
}

/** Do the two sides differ, both by the interpreter and by the host? */
function refutes(from: Pattern, to: Pattern, names: readonly string[], given: readonly unknown[]): boolean {
  const quiet = new Set<string>();
  const [left, right] = [sideOf(from, names, quiet), sideOf(to, names, quiet)];
  const interpretedDiffer = !sameOutcome(left.interpreted(given), right.interpreted(given));
  const executedDiffer = !sameOutcome(left.executed(given), right.executed(given));
  expect(interpretedDiffer).toBe(executedDiffer);
  return executedDiffer;
}

describe("every counter-example refutes its equation, and some condition forbids it", () => {
  for (const rule of equations) {
    const examples = rule.no.filter((each) => typeof each !== "string");
    if (examples.length === 0) continue;
    test(rule.id, () => {
      const names = variablesOf(rule.from[0]!);
      for (const example of examples) {
        const given = names.map((name) => exampleValue(name, example[name]));
        const refuted = rule.from.some((from) => refutes(from, rule.to, names, given));
        expect(refuted, show(given, names)).toBe(true);
        const allowed = rule.assume.length === 0 && rule.when.every((fact) => holds(fact, names, given));
        expect(allowed, `the conditions allow ${show(given, names)}`).toBe(false);
      }
    });
  }
});

describe("equations that look right are refuted inside their domain", () => {
  for (const never of nevers) {
    test(`${never.id}: ${never.statement}`, () => {
      const names = variablesOf(never.from);
      expect(never.no.length).toBeGreaterThan(0);
      for (const example of never.no) {
        const given = names.map((name) => exampleValue(name, example[name]));
        expect(
          never.when.every((fact) => holds(fact, names, given)),
          "the example is outside of the domain",
        ).toBe(true);
        expect(refutes(never.from, never.to, names, given), show(given, names)).toBe(true);
      }
    });
  }
});
