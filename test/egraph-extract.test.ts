import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EGraph, type ExtractedTerm, extract, extractStress, type Id, type Node } from "../egraph/index.ts";
import { termOf } from "./egraph-math.ts";

/** Steps that build a random e-graph: nodes over earlier ids, and unions. */
const building = fc.record({
  leaves: fc.integer({ min: 1, max: 3 }),
  nodes: fc.array(
    fc.record({ op: fc.constantFrom("f", "g", "h"), a: fc.nat(9), b: fc.option(fc.nat(9), { nil: undefined }) }),
    { maxLength: 9 },
  ),
  unions: fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 5 }),
  costs: fc.record({ f: fc.nat(4), g: fc.nat(4), h: fc.nat(4), leaf: fc.nat(3) }),
});

type Building = typeof building extends fc.Arbitrary<infer T> ? T : never;

function build(b: Building, reversed = false): { eg: EGraph; root: Id } {
  const eg = new EGraph();
  const ids: Id[] = [];
  const leaves = Array.from({ length: b.leaves }, (_, i) => i);
  const byLeaf = new Map((reversed ? leaves.toReversed() : leaves).map((i) => [i, eg.add("leaf", [], i)]));
  for (const i of leaves) ids.push(byLeaf.get(i)!);
  for (const { op, a, b: second } of b.nodes) {
    const children = [ids[a % ids.length]!];
    if (second !== undefined) children.push(ids[second % ids.length]!);
    ids.push(eg.add(op, children));
  }
  for (const [x, y] of reversed ? b.unions.toReversed() : b.unions) {
    eg.union(ids[x % ids.length]!, ids[y % ids.length]!, "test");
  }
  eg.rebuild();
  return { eg, root: ids[ids.length - 1]! };
}

/** The least cost of any acyclic choice of one node per class, by trying all. */
function bruteForce(eg: EGraph, root: Id, own: (node: Node) => number): number {
  const picks = new Map<Id, Node>();
  const isCyclic = (id: Id, above: ReadonlySet<Id>): boolean => {
    if (above.has(id)) return true;
    const node = picks.get(id);
    return node?.children.some((child) => isCyclic(eg.find(child), new Set([...above, id]))) ?? false;
  };
  const search = (open: readonly Id[], cost: number): number => {
    const [id, ...rest] = open;
    if (id === undefined) return isCyclic(eg.find(root), new Set()) ? Number.POSITIVE_INFINITY : cost;
    if (picks.has(id)) return search(rest, cost);
    let least = Number.POSITIVE_INFINITY;
    for (const node of eg.nodes(id)) {
      picks.set(id, node);
      least = Math.min(least, search([...node.children.map((c) => eg.find(c)), ...rest], cost + own(node)));
      picks.delete(id);
    }
    return least;
  };
  return search([eg.find(root)], 0);
}

/** Checks that a term belongs to the classes it names, shares what it can, and returns its cost as a graph. */
function graphCost(eg: EGraph, term: ExtractedTerm, own: (node: Node) => number): number {
  const seen = new Map<Id, ExtractedTerm>();
  let cost = 0;
  const visit = (t: ExtractedTerm): void => {
    const known = seen.get(t.id);
    if (known !== undefined) {
      expect(t).toBe(known);
      return;
    }
    seen.set(t.id, t);
    t.args.forEach(visit);
    expect(
      eg.find(
        eg.add(
          t.op,
          t.args.map((arg) => arg.id),
          t.payload,
        ),
      ),
    ).toBe(t.id);
    cost += own({ op: t.op, payload: t.payload, children: t.args.map((arg) => arg.id) });
  };
  visit(term);
  return cost;
}

