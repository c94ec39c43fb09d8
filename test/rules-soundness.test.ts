import { expect, test } from "vitest";
import { compileRules, EGraph, extractStress, type Id, type Pattern } from "../egraph/index.ts";
import { CONST } from "../ir/effects.ts";
import { isWithin, type Kinds, kindsOf } from "../ir/kinds.ts";
import { operators } from "../ir/operators.ts";
import { printTerm } from "../ir/sexpr.ts";
import { constant, type Payload, type Term } from "../ir/term.ts";
import { type Fact, type Predicate, predicates } from "../rules/condition.ts";
import { constantOf, createFacts, isEquation, nevers, selectRules, toRewrites } from "../rules/index.ts";
import { variablesOf } from "../rules/rule.ts";
import { coreValues, executed, interpreted, numbers, sameOutcome, values } from "./ir-values.ts";
import { addExample, kindsByLetter, setKinds } from "./rules-examples.ts";

const selected = selectRules().filter((each) => !each.id.startsWith("fusion/"));
const equations = selected.filter(isEquation);
const rules = compileRules(toRewrites(selected));
const limits = { nodes: 1500, iterations: 8, matches: 20_000 };

function isPayload(value: unknown): value is Payload {
  return typeof value !== "symbol" && (typeof value !== "object" || value === null);
}

test("a predicate that holds of facts holds of every value that has them", () => {
  const eg = new EGraph({ analysis: createFacts() });
  const ids = values.filter(isPayload).map((value) => ({ value, id: eg.addTerm(constant(value)) }));
  eg.rebuild();
  const check = (name: string, predicate: Predicate, some: typeof ids, given: readonly number[]): void => {
    const says = predicate.onFacts(
      eg,
      some.map((each) => each.id),
      given,
    );
    const holds = predicate.onValues(
      some.map((each) => each.value),
      given,
    );
    if (says && !holds) expect.fail(`${name} of ${some.map((each) => String(each.value)).join(", ")}`);
  };
  for (const [name, predicate] of Object.entries(predicates)) {
    const given = name === "between" ? [-7, 10] : [1];
    for (const a of ids) {
      for (const b of ids) check(name, predicate, [a, b], given);
    }
  }
});

test("a predicate that holds of kinds holds of every value of those kinds", () => {
  for (const [name, predicate] of Object.entries(predicates)) {
    const given = name === "between" ? [-7, 10] : [1];
    for (const mask of Object.values(kindsByLetter)) {
      for (const other of Object.values(kindsByLetter)) {
        const eg = new EGraph({ analysis: createFacts() });
        const ids = [eg.add("var", [], 0), eg.add("var", [], 1)];
        setKinds(eg, ids[0]!, mask);
        setKinds(eg, ids[1]!, other);
        eg.setFact("effect", ids[0]!, CONST);
        if (!predicate.onFacts(eg, ids, given)) continue;
        for (const a of coreValues) {
          for (const b of coreValues) {
            if (!isWithin(kindsOf(a), mask) || !isWithin(kindsOf(b), other)) continue;
            if (!predicate.onValues([a, b], given)) expect.fail(`${name} of ${String(a)} and ${String(b)}`);
          }
        }
      }
    }
  }
});

/** The kinds that a domain leaves to a variable, as far as masks say. */
function kindsOfVariable(name: string, when: readonly Fact[]): Kinds {
  return when
    .filter((fact) => fact.vars.length === 1 && fact.vars[0] === name)
    .reduce((kinds, fact) => kinds & (predicates[fact.predicate]?.mask ?? -1), -1);
}

test("saturation never makes an equation that looks right true", () => {
  expect(nevers.length).toBeGreaterThan(30);
  for (const never of nevers) {
    const eg = new EGraph({ analysis: createFacts() });
    const names = variablesOf(never.from);
    const ids = names.map((name, index) => {
      const id = eg.add("var", [], index);
      const kinds = kindsOfVariable(name, never.when);
      if (kinds !== -1) setKinds(eg, id, kinds);
      eg.setFact("effect", id, CONST);
      return id;
    });
    const add = (pattern: typeof never.from): Id => {
      if (pattern.kind === "var") return ids[names.indexOf(pattern.name)]!;
      const { op, payload } = pattern;
      return eg.add(op, pattern.args.map(add), payload !== undefined && "const" in payload ? payload.const : undefined);
    };
    const left = add(never.from);
    const right = add(never.to);
    eg.rebuild();
    const report = eg.run(rules, limits);
    expect(report.reason, never.id).toBe("saturated");
    expect(eg.equal(left, right), `${never.id}: ${never.statement}`).toBe(false);
  }
});

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

const letters = ["n", "m", "i", "j", "u", "s", "t", "b", "g", "h", "a", "e"];
/** Operators that random terms are made of, the frequent ones of the rules more often. */
const vocabulary = [...operators.values()].filter((each) => {
  const scalar = ["prefix", "infix", "conditional", "call"].includes(each.form.kind);
  return scalar || each.name === "str.length" || each.name === "str.trim" || each.name === "str.includes";
});
const frequent = [
  "neg",
  "+",
  "-",
  "*",
  "/",
  "%",
  "&",
  "|",
  "!",
  "&&",
  "||",
  "?:",
  "<",
  "===",
  "Math.floor",
  "Math.abs",
];
const constants: readonly Payload[] = [
  0,
  -0,
  1,
  -1,
  2,
  8,
  31,
  0.5,
  255,
  "",
  "a",
  0n,
  1n,
  64n,
  true,
  false,
  null,
  undefined,
  Number.NaN,
];

