import { expect, test } from "vitest";
import { allRules, rewritesOf } from "../rules/index.ts";
import { arraysOf, checkFusion } from "./fusion/small-scope.ts";

const fusions = allRules.filter(({ id }) => /^fusion\/(?:map|filter|flat-map|slice)-/.test(id));

test("all arrays of at most three elements", () => {
  expect(arraysOf([1, 2], 3).length).toBe(1 + 2 + 4 + 8);
});

/** Consumers that run code of the user's own for each element. */
const calling = fusions.filter(({ id }) => !/-(?:count|set|to-map|to-object|join)$/.test(id));

test.each(calling)("$id: without its condition on effects some small array tells the sides apart", (rule) => {
  const weaker = rewritesOf(rule).map((each) => ({
    ...each,
    when: (each.when ?? []).filter(({ name }) => name !== "interleaves"),
  }));
  expect(weaker[0]!.when.length).toBe(1);
  expect(() => checkFusion(weaker)).toThrow("the methods against the fused form");
});

test.each(fusions)("$id: both sides do the same on all small arrays, wherever it fires", (rule) => {
  const { fired, refused, runs } = checkFusion(rewritesOf(rule));
  expect(fired).toBeGreaterThan(8);
  expect(refused).toBeGreaterThan(8);
  expect(runs).toBeGreaterThan(100);
});
