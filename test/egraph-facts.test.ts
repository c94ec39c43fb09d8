import { describe, expect, test } from "vitest";
import {
  type Analysis,
  type Applier,
  type Condition,
  Conflict,
  compileRules,
  EGraph,
  type Id,
  parsePattern,
  type Rewrite,
} from "../egraph/index.ts";
import { rows, rule, termOf } from "./egraph-math.ts";

const LIMITS = { nodes: 10_000, iterations: 50, matches: 100_000 };

/** Constant folding over + and *, with the constant as a fact; and an upper bound of every value. */
const folding: Analysis = {
  columns: {
    constant: {
      type: "i32",
      unknown: -1,
      merge: (a, b) => {
        if (a === -1 || b === -1) return Math.max(a, b);
        throw new Error(`constants ${a} and ${b}`);
      },
    },
    hi: { type: "f64", unknown: Number.POSITIVE_INFINITY, merge: Math.min },
  },
  make(eg, { op, payload, children }, set) {
    if (op === "const") {
      set("constant", eg.intern(payload));
      if (typeof payload === "number") set("hi", payload);
    }
    const [a, b] = children;
    if (a === undefined || b === undefined || (op !== "+" && op !== "*")) return;
    if (op === "+") set("hi", eg.fact("hi", a) + eg.fact("hi", b));
    const x = eg.payload(eg.fact("constant", a));
    const y = eg.payload(eg.fact("constant", b));
    if (eg.fact("constant", a) < 0 || eg.fact("constant", b) < 0) return;
    if (typeof x === "number" && typeof y === "number") set("constant", eg.intern(op === "+" ? x + y : x * y));
  },
  modify(eg, id) {
    const constant = eg.fact("constant", id);
    if (constant >= 0) eg.union(id, eg.add("const", [], eg.payload(constant)), "fold");
  },
};

const num = (value: number): string => `const#${value}`;

describe("facts", () => {
  test("follow from nodes as they are added, and fold constants at rebuild", () => {
    const eg = new EGraph({ analysis: folding });
    const sum = eg.addTerm(termOf(`(+ ${num(1)} (* ${num(2)} ${num(3)}))`));
    expect(eg.payload(eg.fact("constant", sum))).toBe(7);
    eg.rebuild();
    expect(eg.equal(sum, eg.add("const", [], 7))).toBe(true);
  });

  test("from outside are merged, travel to all parents, also through unions made later", () => {
    const eg = new EGraph({ analysis: folding });
    const x = eg.add("var", [], 0);
    const y = eg.add("var", [], 1);
    const sum = eg.addTerm(termOf("(+ (+ var#0 var#0) var#0)"));
    eg.setFact("hi", y, 5);
    eg.rebuild();
    expect(eg.fact("hi", sum)).toBe(Number.POSITIVE_INFINITY);
    eg.union(x, y, "same");
    eg.rebuild();
    expect(eg.fact("hi", x)).toBe(5);
    expect(eg.fact("hi", sum)).toBe(15);
    eg.setFact("hi", x, 9);
    expect(eg.fact("hi", x)).toBe(5);
    eg.setFact("hi", x, 1);
    eg.rebuild();
    expect(eg.fact("hi", sum)).toBe(3);
  });

  test("that arrive later fold what is above, level by level", () => {
    const eg = new EGraph({ analysis: folding });
    const sum = eg.addTerm(termOf(`(+ (* x ${num(2)}) (+ x ${num(1)}))`));
    eg.union(eg.add("x", []), eg.add("const", [], 10), "x is ten");
    eg.rebuild();
    expect(eg.equal(sum, eg.add("const", [], 31))).toBe(true);
    // Congruence has made one node of each: (+ 20 11), (* 10 2), (+ 10 1), x and the constants 1, 2, 10, 11, 20, 31.
    expect(eg.nodeCount).toBe(10);
  });

  test("do not survive clear", () => {
    const eg = new EGraph({ analysis: folding });
    const rules = compileRules(rows([["plus-zero", `(+ ?a ${num(0)})`, "?a"]]));
    for (let round = 0; round < 3; round++) {
      const x = eg.add("var", [], 0);
      expect(eg.fact("hi", x)).toBe(Number.POSITIVE_INFINITY);
      eg.setFact("hi", x, round);
      const sum = eg.addTerm(termOf(`(+ (+ var#0 ${num(0)}) ${num(round + 1)})`));
      expect(eg.run(rules, LIMITS)).toMatchObject({ reason: "saturated", nodes: 5, classes: 4 });
      expect(eg.fact("hi", sum)).toBe(2 * round + 1);
      eg.clear();
      expect([eg.nodeCount, eg.classCount, [...eg.classes()].length]).toEqual([0, 0, 0]);
    }
  });

  test("that are unknown, or of an e-graph without analysis, are an error", () => {
    const eg = new EGraph({ analysis: folding });
    const x = eg.add("x", []);
    expect(() => eg.fact("low", x)).toThrow('no fact column "low": there are constant, hi');
    expect(() => new EGraph().fact("low", 0)).toThrow("no analysis");
  });

  test("settle around cycles", () => {
    const eg = new EGraph({ analysis: folding });
    const x = eg.add("x", []);
    const sum = eg.addTerm(termOf("(+ x y)"));
    eg.setFact("hi", eg.add("y", []), 0);
    eg.union(x, sum, "cycle");
    eg.rebuild();
    eg.setFact("hi", x, 4);
    eg.rebuild();
    expect(eg.fact("hi", sum)).toBe(4);
  });
});