test("every member of every class agrees with the term that was put in", () => {
  const random = generator(20261123);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  /** A left side of some rule, with letters or other terms as its variables. */
  const instance = (depth: number): Term => {
    const from = pick(pick(equations).from);
    const bound = new Map(variablesOf(from).map((name) => [name, build(random() < 0.7 ? 0 : depth - 1)]));
    const fill = (pattern: Pattern): Term => {
      if (pattern.kind === "var") return bound.get(pattern.name)!;
      const { op, payload } = pattern;
      const args = pattern.args.map(fill);
      return payload !== undefined && "const" in payload ? { op, payload: payload.const, args } : { op, args };
    };
    return fill(from);
  };
  const build = (depth: number): Term => {
    if (depth > 0 && random() < 0.45) return instance(depth);
    if (depth === 0 || random() < 0.15) {
      if (random() < 0.35) return constant(pick(constants));
      return { op: "var", payload: Math.floor(random() * letters.length), args: [] };
    }
    const { name, arity } = operators.get(random() < 0.7 ? pick(frequent) : pick(vocabulary).name)!;
    // Equal operands are what many rules want.
    const shared = random() < 0.3 ? build(depth - 1) : undefined;
    const count = arity === -1 ? 2 : arity;
    return {
      op: name,
      args: Array.from({ length: count }, () => (random() < 0.5 && shared ? shared : build(depth - 1))),
    };
  };
  const fired = new Set<string>();
  const loud = new Set(["e"]);
  let members = 0;
  for (let round = 0; round < 600; round++) {
    const term = build(3);
    const eg = new EGraph({ analysis: createFacts() });
    const root = addExample(eg, { term, names: letters });
    eg.rebuild();
    for (const each of eg.run(rules, limits).rules) if (each.applied > 0) fired.add(each.name);
    const given = Array.from({ length: 10 }, () =>
      letters.map((letter) => pick(values.filter((value) => isWithin(kindsOf(value), kindsByLetter[letter]!)))),
    );
    const original = executed(term, letters, loud);
    const expected = given.map((each) => original(each));
    for (let seed = 0; seed < 3; seed++) {
      const member = extractStress(eg, root, seed + round * 3);
      const run = interpreted(member, letters, loud);
      for (const [index, each] of given.entries()) {
        const actual = run(each);
        if (!sameOutcome(actual, expected[index]!)) {
          const text = letters.map((letter, at) => `${letter} = ${shown(each[at])}`).join(", ");
          expect(actual, `${printTerm(term)}\nagainst ${printTerm(member)}\nwith ${text}`).toEqual(expected[index]);
          expect.fail(`${printTerm(term)} against ${printTerm(member)}`);
        }
      }
      members++;
    }
    checkFacts(eg, term, given, loud);
  }
  expect(members).toBe(1800);
  expect(fired.size).toBeGreaterThan(120);
});

function shown(value: unknown): string {
  return Object.is(value, -0) ? "-0" : typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** Facts of the root's class, and of all operands', hold of the values. */
function checkFacts(eg: EGraph, term: Term, given: readonly (readonly unknown[])[], loud: ReadonlySet<string>): void {
  const id = eg.addTerm(term);
  const run = interpreted(term, letters, loud);
  const kinds = eg.fact("kinds", id);
  const known = constantOf(eg, id);
  for (const each of given) {
    const { value, thrown, trace } = run(each);
    if (eg.fact("effect", id) === CONST && (thrown !== undefined || trace.length > 0))
      expect.fail(`${printTerm(term)} has effects`);
    if (thrown !== undefined) continue;
    if (!isWithin(kindsOf(value), kinds)) expect.fail(`${printTerm(term)} is ${String(value)}, not within ${kinds}`);
    if (known !== undefined && !Object.is(known.value, value)) expect.fail(`${printTerm(term)} is not ${known.value}`);
    if (typeof value !== "number" || value !== value) continue;
    const [low, high] = [eg.fact("lo", id), eg.fact("hi", id)];
    if (!(low <= value && value <= high)) expect.fail(`${printTerm(term)} is ${value}, not in [${low}, ${high}]`);
  }
}

test("constants fold to what the interpreter computes", () => {
  const random = generator(5);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const leaves = [...numbers, ...constants, "1e3", "ß", "12345678901234567890123"];
  let folded = 0;
  for (let round = 0; round < 6000; round++) {
    const { name, arity } = pick(vocabulary);
    const term: Term = {
      op: name,
      args: Array.from({ length: arity === -1 ? 2 : arity }, () => constant(pick(leaves))),
    };
    const eg = new EGraph({ analysis: createFacts({ approxMath: true }) });
    const id = eg.addTerm(term);
    eg.rebuild();
    const known = constantOf(eg, id);
    if (known === undefined) continue;
    folded++;
    const { value, thrown } = interpreted(term, [], new Set())([]);
    expect(thrown, printTerm(term)).toBeUndefined();
    expect(Object.is(value, known.value), printTerm(term)).toBe(true);
  }
  expect(folded).toBeGreaterThan(1500);
});
