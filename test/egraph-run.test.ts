import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Condition, compileRules, EGraph, parsePattern } from "../egraph/index.ts";
import { addMathTerms, MATH, rows, rule, termOf } from "./egraph-math.ts";
import { canonical, rewrite, term } from "./egraph-random.ts";

const AC = rows([
  ["comm", "(+ ?a ?b)", "(+ ?b ?a)"],
  ["assoc", "(+ ?a (+ ?b ?c))", "(+ (+ ?a ?b) ?c)"],
]);

function sumOf(k: number): EGraph {
  const eg = new EGraph();
  let sum = eg.add("leaf", [], 0);
  for (let i = 1; i < k; i++) sum = eg.add("+", [sum, eg.add("leaf", [], i)]);
  return eg;
}

const WIDE = { nodes: 1e9, iterations: 1000, matches: 1e9 };

describe.each([true, false])("limits, generated: %s", (generate) => {
  const rules = compileRules(AC, { generate });

  test("of nodes stop inside one rule's search", () => {
    for (const nodes of [50, 51, 137, 500, 2000]) {
      const report = sumOf(9).run(rules, { ...WIDE, nodes });
      expect(report.reason).toBe("node limit");
      // One right side may pass the limit; the rebuild at the end may merge nodes again.
      expect(report.nodes).toBeLessThanOrEqual(nodes + 2);
    }
    const eg = sumOf(9);
    eg.run(rules, { ...WIDE, iterations: 4 });
    const before = eg.nodeCount;
    const report = eg.run(rules, { ...WIDE, nodes: before + 10 });
    expect(report.reason).toBe("node limit");
    expect(report.iterations).toBe(1);
    expect(report.nodes).toBeLessThanOrEqual(before + 12);
  });

  test("of matches are exact", () => {
    for (const matches of [0, 1, 7, 100, 1000]) {
      const report = sumOf(9).run(rules, { ...WIDE, matches });
      expect(report.reason).toBe("match limit");
      expect(report.rules.reduce((sum, r) => sum + r.matches, 0)).toBe(matches);
    }
  });

  test("of iterations and bytes", () => {
    expect(sumOf(9).run(rules, { ...WIDE, iterations: 3 })).toMatchObject({ reason: "iteration limit", iterations: 3 });
    expect(sumOf(9).run(rules, { ...WIDE, iterations: 0 })).toMatchObject({ reason: "iteration limit", iterations: 0 });
    const report = sumOf(9).run(rules, { ...WIDE, bytes: 20_000 });
    expect(report.reason).toBe("byte limit");
    expect(report.nodes).toBeGreaterThan(300);
    expect(report.nodes).toBeLessThan(700);
  });

  test("leave an e-graph that saturates as if nothing had stopped it", () => {
    const eg = sumOf(6);
    for (let i = 0; i < 20; i++) eg.run(rules, { ...WIDE, matches: 20 * i });
    expect(eg.run(rules, WIDE)).toMatchObject({ reason: "saturated", nodes: 608, classes: 63 });
  });

  test("do not depend on what the e-graph was used for before", () => {
    const eg = sumOf(9);
    eg.run(rules, { ...WIDE, nodes: 5000 });
    eg.clear();
    let sum = eg.add("leaf", [], 0);
    for (let i = 1; i < 9; i++) sum = eg.add("+", [sum, eg.add("leaf", [], i)]);
    expect(eg.run(rules, { ...WIDE, bytes: 50_000 })).toEqual(sumOf(9).run(rules, { ...WIDE, bytes: 50_000 }));
  });
});

describe("backoff", () => {
  test("lets an explosive rule rest, so that others come further within the same nodes", () => {
    const deep = (schedule: "simple" | "backoff"): number => {
      const eg = sumOf(12);
      let wrapped = eg.addTerm(termOf("(s z)"));
      for (let i = 0; i < 30; i++) wrapped = eg.add("w", [wrapped]);
      const climb = rows([["climb", "(w (s ?x))", "(s (s ?x))"]]);
      const report = eg.run(compileRules([...AC, ...climb]), { ...WIDE, nodes: 20_000 }, schedule);
      return report.rules.find((r) => r.name === "climb")!.matches;
    };
    expect(deep("backoff")).toBe(30);
    expect(deep("simple")).toBeLessThan(15);
  });

  test("does not call a rest saturation, and ends where the simple schedule ends", () => {
    const eg = sumOf(8);
    expect(eg.run(compileRules(AC), WIDE, "backoff")).toMatchObject({
      reason: "saturated",
      nodes: 6058,
      classes: 255,
    });
  });
});

