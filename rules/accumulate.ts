import { type EGraph, type Id, type Node, type Payload, parsePattern } from "../egraph/index.ts";
import { mayBeDropped } from "../ir/effects.ts";
import type { BuiltRule } from "./rule.ts";

/** The tag of a stream of the elements that a stage makes (`rules/fusion.ts`). */
const MAP_STAGE = 1;

/** What one step of a reduction adds to its accumulator, and when. */
interface Addition {
  readonly guard: Id | undefined;
  readonly parts: readonly Id[];
}

/**
 * What `step` adds to the accumulator: `op(acc, parts…)`, or that behind a condition and the accumulator itself where
 * the condition fails. Neither may mention the accumulator.
 */
function additionOf(eg: EGraph, step: Id, level: Payload, op: "append" | "put"): Addition | undefined {
  const isAccumulator = (id: Id): boolean => hasNode(eg, id, (node) => node.op === "acc" && node.payload === level);
  const partsOf = (id: Id): readonly Id[] | undefined => {
    for (const node of eg.nodes(id)) {
      const [accumulator, ...parts] = node.op === op ? node.children : [];
      const isWhole = parts.length === (op === "append" ? 1 : 2);
      if (isWhole && accumulator !== undefined && isAccumulator(accumulator)) return parts;
    }
    return undefined;
  };
  const isClear = (ids: readonly Id[]): boolean => ids.every((id) => !mentionsAccumulator(eg, id, level));
  const always = partsOf(step);
  if (always !== undefined) return isClear(always) ? { guard: undefined, parts: always } : undefined;
  for (const { op: choice, children } of eg.nodes(step)) {
    const [test, yes, no] = children;
    if (choice !== "?:" || test === undefined || yes === undefined || no === undefined) continue;
    const isOtherwise = isAccumulator(yes);
    const parts = isOtherwise ? partsOf(no) : isAccumulator(no) ? partsOf(yes) : undefined;
    if (parts === undefined || !isClear([test, ...parts])) continue;
    return { guard: isOtherwise ? eg.add("!", [test]) : test, parts };
  }
  return undefined;
}

function hasNode(eg: EGraph, id: Id, test: (node: Node) => boolean): boolean {
  for (const node of eg.nodes(id)) if (test(node)) return true;
  return false;
}

/** May evaluating `id` read the accumulator of level `level`? */
function mentionsAccumulator(eg: EGraph, id: Id, level: Payload, seen: Set<Id> = new Set()): boolean {
  const root = eg.find(id);
  if (seen.has(root)) return false;
  seen.add(root);
  return hasNode(
    eg,
    root,
    ({ op, payload, children }) =>
      (op === "acc" && payload === level) || children.some((child) => mentionsAccumulator(eg, child, level, seen)),
  );
}

function collecting(
  id: string,
  statement: string,
  op: "append" | "put",
  start: "array" | "object",
  examples: Pick<BuiltRule, "yes" | "no">,
): BuiltRule {
  return {
    id,
    statement,
    conditions: ["the step mentions the accumulator only to copy it", "one element or one property is added, if any"],
    assume: [],
    proof: "sampled",
    ...examples,
    rewrites: [
      {
        name: id,
        drops: ["tag", "site"],
        lhs: parsePattern(`(fold#?level (stream#?tag ?domain ?guard ?element) (${start}#?site) ?step)`),
        rhs: {
          vars: ["level", "domain", "guard", "element", "step"],
          apply(eg, _root, [level, domain, guard, element, step]) {
            const addition = additionOf(eg, step!, eg.payload(level!), op);
            if (addition === undefined) return undefined;
            // The element is made even if nobody looks at it.
            const made = (next: Id): Id =>
              mayBeDropped(eg.fact("effect", element!)) ? next : eg.add(",", [element!, next]);
            const passes = addition.guard === undefined ? guard! : eg.add("&&", [guard!, made(addition.guard)]);
            const [first, second] = addition.parts as readonly [Id, Id?];
            const value = second === undefined ? first : eg.add("array", [first, second], "pair");
            const taken = addition.guard === undefined ? made(value) : value;
            const tag = (Number(eg.payload(level!)) << 3) | MAP_STAGE;
            const stream = eg.add("stream", [domain!, passes, taken], tag);
            return eg.add(second === undefined ? "toArray" : "toObject", [stream]);
          },
        },
      },
    ],
  };
}

