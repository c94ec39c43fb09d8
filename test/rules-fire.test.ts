import { describe, expect, test } from "vitest";
import { compileRules, EGraph, type RunReport } from "../egraph/index.ts";
import { allRules, createFacts, type Rule, rewritesOf, ruleIdOf, toRewrites } from "../rules/index.ts";
import { addExample, readExample } from "./rules-examples.ts";

const limits = { nodes: 2000, iterations: 6, matches: 20_000 };
const scalar = allRules.filter((each) => !each.id.startsWith("fusion/"));

/** Runs the rule alone, or with companions, and says how often it united two classes. */
function applications(rule: Rule, text: string): number {
  const eg = new EGraph({ analysis: createFacts() });
  addExample(eg, readExample(text));
  eg.rebuild();
  const report: RunReport = eg.run(compileRules(rewritesOf(rule)), limits);
  return report.rules.filter((each) => ruleIdOf(each.name) === rule.id).reduce((sum, each) => sum + each.applied, 0);
}

describe("every rule fires where it says", () => {
  for (const rule of scalar) {
    test(rule.id, () => {
      expect(rule.yes.length, "a rule needs an example where it fires").toBeGreaterThan(0);
      expect(rule.no.length, "a rule needs an example where it must not").toBeGreaterThan(0);
      for (const text of rule.yes) expect(applications(rule, text), text).toBeGreaterThan(0);
      for (const text of rule.no) if (typeof text === "string") expect(applications(rule, text), text).toBe(0);
    });
  }
});

test("every left side of a rule can fire", () => {
  expect(compileRules(toRewrites(scalar)).rules.length).toBeGreaterThan(scalar.length);
});

test("ids are unique and name their subject", () => {
  expect(new Set(allRules.map((each) => each.id)).size).toBe(allRules.length);
  for (const { id } of allRules) expect(id).toMatch(/^[a-z]+\/[a-z0-9-]+$/);
});