test("at saturation the order of rules makes no difference", () => {
  let saturated = 0;
  fc.assert(
    fc.property(
      fc.array(rewrite, { minLength: 3, maxLength: 6 }),
      fc.array(term, { minLength: 3, maxLength: 4 }),
      fc.array(fc.nat(), { minLength: 6, maxLength: 6 }),
      (makers, terms, keys) => {
        const rules = makers.map((make, i) => make(`rule-${i}`)).filter(({ rhs }) => "kind" in rhs);
        const other = rules.map((r, i) => ({ r, key: keys[i]! })).sort((a, b) => a.key - b.key);
        const ends = [rules, other.map(({ r }) => r)].map((order) => {
          const eg = new EGraph();
          for (const t of terms) eg.addTerm(t);
          const { reason } = eg.run(compileRules(order), { nodes: 500, iterations: 30, matches: 1e5 });
          return { reason, classes: canonical(eg) };
        });
        if (ends[0]!.reason !== "saturated") return;
        saturated++;
        expect(ends[1]).toEqual(ends[0]);
      },
    ),
    { numRuns: 300, seed: 3 },
  );
  expect(saturated).toBeGreaterThan(150);
});

test("the report says which rule exploded", () => {
  const eg = new EGraph();
  addMathTerms(eg);
  const { rules } = eg.run(compileRules(MATH), { ...WIDE, iterations: 8 });
  const most = rules.toSorted((a, b) => b.matches - a.matches)[0]!;
  expect(most.name).toMatch(/^(comm|assoc)/);
  expect(rules.map((r) => r.name)).toEqual(MATH.map((r) => r.name));
});

describe("constants by bit pattern", () => {
  test("0, -0 and NaN are three, and equal only to themselves", () => {
    const eg = new EGraph();
    const values = [0, -0, Number.NaN, 0n, "0", false, null, undefined, "", 2 ** 53, -(2 ** 31), 1e-320];
    const ids = values.map((value) => eg.add("const", [], value));
    expect(new Set(ids).size).toBe(values.length);
    values.forEach((value, i) => {
      expect(eg.add("const", [], value)).toBe(ids[i]);
      expect([...eg.nodes(ids[i]!)][0]!.payload).toBe(value);
    });
    expect(eg.add("const", [])).toBe(eg.add("const", [], undefined));
  });

  test("a rule for 0 does not touch -0", () => {
    const eg = new EGraph();
    const rules = compileRules([rule("plus-minus-zero", "(+ ?x const#-0)", "?x"), rule("nan", "(f const#NaN)", "nan")]);
    const [plus, minus] = [termOf("(+ x const#0)"), termOf("(+ x const#-0)")].map((t) => eg.addTerm(t));
    const nan = eg.addTerm(termOf("(f const#NaN)"));
    eg.run(rules, WIDE);
    expect(eg.equal(minus!, eg.add("x", []))).toBe(true);
    expect(eg.equal(plus!, minus!)).toBe(false);
    expect(eg.equal(nan, eg.add("nan", []))).toBe(true);
  });

  test("stay right when the store of payloads starts anew", () => {
    const eg = new EGraph();
    const rules = compileRules([rule("seven", "(f const#7)", "const#-0"), rule("any", "(g const#?p)", "(h#?p)")]);
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 5000; i++) eg.add("const", [], round * 1e6 + i + 0.5);
      const f = eg.addTerm(termOf("(f const#7)"));
      const g = eg.addTerm(termOf(`(g const#"${round}")`));
      eg.run(rules, WIDE);
      expect(eg.equal(f, eg.add("const", [], -0))).toBe(true);
      expect(eg.equal(g, eg.add("h", [], String(round)))).toBe(true);
      eg.clear();
    }
  });
});

