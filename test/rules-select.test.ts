import { expect, test } from "vitest";
import { compileRules, EGraph, extractStress } from "../egraph/index.ts";
import { isNumber } from "../rules/condition.ts";
import {
  allRules,
  createFacts,
  isEquation,
  presets,
  rewritesOf,
  ruleIdOf,
  selectRules,
  toRewrites,
} from "../rules/index.ts";
import { add, mul, variable } from "../rules/pattern.ts";
import { rule } from "../rules/rule.ts";
import { executed, interpreted, sameOutcome } from "./ir-values.ts";
import { addExample, readExample } from "./rules-examples.ts";

const ids = (rules: readonly { readonly id: string }[]): string[] => rules.map((each) => each.id);

test("without an assumption only exact rules are selected, in every preset but fast-math", () => {
  for (const preset of presets) {
    const selected = selectRules({ preset });
    if (preset !== "fast-math") expect(selected.filter((each) => each.assume.length > 0)).toEqual([]);
  }
  expect(ids(selectRules({ preset: "fast-math" }))).toContain("arith/add-assoc");
  expect(ids(selectRules({ preset: "fast-math" }))).not.toContain("arith/pow-two");
});

test("an accepted assumption adds its rules, and only them", () => {
  const before = ids(selectRules());
  const after = ids(selectRules({ assume: { exactPow: true } }));
  const added = after.filter((id) => !before.includes(id));
  expect(added).toContain("arith/pow-two");
  for (const id of added) expect(allRules.find((each) => each.id === id)?.assume).toEqual(["exactPow"]);
  // Two assumptions, one of them accepted.
  expect(ids(selectRules({ assume: { reassociate: true } }))).not.toContain("math/hypot");
  expect(ids(selectRules({ assume: { reassociate: true, finiteMath: true } }))).toContain("math/hypot");
});

test("a rule can be switched off, and on only under its assumption", () => {
  expect(ids(selectRules({ overrides: { "arith/mul-one": "off" } }))).not.toContain("arith/mul-one");
  expect(ids(selectRules({ overrides: { "arith/pow-two": "on" } }))).not.toContain("arith/pow-two");
  expect(ids(selectRules({ preset: "size", overrides: { "fusion/map-map": "on" } }))).toContain("fusion/map-map");
  expect(ids(selectRules({ preset: "size" }))).not.toContain("fusion/map-map");
});

test("the same selection is compiled once", () => {
  expect(compileRules(toRewrites(selectRules()))).toBe(compileRules(toRewrites(selectRules())));
});

test("every rewrite leads back to its rule", () => {
  for (const each of allRules) for (const rewrite of rewritesOf(each)) expect(ruleIdOf(rewrite.name)).toBe(each.id);
});

test("rules say what they are", () => {
  for (const each of allRules) {
    expect(each.statement).toMatch(/->| in one pass| as a loop| without the array/);
    if (isEquation(each)) expect(each.conditions.length).toBe(each.when.length);
  }
});

test("what does not bind does not compile, and what drops silently throws", () => {
  const [x, y] = [variable("x"), variable("y")];
  const examples = { yes: ["n"], no: [] };
  // @ts-expect-error: y is not bound
  expect(() => rule("test/unbound", add(x, 0), mul(x, y), examples)).toThrow("y is not bound");
  // @ts-expect-error: y is not bound
  expect(rule("test/condition", add(x, 0), x, { ...examples, when: [isNumber(y)] }).id).toBe("test/condition");
  // @ts-expect-error: a condition is no operand
  expect(add(x, isNumber(x)).vars).toContain("x");
  expect(() => rule("test/drops", add(x, y), x, examples)).toThrow("drops y");
  expect(() => rule("test/keeps", add(x, y), add(y, x), { ...examples, drops: ["y"] })).toThrow("drops y");
});

test("object rules keep what the literal says", () => {
  for (const each of allRules.filter((some) => some.id.startsWith("object/"))) {
    for (const text of each.yes) {
      const example = readExample(text);
      const eg = new EGraph({ analysis: createFacts() });
      const root = addExample(eg, example);
      eg.rebuild();
      eg.run(compileRules(rewritesOf(each)), { nodes: 1000, iterations: 5, matches: 1000 });
      const given = example.names.map((_, index) => index + 1);
      const expected = executed(example.term, example.names, new Set())(given);
      for (let seed = 0; seed < 8; seed++) {
        const actual = interpreted(extractStress(eg, root, seed), example.names, new Set())(given);
        expect(sameOutcome(actual, expected), text).toBe(true);
      }
    }
  }
});