/** The lifter vouches for the step: that it gives its accumulator or copies, and lets nobody get hold of it. */
const inPlace: BuiltRule = {
  id: "fusion/collect-in-place",
  statement: "xs.reduce((a, x) => { …; return { ...a, [k(x)]: f(x) }; }, {}) as a loop that adds to a itself",
  conditions: ["the step mentions the accumulator only to copy it, or to read a part of it"],
  assume: [],
  proof: "sampled",
  yes: [
    "xs.reduce((a, x) => ({ ...a, [log(x)]: log(x) }), {})",
    "xs.reduce((a, x) => (a.includes(x) ? a : [...a, x]), [])",
    "xs.reduce((a, x) => a.concat(log(x)), [])",
    "xs.reduce((a, x) => Object.assign({}, a, { [log(x)]: x }), {})",
  ],
  no: [
    "xs.reduce((a, x) => ({ ...a, [log(x)]: log(a) }), {})",
    "xs.reduce((a, x) => (x > 3 ? [...a, log(x)] : xs), [])",
    "xs.reduce((a, x) => [...a, () => a], [])",
    "xs.reduce((a, x) => ({ ...a, [log(x)]: a.f(x) }), {})",
  ],
  rewrites: [
    {
      name: "fusion/collect-in-place",
      lhs: parsePattern("(fold#?level ?stream ?start ?step)"),
      rhs: {
        vars: ["level", "stream", "start", "step"],
        apply(eg, _root, [level, stream, start, step]) {
          for (const { op, payload, children } of eg.nodes(step!)) {
            if (op !== "copies") continue;
            return eg.add("fold", [stream!, start!, eg.add("collects", children, payload)], eg.payload(level!));
          }
          return undefined;
        },
      },
    },
  ],
};

/** Reductions that copy their accumulator for every element, and add to the copy: the copies are never seen. */
export const accumulate: readonly BuiltRule[] = [
  inPlace,
  collecting(
    "fusion/collect-append",
    "xs.reduce((a, x) => (p(x) ? [...a, f(x)] : a), []) -> xs.filter(p).map(f)",
    "append",
    "array",
    {
      yes: [
        "Object.values(o).filter((x) => x > 2).reduce((a, x) => [...a, x], [])",
        "Object.values(o).map((x) => x > 2).reduce((a, x) => (x ? [...a, 1] : a), [])",
      ],
      no: [
        "Object.values(o).filter((x) => x > 2).reduce((a, x) => [...a, a], [])",
        "Object.values(o).filter((x) => x > 2).reduce((a, x) => [...a, x], [1])",
        "Object.values(o).filter((x) => x > 2).reduce((a, x) => [...a, x, 1], [])",
        "Object.values(o).filter((x) => x > 2).reduce((a, x) => (x > 3 ? [...a, x] : []), [])",
      ],
    },
  ),
  collecting(
    "fusion/collect-put",
    "xs.reduce((a, x) => (p(x) ? { ...a, [k(x)]: f(x) } : a), {}) -> Object.fromEntries(xs.filter(p).map((x) => [k(x), f(x)]))",
    "put",
    "object",
    {
      yes: ["Object.values(o).filter((x) => x > 2).reduce((a, x) => ({ ...a, [x]: 1 }), {})"],
      no: [
        "Object.values(o).filter((x) => x > 2).reduce((a, x) => ({ ...a, [x]: a }), {})",
        "Object.values(o).filter((x) => x > 2).reduce((a, x) => ({ [x]: 1, ...a }), {})",
      ],
    },
  ),
];
