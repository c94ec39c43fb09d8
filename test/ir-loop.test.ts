import { describe, expect, test } from "vitest";
import { CheckFailed, evaluate } from "../ir/evaluate.ts";
import { parseTerm } from "../ir/sexpr.ts";

/** Arrays with and without holes, and an array-like. */
const arrays: readonly (readonly unknown[])[] = [
  [],
  [1, 2, 3, 4, 5],
  // biome-ignore lint/suspicious/noSparseArray: holes are the point
  [3, , 5, , -1],
  [undefined, null, 7],
  new Array(3),
];

type Native = (xs: readonly unknown[]) => unknown;

const number = (value: unknown): number => Number(value);

/** A term over the array `var#0`, and what the built-in methods give. */
const cases: readonly (readonly [string, string, Native])[] = [
  [
    "map",
    "(toArray (stream#1 (dense var#0) const#true (* (el#0 var#0) const#2)))",
    (xs) => xs.map((x) => number(x) * 2),
  ],
  ["map with index", "(toArray (stream#1 (dense var#0) const#true (ix#0 var#0)))", (xs) => xs.map((_, i) => i)],
  [
    "filter",
    "(toArray (stream#2 (over var#0) (> (el#0 var#0) const#2) (el#0 var#0)))",
    (xs) => xs.filter((x) => number(x) > 2),
  ],
  [
    "filter, then map with the index after it",
    "(toArray (stream#1 (over (toArray (stream#2 (over var#0) (> (el#0 var#0) const#2) (el#0 var#0)))) const#true (ix#0 (toArray (stream#2 (over var#0) (> (el#0 var#0) const#2) (el#0 var#0))))))",
    (xs) => xs.filter((x) => number(x) > 2).map((_, i) => i),
  ],
  [
    "the same in one pass",
    "(toArray (stream#2 (over var#0) (> (el#0 var#0) const#2) (index#0 (> (el#0 var#0) const#2))))",
    (xs) => xs.filter((x) => number(x) > 2).map((_, i) => i),
  ],
  ["iteration", "(toArray (stream#1 (each var#0) const#true (el#0 var#0)))", (xs) => [...xs]],
  [
    "flatMap",
    "(toArray (stream#3 (over var#0) const#true (array#0 (el#0 var#0) const#0)))",
    (xs) => xs.flatMap((x) => [x, 0]),
  ],
  ["range", "(toArray (stream#1 (range const#3) const#true (* (ix#0 const#3) const#2)))", () => [0, 2, 4]],
  [
    "find",
    "(first (stream#0 (each var#0) (=== (el#0 var#0) const#5) (el#0 var#0)) const#undefined)",
    (xs) => xs.find((x) => x === 5),
  ],
  [
    "findLast",
    "(last (stream#0 (each var#0) (> (el#0 var#0) const#1) (ix#0 var#0)) const#-1)",
    (xs) => xs.findLastIndex((x) => number(x) > 1),
  ],
  [
    "some",
    "(first (stream#0 (over var#0) (=== (el#0 var#0) const#undefined) const#true) const#false)",
    (xs) => xs.some((x) => x === undefined),
  ],
  [
    "includes",
    "(first (stream#0 (each var#0) (=== (el#0 var#0) const#undefined) const#true) const#false)",
    (xs) => xs.includes(undefined),
  ],
  [
    "length of filter",
    "(count (stream#2 (over var#0) (> (el#0 var#0) const#2) (el#0 var#0)))",
    (xs) => xs.filter((x) => number(x) > 2).length,
  ],
  [
    "reduce",
    "(fold#0 (stream#0 (over var#0) const#true (el#0 var#0)) const#10 (- acc#0 (el#0 var#0)))",
    (xs) => xs.reduce<number>((a, x) => a - number(x), 10),
  ],
  [
    "reduce without a start",
    "(fold1#0 (stream#0 (over var#0) const#true (el#0 var#0)) (- acc#0 (el#0 var#0)))",
    (xs) => xs.reduce((a, x) => number(a) - number(x)),
  ],
  ["Set", "(toSet (stream#1 (each var#0) const#true (el#0 var#0)))", (xs) => new Set(xs)],
  ["forEach", "(forEach (stream#1 (over var#0) const#true (el#0 var#0)))", () => undefined],
  [
    "nested",
    "(toArray (stream#1 (dense var#0) const#true (fold#1 (stream#8 (over var#0) const#true (el#1 var#0)) const#0 (+ acc#1 (* (el#0 var#0) (el#1 var#0))))))",
    (xs) => xs.map((x) => xs.reduce<number>((a, y) => a + number(x) * number(y), 0)),
  ],
];

describe("the loop language against the built-in methods", () => {
  for (const [name, source, native] of cases) {
    test(name, () => {
      const term = parseTerm(source);
      for (const xs of arrays) {
        const expected = outcome(() => native(xs));
        const actual = outcome(() => evaluate(term, { leaf: () => xs }));
        if (actual === CheckFailed) {
          // Left at a hole.
          expect(source).toContain("(dense ");
          expect(Object.keys(xs).length).toBeLessThan(xs.length);
          continue;
        }
        expect(actual).toStrictEqual(expected);
        if (Array.isArray(expected)) expect(Object.keys(Object(actual))).toEqual(Object.keys(expected));
      }
    });
  }
});

function outcome(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error instanceof Error ? error.constructor : error;
  }
}

test("a check that fails is no value", () => {
  const term = parseTerm("(check#16 var#0)");
  expect(evaluate(term, { leaf: () => "text" })).toBe("text");
  expect(() => evaluate(term, { leaf: () => 1 })).toThrow("check");
});