test("facts that shrink around a cycle without end are cut off, and hold", () => {
  const eg = new EGraph({
    analysis: {
      columns: { hi: { type: "f64", unknown: Number.POSITIVE_INFINITY, merge: Math.min } },
      make: (e, { op, children }, set) => {
        if (op === "less") set("hi", e.fact("hi", children[0]!) - 1);
      },
    },
  });
  const x = eg.add("x", []);
  eg.union(x, eg.add("less", [x]), "never true");
  eg.setFact("hi", x, 1e15);
  eg.rebuild();
  expect(eg.fact("hi", x)).toBeLessThan(1e15);
  expect(eg.fact("hi", x)).toBeGreaterThan(1e15 - 1000);
});

describe("conflicts", () => {
  test("name the rules that merged the class", () => {
    const eg = new EGraph({ analysis: folding });
    eg.addTerm(termOf(`(f ${num(1)})`));
    const rules = compileRules(
      rows([
        ["good", "(f ?x)", "(g ?x)"],
        ["bad-one", "(g ?x)", "?x"],
        ["bad-two", "(f ?x)", num(2)],
      ]),
    );
    let error: unknown;
    try {
      eg.run(rules, LIMITS);
    } catch (e) {
      error = e;
    }
    expect(error).toBeInstanceOf(Conflict);
    expect((error as Conflict).rules.toSorted()).toEqual(["bad-one", "bad-two", "good"]);
    expect((error as Conflict).message).toContain("constants");
    eg.clear();
    eg.addTerm(termOf("(f x)"));
    expect(eg.run(compileRules(rows([["good", "(f ?x)", "(g ?x)"]])), LIMITS).reason).toBe("saturated");
  });

  test("that congruence brings about name the rule below", () => {
    const eg = new EGraph({ analysis: folding });
    const x = eg.add("x", []);
    const y = eg.add("y", []);
    eg.union(eg.add("f", [x]), eg.add("const", [], 1), "f x is 1");
    eg.union(eg.add("f", [y]), eg.add("const", [], 2), "f y is 2");
    eg.rebuild();
    eg.union(x, y, "wrong");
    expect(() => eg.rebuild()).toThrow(/merged by .*wrong/);
  });
});