describe("cycles", () => {
  test("a class may contain itself, and rules still end", () => {
    const eg = new EGraph();
    const x = eg.add("x", []);
    eg.union(x, eg.addTerm(termOf("(+ x zero)")), "neutral");
    eg.addTerm(termOf("(f x)"));
    expect(eg.run(compileRules([AC[0]!, rule("f", "(f ?a)", "?a")]), WIDE).reason).toBe("saturated");
    expect(eg.equal(x, eg.addTerm(termOf("(+ zero (+ x zero))")))).toBe(true);
  });

  test("congruence closes over them", () => {
    const eg = new EGraph();
    const x = eg.add("x", []);
    const id5 = eg.addTerm(termOf("(f (f (f (f (f x)))))"));
    const id3 = eg.addTerm(termOf("(f (f (f x)))"));
    eg.union(id5, x, "five");
    eg.union(id3, x, "three");
    eg.rebuild();
    expect(eg.equal(x, eg.addTerm(termOf("(f x)")))).toBe(true);
    expect([eg.nodeCount, eg.classCount]).toEqual([2, 1]);
  });
});

describe("rules are checked when compiled", () => {
  const any: Condition = { name: "any", vars: ["z"], test: () => true };
  const lhs = parsePattern("(f ?x ?y)");

  test.each([
    ["drops in silence", { name: "r", lhs, rhs: parsePattern("?x") }, "drops ?y"],
    ["drops what it keeps", { name: "r", lhs, rhs: parsePattern("(g ?x ?y)"), drops: ["y"] }, "mentions it"],
    ["drops what is not there", { name: "r", lhs, rhs: parsePattern("(g ?x ?y)"), drops: ["z"] }, "not bound"],
    ["unbound on the right", { name: "r", lhs, rhs: parsePattern("(g ?x ?y ?z)") }, "mentions ?z"],
    ["unbound in a condition", { name: "r", lhs, rhs: parsePattern("(g ?x ?y)"), when: [any] }, "condition any"],
    ["matches everything", { name: "r", lhs: parsePattern("?x"), rhs: parsePattern("?x") }, "matches everything"],
    ["payload as class", { name: "r", lhs: parsePattern("c#?x"), rhs: parsePattern("?x") }, "payload"],
    ["class as payload", { name: "r", lhs: parsePattern("(f ?x)"), rhs: parsePattern("c#?x") }, "payload"],
    ["both at once", { name: "r", lhs: parsePattern("(f#?x ?x)"), rhs: parsePattern("?x") }, "payload"],
  ])("%s", (_, bad, message) => {
    expect(() => compileRules([bad])).toThrow(message);
    expect(() => compileRules([bad])).toThrow("rule r");
  });

  test("two of one name", () => {
    expect(() => compileRules([AC[0]!, AC[0]!])).toThrow("two rules are named comm");
  });

  test("and compiled once", () => {
    expect(compileRules(rows([["x", "(f ?a)", "?a"]]))).toBe(compileRules(rows([["x", "(f ?a)", "?a"]])));
    expect(compileRules(AC)).not.toBe(compileRules(AC.toReversed()));
  });
});

describe("patterns", () => {
  test.each(["(f ?x", "f)", "(f ?x))", "()", "(?x a)", "c#nope", "(f c#{})", "", "((f) a)"])(
    "%j is refused",
    (source) => {
      expect(() => parsePattern(source)).toThrow(SyntaxError);
    },
  );

  test("operators may be spelled as JavaScript spells them", () => {
    for (const op of ["?:", "??", "===", "!", "**", ">>>", "Math.max", "&&", "~"]) {
      expect(parsePattern(`(${op} ?a ${op})`)).toEqual({
        kind: "node",
        op,
        args: [
          { kind: "var", name: "a" },
          { kind: "node", op, args: [] },
        ],
      });
    }
    expect(parsePattern('(const#"a (b) \\"c\\"" )')).toEqual({
      kind: "node",
      op: "const",
      payload: { const: 'a (b) "c"' },
      args: [],
    });
    expect(parsePattern("const#-12n")).toMatchObject({ payload: { const: -12n } });
    expect(parsePattern("const#null")).toMatchObject({ payload: { const: null } });
  });
});
