import type { Applier, Condition, EGraph, Id, Node, Rewrite } from "../egraph/index.ts";
import { parsePattern } from "../egraph/index.ts";
import { mayBeDropped, READ, stateOf } from "../ir/effects.ts";
import { isWithin, type Kinds, NULLISH, NUMBER, SYMBOL } from "../ir/kinds.ts";
import type { Payload } from "../ir/term.ts";
import { constantOf } from "./constants.ts";
import type { BuiltRule } from "./rule.ts";

/** A primitive that a spread finds nothing in. */
const EMPTY_SPREAD: Kinds = NULLISH | NUMBER | SYMBOL;

const isConstantKey: Condition = {
  name: "isConstant(k)",
  vars: ["k"],
  local: true,
  test: (eg, [key]) => eg.fact("constant", key!) !== 0,
};

const isWithinMask: Condition = {
  name: "isWithin(x, mask)",
  vars: ["mask", "x"],
  local: true,
  test: (eg, [mask, x]) => {
    const kinds = eg.payload(mask!);
    const known = eg.fact("kinds", x!);
    return typeof kinds === "number" && known !== 0 && isWithin(known, kinds);
  },
};

/** Reading what was just built: literals of which nothing but a property is used vanish. */
export const object: readonly BuiltRule[] = [
  {
    id: "object/load-property",
    statement: "({ …, k: v, … })[k] -> v",
    conditions: ["k is a constant", "no later part of the literal can define k", "no part of the literal writes"],
    assume: [],
    proof: "sampled",
    yes: ["({ p: n, q: m }).p", "({ ...{ p: n }, q: m }).p", "({ p: a, p: n }).p"],
    no: ["({ p: n, ...a }).p", "({ p: n }).q", "({ p: n, q: e }).p", "({ p: n, [s]: m }).p"],
    rewrites: [loadRewrite("object/load-property", "object", propertyOf)],
  },
  {
    id: "object/load-element",
    statement: "[x0, …, xi, …][i] -> xi",
    conditions: ["i is a constant index of the literal", "no element of the literal writes"],
    assume: [],
    proof: "sampled",
    yes: ["[n, m][1]"],
    no: ["[n, m][2]", "[n, e][0]", "[n, m][i]"],
    rewrites: [loadRewrite("object/load-element", "array", elementOf)],
  },
  {
    id: "object/load-length",
    statement: "[x0, …, xn].length -> n + 1",
    conditions: ["all elements are free of effects"],
    assume: [],
    proof: "sampled",
    yes: ["[n, m].length"],
    no: ["[n, e].length", "[n, m].size"],
    rewrites: [loadRewrite("object/load-length", "array", lengthOf)],
  },
  {
    id: "object/check",
    statement: "check(x) -> x",
    conditions: ["x is known to be of the kinds that are checked"],
    assume: [],
    proof: "law",
    yes: ["check_number(n)"],
    no: ["check_number(a)"],
    rewrites: [
      {
        name: "object/check",
        lhs: parsePattern("(check#?mask ?x)"),
        rhs: parsePattern("?x"),
        when: [isWithinMask],
        drops: ["mask"],
      },
    ],
  },
];

/** Value of a constant key in a literal `node`, if nothing of the literal is lost by taking only that. */
type Lookup = (eg: EGraph, node: Node, key: Payload) => Id | undefined;

function loadRewrite(name: string, op: string, lookup: Lookup): Rewrite {
  const rhs: Applier = {
    vars: ["version", "o", "k"],
    apply(eg, _, [, literal, key]) {
      const known = constantOf(eg, key!);
      if (known === undefined) return undefined;
      for (const node of eg.nodes(literal!)) {
        const found = node.op === op ? lookup(eg, node, known.value) : undefined;
        if (found !== undefined) return found;
      }
      return undefined;
    },
  };
  return { name, lhs: parsePattern("(load#?version ?o ?k)"), rhs, when: [isConstantKey] };
}

function isFree(eg: EGraph, id: Id): boolean {
  return mayBeDropped(eg.fact("effect", id));
}

function elementOf(eg: EGraph, node: Node, key: Payload): Id | undefined {
  if (typeof key !== "number" || !Number.isInteger(key)) return undefined;
  const element = node.children[key];
  if (element === undefined || hasSpread(eg, node)) return undefined;
  return inOrder(eg, node.children, element);
}

/** `value`, one of `parts`, after all that is to be seen of evaluating them, in their order. */
function inOrder(eg: EGraph, parts: readonly Id[], value: Id): Id | undefined {
  const seen = parts.filter((part) => !isFree(eg, part));
  // What comes last is the value itself.
  if (seen.at(-1) === value) seen.pop();
  if (seen.some((part) => stateOf(eg.fact("effect", part)) > READ)) return undefined;
  if (seen.length > 0 && stateOf(eg.fact("effect", value)) > READ) return undefined;
  return seen.reduceRight((rest, part) => eg.add(",", [part, rest]), value);
}

function lengthOf(eg: EGraph, node: Node, key: Payload): Id | undefined {
  if (key !== "length" || hasSpread(eg, node) || !node.children.every((child) => isFree(eg, child))) return undefined;
  return eg.add("const", [], node.children.length);
}

function hasSpread(eg: EGraph, node: Node): boolean {
  return node.children.some((child) => partOf(eg, child)?.op === "spread");
}

/** The `prop` or `spread` node of a class that is a part of a literal. */
function partOf(eg: EGraph, id: Id): Node | undefined {
  for (const node of eg.nodes(id)) if (node.op === "prop" || node.op === "spread") return node;
  return undefined;
}

function propertyOf(eg: EGraph, node: Node, key: Payload): Id | undefined {
  const found = findProperty(eg, node, String(key));
  if (found === undefined || found === "absent") return undefined;
  const parts: Id[] = [];
  for (const part of node.children) {
    const { op, children } = partOf(eg, part) ?? {};
    if (part === found.part) parts.push(found.value);
    else if (op === "prop") parts.push(...children!);
    else if (!isFree(eg, part)) return undefined;
  }
  return inOrder(eg, parts, found.value);
}

interface Found {
  readonly part: Id;
  readonly value: Id;
}

/** The last part of an object literal that defines `key`; undefined where one in question cannot be looked into. */
function findProperty(eg: EGraph, node: Node, key: string): Found | "absent" | undefined {
  for (const part of [...node.children].reverse()) {
    const found = findInPart(eg, part, key);
    if (found !== "absent") return found;
  }
  return "absent";
}

function findInPart(eg: EGraph, part: Id, key: string): Found | "absent" | undefined {
  const node = partOf(eg, part);
  const [first, second] = node?.children ?? [];
  if (node === undefined || first === undefined) return undefined;
  if (node.op === "prop" && second !== undefined) {
    const name = constantOf(eg, first);
    if (name === undefined) return undefined;
    return String(name.value) === key ? { part, value: second } : "absent";
  }
  if (isWithin(eg.fact("kinds", first), EMPTY_SPREAD)) return "absent";
  for (const literal of eg.nodes(first)) {
    if (literal.op !== "object" || !literal.children.every((child) => isFree(eg, child))) continue;
    const inner = findProperty(eg, literal, key);
    if (inner === undefined || inner === "absent") return inner;
    return { part, value: inner.value };
  }
  return undefined;
}
