import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  compileRules,
  EGraph,
  parsePattern,
  printPattern,
  type Rewrite,
  type RunReport,
  type Term,
} from "../egraph/index.ts";
import { canonical, pattern, rewrite, term } from "./egraph-random.ts";

interface Outcome {
  readonly report: RunReport;
  readonly classes: readonly string[];
}

function outcome(rules: readonly Rewrite[], terms: readonly Term[], generate: boolean, limits = LIMITS): Outcome {
  const eg = new EGraph();
  for (const t of terms) eg.addTerm(t);
  const report = eg.run(compileRules(rules, { generate }), limits);
  return { report, classes: dump(eg) };
}

function dump(eg: EGraph): string[] {
  return [...eg.classes()].map(
    (id) =>
      `${id}: ${[...eg.nodes(id)].map((n) => `${n.op}#${Object.is(n.payload, -0) ? "-0" : n.payload}(${n.children})`).join(" ")}`,
  );
}

const LIMITS = { nodes: 60, iterations: 4, matches: 100 };

describe("generated source and closures", () => {
  test("give the same e-graph, report and order, on random rules and terms", () => {
    const reasons: Record<string, number> = {};
    let applied = 0;
    fc.assert(
      fc.property(
        fc.array(rewrite, { minLength: 3, maxLength: 6 }),
        fc.array(term, { minLength: 4, maxLength: 6 }),
        (makers, terms) => {
          const rules = makers.map((make, i) => make(`rule-${i}`));
          const generated = outcome(rules, terms, true);
          expect(generated).toEqual(outcome(rules, terms, false));
          const { reason } = generated.report;
          reasons[reason] = (reasons[reason] ?? 0) + 1;
          if (generated.report.rules.some((r) => r.applied > 0)) applied++;
        },
      ),
      { numRuns: 1000, seed: 7 },
    );
    // The property is idle if nothing ever matches or everything explodes.
    expect(reasons.saturated).toBeGreaterThan(200);
    expect(reasons["node limit"]).toBeGreaterThan(10);
    expect(reasons["match limit"]).toBeGreaterThan(10);
    expect(reasons["iteration limit"]).toBeGreaterThan(10);
    expect(applied).toBeGreaterThan(200);
  });

  test("skip old matches without missing any: one run of n steps equals n runs of one step", () => {
    fc.assert(
      fc.property(
        fc.array(rewrite, { minLength: 3, maxLength: 6 }),
        fc.array(term, { minLength: 1, maxLength: 3 }),
        (makers, terms) => {
          const rules = compileRules(makers.map((make, i) => make(`rule-${i}`)));
          const limits = { nodes: 400, matches: 1e9 };
          const once = new EGraph();
          const apart = new EGraph();
          for (const t of terms) {
            once.addTerm(t);
            apart.addTerm(t);
          }
          const report = once.run(rules, { ...limits, iterations: 4 });
          if (report.reason === "node limit") return;
          for (let i = 0; i < 4; i++) apart.run(rules, { ...limits, iterations: 1 });
          expect(canonical(once)).toEqual(canonical(apart));
        },
      ),
      { numRuns: 600 },
    );
  });
});

test("a pattern that is printed is read back", () => {
  fc.assert(
    fc.property(pattern, (p) => {
      expect(parsePattern(printPattern(p))).toEqual(p);
    }),
  );
});
