import fc from "fast-check";
import {
  type Applier,
  type Condition,
  type EGraph,
  type Pattern,
  type PayloadPattern,
  parsePattern,
  type Rewrite,
  type Term,
} from "../egraph/index.ts";

const ops: readonly (readonly [string, number])[] = [
  ["k", 0],
  ["f", 1],
  ["g", 2],
  ["t", 3],
];
const payload: fc.Arbitrary<PayloadPattern | undefined> = fc.option(
  fc.oneof(
    { weight: 2, arbitrary: fc.record({ const: fc.constantFrom(0, -0, 1, "s") }) },
    { weight: 1, arbitrary: fc.record({ var: fc.constantFrom("p", "q") }) },
  ),
  { nil: undefined, freq: 2 },
);

const variable = fc.constantFrom("x", "y", "z").map((name): Pattern => ({ kind: "var", name }));

function nodeOf(depth: number): fc.Arbitrary<Pattern> {
  const arg = patternOf(depth - 1);
  return fc
    .constantFrom(...ops)
    .chain(([op, arity]) =>
      fc
        .tuple(payload, fc.array(arg, { minLength: arity, maxLength: arity }))
        .map(([p, args]) => ({ kind: "node", op, ...(op === "k" && p !== undefined ? { payload: p } : {}), args })),
    );
}

function patternOf(depth: number): fc.Arbitrary<Pattern> {
  return depth === 0 ? variable : fc.oneof({ weight: 3, arbitrary: variable }, { weight: 2, arbitrary: nodeOf(depth) });
}

function termOf(depth: number): fc.Arbitrary<Term> {
  const leaf = fc.constantFrom(0, -0, 1).map((value): Term => ({ op: "k", payload: value, args: [] }));
  if (depth === 0) return leaf;
  const arg = termOf(depth - 1);
  const node = fc
    .constantFrom(...ops.filter(([, arity]) => arity > 0))
    .chain(([op, arity]) => fc.array(arg, { minLength: arity, maxLength: arity }).map((args): Term => ({ op, args })));
  return fc.oneof({ weight: 1, arbitrary: leaf }, { weight: 3, arbitrary: node });
}

/** Patterns of up to three levels. */
export const pattern: fc.Arbitrary<Pattern> = patternOf(3);
/** Terms of up to three levels over the operators of {@link pattern}. */
export const term: fc.Arbitrary<Term> = termOf(3);

function variables(p: Pattern): { classes: string[]; payloads: string[] } {
  if (p.kind === "var") return { classes: [p.name], payloads: [] };
  const inner = p.args.map(variables);
  return {
    classes: inner.flatMap((i) => i.classes),
    payloads: [...(p.payload && "var" in p.payload ? [p.payload.var] : []), ...inner.flatMap((i) => i.payloads)],
  };
}

/** A right side made of what the left binds: unbound variables become constants. */
function closed(p: Pattern, bound: { classes: string[]; payloads: string[] }): Pattern {
  if (p.kind === "var")
    return bound.classes.includes(p.name) ? p : { kind: "node", op: "k", payload: { const: 0 }, args: [] };
  const known = p.payload === undefined || !("var" in p.payload) || bound.payloads.includes(p.payload.var);
  const { payload: own, ...rest } = p;
  return {
    ...rest,
    ...(own !== undefined && known ? { payload: own } : {}),
    args: p.args.map((a) => closed(a, bound)),
  };
}

const conditions: fc.Arbitrary<"none" | "local" | "deep"> = fc.constantFrom("none", "none", "local", "deep");

/** Rules over the operators of {@link pattern}: with conditions, with computed right sides. */
export const rewrite: fc.Arbitrary<(name: string) => Rewrite> = fc
  .tuple(
    fc.oneof(
      pattern.filter((p) => p.kind === "node"),
      fc
        .constantFrom("(g ?x ?y)", "(g ?x (g ?y ?z))", "(f ?x)", "(t ?x ?y ?x)", "k#?p", "(g (f ?x) ?x)")
        .map(parsePattern),
    ),
    pattern,
    conditions,
    fc.boolean(),
  )
  .map(([lhs, to, condition, computed]) => (name) => {
    const bound = variables(lhs);
    const rhs = closed(to, bound);
    const used = variables(rhs);
    const kept = new Set([...used.classes, ...used.payloads]);
    const all = [...new Set([...bound.classes, ...bound.payloads])];
    const first = bound.classes[0];
    const when: Condition[] =
      condition === "none" || first === undefined
        ? []
        : [
            {
              name: "hasManyNodes",
              vars: [first],
              local: condition === "local",
              test: (eg, [id]) => [...eg.nodes(id!)].length > 1,
            },
          ];
    const applier: Applier = {
      vars: bound.classes,
      apply: (eg, root, ids) => (ids.length === 0 ? undefined : eg.add("g", [ids[ids.length - 1]!, root])),
    };
    const drops = all.filter((v) => (computed ? !bound.classes.includes(v) : !kept.has(v)));
    return { name, lhs, rhs: computed ? applier : rhs, when, drops };
  });

/** The e-graph up to the numbering of its classes: classes named by their smallest term. */
export function canonical(eg: EGraph): string[] {
  const names = new Map<number, string>();
  for (let changed = true; changed; ) {
    changed = false;
    for (const id of eg.classes()) {
      for (const node of eg.nodes(id)) {
        const args = node.children.map((child) => names.get(child));
        if (args.some((arg) => arg === undefined)) continue;
        const text = `${node.op}#${Object.is(node.payload, -0) ? "-0" : node.payload}(${args.join()})`;
        const known = names.get(id);
        if (known === undefined || text.length < known.length || (text.length === known.length && text < known)) {
          names.set(id, text);
          changed = true;
        }
      }
    }
  }
  return [...eg.classes()]
    .map((id) =>
      [...eg.nodes(id)]
        .map(
          (node) =>
            `${node.op}#${Object.is(node.payload, -0) ? "-0" : node.payload}(${node.children.map((c) => names.get(c)).join()})`,
        )
        .sort()
        .join(" = "),
    )
    .sort();
}