describe("conditions and appliers", () => {
  const isSmall: Condition = { name: "isSmall", vars: ["x"], local: true, test: (eg, [x]) => eg.fact("hi", x!) < 10 };
  const isSmallDeep: Condition = { ...isSmall, local: false };

  test.each([
    [true, true],
    [true, false],
    [false, true],
    [false, false],
  ])("a rule fires once its condition holds, though its rows are old (local %s, generated %s)", (local, generate) => {
    const eg = new EGraph({ analysis: folding });
    const fx = eg.addTerm(termOf("(f x)"));
    const gx = eg.addTerm(termOf("(g x)"));
    const rules = compileRules(
      [
        rule("when-small", "(f ?x)", "(g ?x)", { when: [local ? isSmall : isSmallDeep] }),
        rule("first", "start", "(+ y z)"),
        // The fact of x arrives in the fourth step, by a union that leaves the row (f x) as it is.
        rule("second", "(+ y z)", "(+ z y)"),
        rule("third", "(+ z y)", "late"),
      ],
      { generate },
    );
    const late: Rewrite = {
      name: "fourth",
      lhs: parsePattern("late"),
      rhs: {
        vars: [],
        apply: (e) => {
          e.setFact("hi", e.add("x", []), 3);
          return undefined;
        },
      },
    };
    const all = compileRules([...rules.rules.map((r) => r.rewrite), late], { generate });
    eg.addTerm(termOf("start"));
    const report = eg.run(all, LIMITS);
    expect(report.reason).toBe("saturated");
    expect(eg.equal(fx, gx)).toBe(true);
    expect(report.rules.find((r) => r.name === "when-small")).toMatchObject({ applied: 1 });
  });

  test("an old local match is not tried again", () => {
    const eg = new EGraph({ analysis: folding });
    eg.addTerm(termOf("(f x)"));
    eg.addTerm(termOf("(n (n (n (n end))))"));
    let asked = 0;
    const never: Condition = {
      ...isSmall,
      test: () => {
        asked++;
        return false;
      },
    };
    const rules = compileRules([
      rule("never", "(f ?x)", "?x", { when: [never] }),
      rule("slow", "(n (n ?x))", "(n (m ?x))"),
      rule("slower", "(n (m ?x))", "(m (n ?x))"),
    ]);
    expect(eg.run(rules, LIMITS).iterations).toBeGreaterThan(2);
    expect(asked).toBeLessThanOrEqual(1);
  });

  test("see the payload by a payload variable", () => {
    const eg = new EGraph();
    const even: Condition = {
      name: "isEven",
      vars: ["n"],
      test: (e, [n]) => Number(e.payload(n!)) % 2 === 0,
    };
    const four = eg.add("const", [], 4);
    const five = eg.add("const", [], 5);
    const half: Applier = {
      vars: ["n"],
      apply: (e, _, [n]) => e.add("twice", [e.add("const", [], Number(e.payload(n!)) / 2)]),
    };
    const rules = compileRules([
      { name: "halve", lhs: parsePattern("const#?n"), rhs: half, when: [even] },
      rule("wrap", "const#?n", "(load#?n here)"),
    ]);
    eg.run(rules, LIMITS);
    expect(eg.equal(four, eg.addTerm(termOf("(twice const#2)")))).toBe(true);
    expect(eg.equal(five, eg.addTerm(termOf("(load#5 here)")))).toBe(true);
  });

  test("what an applier and a condition see is the snapshot of the step", () => {
    const eg = new EGraph();
    const a = eg.add("a", []);
    eg.add("probe", [a]);
    const sizes: number[] = [];
    const look: Applier = {
      vars: ["x"],
      apply: (e, _, [x]) => {
        sizes.push([...e.nodes(x!)].length);
        return undefined;
      },
    };
    const rules = compileRules([
      rule("more", "a", "(b c)"),
      { name: "look", lhs: parsePattern("(probe ?x)"), rhs: look },
    ]);
    eg.run(rules, LIMITS);
    expect(sizes).toEqual([1, 2]);
  });

  test("an error in a condition leaves an e-graph that can be cleared and used", () => {
    const eg = new EGraph();
    eg.addTerm(termOf("(f x)"));
    const broken: Condition = {
      name: "broken",
      vars: [],
      test: () => {
        throw new Error("broken condition");
      },
    };
    expect(() => eg.run(compileRules([rule("r", "(f ?x)", "?x", { when: [broken] })]), LIMITS)).toThrow(
      "broken condition",
    );
    eg.clear();
    const x: Id = eg.addTerm(termOf("(f x)"));
    eg.run(compileRules([rule("r", "(f ?x)", "?x")]), LIMITS);
    expect(eg.equal(x, eg.add("x", []))).toBe(true);
  });
});
