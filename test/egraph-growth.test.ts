import { describe, expect, test } from "vitest";
import { compileRules, EGraph } from "../egraph/index.ts";
import { addMathTerms, MATH, MATH_CLASSES_FROM_6, MATH_NODES, rows } from "./egraph-math.ts";

const UNLIMITED = { nodes: 1e9, matches: 1e9 };

describe.each([true, false])("growth numbers on which egg, egglog and oatlog agree, generated: %s", (generate) => {
  test("math to step 9: nodes and classes", () => {
    const eg = new EGraph();
    addMathTerms(eg);
    const rules = compileRules(MATH, { generate });
    const nodes = [eg.nodeCount];
    const classes = [eg.classCount];
    for (let step = 1; step <= 9; step++) {
      eg.run(rules, { ...UNLIMITED, iterations: 1 });
      nodes.push(eg.nodeCount);
      classes.push(eg.classCount);
    }
    expect(nodes).toEqual(MATH_NODES.slice(0, 10));
    expect(classes.slice(6)).toEqual(MATH_CLASSES_FROM_6.slice(0, 4));
  });

  test("math in one run skips old matches and grows the same", () => {
    const eg = new EGraph();
    addMathTerms(eg);
    const report = eg.run(compileRules(MATH, { generate }), { ...UNLIMITED, iterations: 9 });
    expect(report).toMatchObject({ reason: "iteration limit", iterations: 9, nodes: 28303, classes: 12445 });
  });

  test.each([6, 8])("associativity and commutativity over %i leaves", (k) => {
    const eg = new EGraph();
    let sum = eg.add("var", [], 0);
    for (let i = 1; i < k; i++) sum = eg.add("+", [sum, eg.add("var", [], i)]);
    const rules = compileRules(
      rows([
        ["comm", "(+ ?a ?b)", "(+ ?b ?a)"],
        ["assoc", "(+ ?a (+ ?b ?c))", "(+ (+ ?a ?b) ?c)"],
      ]),
      { generate },
    );
    const report = eg.run(rules, { ...UNLIMITED, iterations: 100 });
    expect(report).toMatchObject({
      reason: "saturated",
      classes: 2 ** k - 1,
      nodes: 3 ** k - 2 ** (k + 1) + 1 + k,
    });
  });
});
