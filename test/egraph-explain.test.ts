import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  compileRules,
  EGraph,
  type Explanation,
  extract,
  extractStress,
  parsePattern,
  type Rewrite,
  type Term,
} from "../egraph/index.ts";
import { type CheckedRule, flaw } from "./egraph-explanation-checker.ts";
import { addMathTerms, MATH, rows, termOf } from "./egraph-math.ts";
import { canonical, rewrite, term } from "./egraph-random.ts";

function checked(rules: readonly Rewrite[]): Map<string, CheckedRule> {
  const known = new Map<string, CheckedRule>();
  for (const { name, lhs, rhs } of rules) if ("kind" in rhs) known.set(name, { lhs, rhs });
  return known;
}

function show({ steps }: Explanation): string[] {
  return steps.map(({ rule, direction, path, after }) => `${path.join(".")} ${rule} ${direction}: ${text(after)}`);
}

function text(t: Term): string {
  return t.args.length === 0 ? t.op : `(${t.op} ${t.args.map(text).join(" ")})`;
}

const LIMITS = { nodes: 200, iterations: 5, matches: 2000 };

describe("explanations", () => {
  test("every equality of random e-graphs has one that the checker accepts", () => {
    let steps = 0;
    let congruences = 0;
    fc.assert(
      fc.property(
        fc.array(rewrite, { minLength: 2, maxLength: 6 }),
        fc.array(term, { minLength: 2, maxLength: 5 }),
        fc.nat(),
        (makers, terms, seed) => {
          const rules = makers.map((make, i) => make(`rule-${i}`)).filter(({ rhs }) => "kind" in rhs);
          const eg = new EGraph({ explanations: true });
          const roots = terms.map((t) => eg.addTerm(t));
          eg.run(compileRules(rules), LIMITS);
          roots.forEach((root, i) => {
            const other = extractStress(eg, root, seed + i);
            const explanation = eg.explain(terms[i]!, other);
            steps += explanation.steps.length;
            congruences += explanation.steps.filter((s) => s.path.length > 0).length;
            expect(flaw(explanation, checked(rules), terms[i]!, other)).toBeUndefined();
          });
        },
      ),
      { numRuns: 400, seed: 11 },
    );
    expect(steps).toBeGreaterThan(300);
    expect(congruences).toBeGreaterThan(100);
  });

  test("keeping them changes nothing else", () => {
    fc.assert(
      fc.property(
        fc.array(rewrite, { minLength: 2, maxLength: 5 }),
        fc.array(term, { minLength: 2, maxLength: 4 }),
        (makers, terms) => {
          const rules = compileRules(makers.map((make, i) => make(`rule-${i}`)));
          const [plain, explained] = [false, true].map((explanations) => {
            const eg = new EGraph({ explanations });
            for (const t of terms) eg.addTerm(t);
            return {
              report: eg.run(rules, { nodes: 100, iterations: 5, matches: 300 }, "backoff"),
              classes: canonical(eg),
            };
          });
          // Also where limits cut it short: so an improvement can be explained by doing it again.
          expect(explained!.classes).toEqual(plain!.classes);
          expect(explained!.report).toEqual(plain!.report);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("of the derivative read like a derivation", () => {
    const eg = new EGraph({ explanations: true });
    const from = termOf("(d x (+ 1 (* 2 x)))");
    const to = termOf("(+ (d x 1) (+ (* 2 (d x x)) (* x (d x 2))))");
    eg.addTerm(from);
    eg.run(compileRules(MATH), { ...LIMITS, iterations: 3 });
    expect(show(eg.explain(from, to))).toEqual([
      " d-add forward: (+ (d x 1) (d x (* 2 x)))",
      "1 d-mul forward: (+ (d x 1) (+ (* 2 (d x x)) (* x (d x 2))))",
    ]);
    expect(show(eg.explain(to, from)).map((line) => line.split(":")[0])).toEqual([
      "1 d-mul backward",
      " d-add backward",
    ]);
    expect(eg.explain(from, from).steps).toEqual([]);
  });

  test("of math after six steps are accepted, and short", () => {
    const eg = new EGraph({ explanations: true });
    addMathTerms(eg);
    const report = eg.run(compileRules(MATH), { nodes: 1e6, iterations: 6, matches: 1e6 });
    expect(report).toMatchObject({ nodes: 1576, classes: 666 });
    const source = termOf("(/ 1 (- (/ (+ 1 (sqrt five)) 2) (/ (- 1 (sqrt five)) 2)))");
    const id = eg.lookup(source)!;
    for (let seed = 0; seed < 20; seed++) {
      const other = extractStress(eg, id, seed);
      const explanation = eg.explain(source, other);
      expect(flaw(explanation, checked(MATH), source, other)).toBeUndefined();
      expect(explanation.steps.length).toBeLessThan(200);
    }
    const { term: best } = extract(eg, eg.lookup(termOf("(i (+ x (cos x)) x)"))!, { cost: () => 1 });
    const short = eg.explain(termOf("(i (+ x (cos x)) x)"), best);
    expect(show(short).map((line) => line.split(":")[0])).toEqual([
      " i-sum forward",
      " comm-add forward",
      "0 i-cos forward",
    ]);
  });

  test("of unions from outside name the reason given", () => {
    const eg = new EGraph({ explanations: true });
    const [x, y] = [eg.add("x", []), eg.add("y", [])];
    eg.add("f", [x]);
    eg.add("f", [y]);
    eg.union(x, y, "told so");
    eg.rebuild();
    expect(show(eg.explain(termOf("(f y)"), termOf("(f x)")))).toEqual(["0 told so backward: (f x)"]);
  });

  test("of what an applier copied begin at the member of the class that it copied", () => {
    const open: Rewrite = {
      name: "open",
      lhs: parsePattern("(open ?t)"),
      rhs: {
        vars: ["t"],
        apply: (eg, _, [t]) => eg.substitute(t!, new Map([[eg.add("x", []), eg.add("y", [])]]), () => true),
      },
    };
    const eg = new EGraph({ explanations: true });
    const from = termOf("(open (g (f x)))");
    eg.addTerm(from);
    eg.run(compileRules(rows([["g-f", "(g (f ?a))", "(h ?a)"]])), LIMITS);
    eg.run(compileRules([open]), LIMITS);
    expect(show(eg.explain(from, termOf("(h y)")))).toEqual(["0 g-f forward: (open (h x))", " open forward: (h y)"]);
  });

  test("fail where there is nothing to explain, and add nothing", () => {
    const eg = new EGraph({ explanations: true });
    eg.addTerm(termOf("(f x)"));
    eg.addTerm(termOf("(f y)"));
    const before = eg.nodeCount;
    expect(() => eg.explain(termOf("(f x)"), termOf("(f y)"))).toThrow("does not hold");
    expect(() => eg.explain(termOf("(f x)"), termOf("(h z)"))).toThrow("does not hold");
    expect(eg.nodeCount).toBe(before);
    const plain = new EGraph();
    plain.addTerm(termOf("x"));
    expect(() => plain.explain(termOf("x"), termOf("x"))).toThrow("keeps no explanations");
  });

  test("leave out steps where a term of shared subterms takes too many, not their rules", () => {
    const eg = new EGraph({ explanations: true });
    const tower = (leaf: string, height: number): Term => {
      let term = termOf(leaf);
      for (let i = 0; i < height; i++) term = { op: "p", args: [term, term] };
      return term;
    };
    const told = (height: number): Explanation => eg.explain(tower("(f x)", height), tower("(g x)", height));
    eg.addTerm(tower("(f x)", 17));
    eg.addTerm(tower("(g x)", 17));
    eg.run(compileRules(rows([["f-g", "(f ?x)", "(g ?x)"]])), LIMITS);
    expect(told(10)).toMatchObject({ rules: [], steps: { length: 1 << 10 } });
    expect(told(17)).toMatchObject({ rules: ["f-g"], steps: { length: 0 } });
  });

  test("survive clear: the next e-graph starts anew", () => {
    const eg = new EGraph({ explanations: true });
    for (let round = 0; round < 3; round++) {
      const [a, b] = [termOf("(f x)"), termOf("(g x)")];
      eg.addTerm(a);
      eg.run(compileRules(rows([["f-g", "(f ?x)", "(g ?x)"]])), LIMITS);
      expect(show(eg.explain(a, b))).toEqual([" f-g forward: (g x)"]);
      eg.clear();
    }
  });
});

describe("the checker", () => {
  const rules = checked(rows([["f-g", "(f ?x)", "(g ?x)"]]));
  const [a, b] = [termOf("(h (f x))"), termOf("(h (g x))")];
  const step = { rule: "f-g", direction: "forward", before: a, after: b, path: [0] } as const;

  test("rejects wrong explanations", () => {
    const of = (change: object): string | undefined =>
      flaw({ from: a, to: b, steps: [{ ...step, ...change }], rules: [] }, rules, a, b);
    expect(of({})).toBeUndefined();
    expect(of({ direction: "backward" })).toMatch("left side");
    expect(of({ path: [] })).toMatch("left side");
    expect(of({ rule: "g-f" })).toMatch("no rule");
    expect(of({ after: termOf("(h (g y))") })).toMatch("right side");
    expect(of({ before: termOf("(k (f x))") })).toMatch("does not start");
    expect(of({ after: termOf("(k (g x))") })).toMatch("changes more");
    expect(flaw({ from: a, to: b, steps: [], rules: [] }, rules, a, b)).toMatch("does not end");
  });
});
