import { afterEach, expect, test, vi } from "vitest";
import { MATH_NODES, MATH_RULES, MATH_TERMS } from "../bench/egraph-math.mjs";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

test("where new Function is forbidden, the engine runs by closures and finds the same", async () => {
  const forbidden = vi.fn(() => {
    throw new EvalError("Code generation from strings disallowed for this context");
  });
  vi.stubGlobal("Function", forbidden);
  vi.resetModules();
  const { compileRules, EGraph } = await import("../egraph/index.ts");
  const { rows, termOf } = await import("./egraph-math.ts");
  const eg = new EGraph();
  for (const source of MATH_TERMS) eg.addTerm(termOf(source));
  const rules = compileRules(rows(MATH_RULES));
  expect(rules.generate).toBe(false);
  eg.run(rules, { nodes: 1e6, iterations: 7, matches: 1e6 });
  expect(eg.nodeCount).toBe(MATH_NODES[7]);
  expect(forbidden).toHaveBeenCalledTimes(1);
});
