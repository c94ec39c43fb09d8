import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EGraph, type Id } from "../egraph/index.ts";
import { followUnions } from "../egraph/rebuild-worklist.ts";
import { canonical } from "./egraph-random.ts";

/** Nodes over recently added ones, so that terms get deep; and unions of leaves. */
const deep = fc.record({
  nodes: fc.array(
    fc.record({
      op: fc.constantFrom("f", "g", "h"),
      back: fc.array(fc.oneof(fc.constant(1), fc.constant(2), fc.nat(9)), { minLength: 1, maxLength: 3 }),
    }),
    { minLength: 20, maxLength: 120, size: "max" },
  ),
  copies: fc.integer({ min: 2, max: 4 }),
  order: fc.array(fc.nat(3), { minLength: 4, maxLength: 4 }),
});

describe("rebuild", () => {
  test("gives the same e-graph whether leaves are united before or after terms are built on them", () => {
    fc.assert(
      fc.property(deep, ({ nodes, copies, order }) => {
        const build = (unite: "before" | "after" | "both"): EGraph => {
          const eg = new EGraph();
          const leaves = Array.from({ length: copies }, (_, i) => eg.add("leaf", [], i));
          const uniteAll = (): void => {
            for (const i of order) eg.union(leaves[i % copies]!, leaves[(i + 1) % copies]!, "test");
            for (let i = 1; i < copies; i++) eg.union(leaves[i - 1]!, leaves[i]!, "test");
            eg.rebuild();
          };
          if (unite !== "after") uniteAll();
          for (const leaf of leaves) {
            const ids: Id[] = [leaf];
            for (const { op, back } of nodes) {
              ids.push(
                eg.add(
                  op,
                  back.map((distance) => ids[Math.max(0, ids.length - distance - 1)]!),
                ),
              );
            }
          }
          if (unite !== "before") uniteAll();
          return eg;
        };
        const before = build("before");
        const after = build("after");
        expect(after.nodeCount).toBe(before.nodeCount);
        expect(after.classCount).toBe(before.classCount);
        expect(shape(after)).toEqual(shape(before));
        // Everything is found again under its canonical name: the hash is whole.
        for (const id of after.classes()) {
          for (const { op, payload, children } of [...after.nodes(id)])
            expect(after.add(op, children, payload)).toBe(id);
        }
      }),
      { numRuns: 200 },
    );
  });

  test("by worklist alone gives what scans give", () => {
    let merged = 0;
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom("f", "g"), fc.nat(30), fc.option(fc.nat(30))), {
          minLength: 8,
          maxLength: 40,
          size: "max",
        }),
        fc.array(fc.tuple(fc.oneof(fc.integer({ min: -4, max: -1 }), fc.nat(60)), fc.nat(3)), {
          minLength: 1,
          maxLength: 8,
          size: "max",
        }),
        (nodes, unions) => {
          const build = (): EGraph => {
            const eg = new EGraph();
            const ids = [0, 1, 2, 3].map((i) => eg.add("leaf", [], i));
            for (const [op, a, b] of nodes) {
              const at = (i: number): Id => ids[i % ids.length]!;
              ids.push(eg.add(op, b === null ? [at(a)] : [at(a), at(b)]));
            }
            // The later of two stays nowhere: roots change again and again.
            for (const [a, b] of unions) eg.union(ids.at(a < 0 ? a + 4 : -1 - (a % ids.length))!, ids[b]!, "test");
            return eg;
          };
          const scanned = build();
          const before = scanned.nodeCount;
          scanned.rebuild();
          const followed = build();
          followUnions(followed);
          followed.rebuild();
          merged += before - scanned.nodeCount;
          expect([followed.nodeCount, followed.classCount]).toEqual([scanned.nodeCount, scanned.classCount]);
          expect(canonical(followed)).toEqual(canonical(scanned));
          for (const id of followed.classes()) {
            for (const { op, payload, children } of [...followed.nodes(id)]) {
              expect(followed.add(op, children, payload)).toBe(id);
            }
          }
        },
      ),
      { numRuns: 500, seed: 5 },
    );
    expect(merged).toBeGreaterThan(300);
  });

  test("takes time in proportion to the depth of what collapses", () => {
    const eg = new EGraph();
    const chain = (leaf: string): { leaf: Id; root: Id } => {
      const bottom = eg.add(leaf, []);
      let root = bottom;
      for (let i = 0; i < 40_000; i++) root = eg.add(i % 2 === 0 ? "g" : "f", [root]);
      return { leaf: bottom, root };
    };
    const a = chain("a");
    const b = chain("b");
    eg.union(a.leaf, b.leaf, "test");
    // Level by level this would be 20 000 passes over 80 000 rows, many seconds.
    const start = performance.now();
    eg.rebuild();
    expect(performance.now() - start).toBeLessThan(3000);
    expect(eg.equal(a.root, b.root)).toBe(true);
    expect(eg.nodeCount).toBe(40_002);
  });
});

/** Names of classes grow with depth; for deep terms the counts of nodes by operator and arity must do. */
function shape(eg: EGraph): unknown {
  if (eg.nodeCount < 40) return canonical(eg);
  const counts = new Map<string, number>();
  for (const id of eg.classes()) {
    for (const { op, children } of eg.nodes(id)) {
      const name = `${op}/${children.length}/${new Set(children).size}`;
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  return [...counts].sort();
}