describe("extract", () => {
  test("finds what trying everything finds, on random e-graphs", () => {
    fc.assert(
      fc.property(building, (b) => {
        const { eg, root } = build(b);
        const own = (node: Node): number => b.costs[node.op as keyof Building["costs"]];
        const { term, cost } = extract(eg, root, { cost: own });
        expect(graphCost(eg, term, own)).toBe(cost);
        expect(cost).toBe(bruteForce(eg, root, own));
      }),
      { numRuns: 600 },
    );
  });

  test("gives the same term whatever the order in which nodes and unions came", () => {
    fc.assert(
      fc.property(building, (b) => {
        const own = (node: Node): number => b.costs[node.op as keyof Building["costs"]];
        const plain = ({ op, payload, args }: ExtractedTerm): unknown => ({ op, payload, args: args.map(plain) });
        const one = build(b);
        const two = build(b, true);
        expect(plain(extract(two.eg, two.root, { cost: own }).term)).toEqual(
          plain(extract(one.eg, one.root, { cost: own }).term),
        );
      }),
    );
  });

  test("counts a shared subterm once", () => {
    const eg = new EGraph();
    const shared = eg.addTerm(termOf("(pair (big x) (big x))"));
    const apart = eg.addTerm(termOf("(pair (mid x) (low y))"));
    eg.union(shared, apart, "test");
    eg.rebuild();
    const costs: Record<string, number> = { big: 10, mid: 6, low: 6, pair: 1, x: 0, y: 0 };
    const { term, cost } = extract(eg, shared, { cost: ({ op }) => costs[op]! });
    expect(cost).toBe(11);
    expect(term.args[0]).toBe(term.args[1]);
  });

  test("never chooses a node that costs Infinity, and says so if nothing else is there", () => {
    const eg = new EGraph();
    const a = eg.addTerm(termOf("(f x)"));
    eg.union(a, eg.addTerm(termOf("(g (g (g x)))")), "test");
    eg.rebuild();
    const cost = ({ op }: Node): number => (op === "f" ? Number.POSITIVE_INFINITY : 1);
    expect(extract(eg, a, { cost }).cost).toBe(4);
    expect(() => extract(eg, a, { cost: () => Number.POSITIVE_INFINITY })).toThrow("no term of e-class 1");
    expect(() => extract(eg, a, { cost: () => Number.NaN })).toThrow(RangeError);
  });

  test("costs see facts of the class and of the children", () => {
    const eg = new EGraph({
      analysis: {
        columns: { trips: { type: "f64", unknown: 1, merge: (a, b) => Math.max(a, b) } },
        make: (_, node, set) => {
          if (node.op === "range") set("trips", Number(node.payload));
        },
      },
    });
    const long = eg.add("loop", [eg.add("range", [], 1000)]);
    eg.union(long, eg.add("loop", [eg.add("range", [], 10)]), "test");
    eg.rebuild();
    const { term, cost } = extract(eg, long, {
      cost: (view) => (view.op === "loop" ? view.childFact(0, "trips") : view.fact("trips") / 1000),
    });
    expect(term.args[0]!.payload).toBe(10);
    expect(cost).toBeCloseTo(10.01);
  });

  test("a ladder of fifty shared levels is no problem", () => {
    const eg = new EGraph();
    let id = eg.add("x", []);
    for (let i = 0; i < 50; i++) {
      const next = eg.add("+", [id, id]);
      eg.union(next, eg.add("double", [id]), "test");
      id = next;
    }
    eg.rebuild();
    expect(extract(eg, id, { cost: ({ op }) => (op === "double" ? 2 : 1) }).cost).toBe(51);
  });
});

describe("extractStress", () => {
  test("is a term of the class, the same for the same seed", () => {
    fc.assert(
      fc.property(building, fc.nat(), (b, seed) => {
        const { eg, root } = build(b);
        const term = extractStress(eg, root, seed);
        graphCost(eg, term, () => 0);
        expect(term.id).toBe(eg.find(root));
        expect(extractStress(eg, root, seed)).toEqual(term);
      }),
    );
  });

  test("reaches every node of a class, and none that is forbidden", () => {
    const eg = new EGraph();
    const a = eg.addTerm(termOf("(f x)"));
    for (const other of ["(g x)", "(h x)", "(f (f x))"]) eg.union(a, eg.addTerm(termOf(other)), "test");
    eg.rebuild();
    const seeds = Array.from({ length: 50 }, (_, i) => i);
    const heads = new Set(seeds.map((seed) => extractStress(eg, a, seed).op));
    expect([...heads].sort()).toEqual(["f", "g", "h"]);
    const allowed = ({ op }: { op: string }): boolean => op !== "g";
    expect(new Set(seeds.map((seed) => extractStress(eg, a, seed, { allowed }).op))).toEqual(new Set(["f", "h"]));
    expect(() => extractStress(eg, a, 0, { allowed: () => false })).toThrow(RangeError);
  });
});

describe("substitute", () => {
  test("replaces leaves below what depends on them, and shares the rest", () => {
    const eg = new EGraph();
    const x = eg.add("x", []);
    const y = eg.add("y", []);
    const root = eg.addTerm(termOf("(+ (f x) (+ (g y) (f x)))"));
    const fx = eg.add("f", [x]);
    eg.union(fx, eg.addTerm(termOf("(h (h x))")), "test");
    eg.rebuild();
    const g = eg.addTerm(termOf("(g y)"));
    const before = eg.nodeCount;
    const asked: Id[] = [];
    const result = eg.substitute(root, new Map([[x, y]]), (_, id) => {
      asked.push(id);
      return id !== eg.find(g);
    });
    expect(eg.find(result)).toBe(eg.addTerm(termOf("(+ (f y) (+ (g y) (f y)))")));
    // f(y) and the two sums; (g y) was not entered, and the larger member of f(x)'s class was not copied.
    expect(eg.nodeCount).toBe(before + 3);
    expect(asked).not.toContain(y);
  });

  test("of a class that is its own part takes the finite term", () => {
    const eg = new EGraph();
    const x = eg.add("x", []);
    const fx = eg.add("f", [x]);
    eg.union(x, fx, "test");
    eg.rebuild();
    const root = eg.add("g", [x]);
    const z = eg.add("z", []);
    expect(eg.substitute(root, new Map([[fx, z]]), () => true)).toBe(eg.add("g", [z]));
  });
});
