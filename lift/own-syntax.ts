import type * as t from "@babel/types";
import { printTerm } from "../ir/sexpr.ts";
import type { Term } from "../ir/term.ts";
import type { Occurrence } from "./known-value.ts";

/** What the parts of a body that are evaluated before it become: parameters. */
export interface Parameters {
  readonly names: readonly string[];
  /** What they might be called where they are written. */
  readonly wishes: readonly string[];
  readonly terms: readonly Term[];
  /** The name that stands in the place of each part. */
  readonly replaced: ReadonlyMap<t.Node, string>;
}

/**
 * One parameter for each different term of `occurrences`, called by a name that nothing in `around` has. A variable that
 * others may write is one too, so that the body is known to read it.
 */
export function parameterNames(
  occurrences: readonly Occurrence[],
  around: t.Node,
  isConstant: (term: Term) => boolean,
): Parameters {
  const taken = new Set<string>();
  collectNames(around, taken);
  const names = new Map<string, string>();
  const terms: Term[] = [];
  const wishes: string[] = [];
  const replaced = new Map<t.Node, string>();
  for (const { node, term, isLocal } of occurrences) {
    // What is evaluated before the body is so by its own name.
    if (term.op === "var" && node.type === "Identifier" && !isLocal && isConstant(term)) continue;
    const key = printTerm(term);
    let name = names.get(key);
    if (name === undefined) {
      name = freshName(wishFor(node), taken);
      names.set(key, name);
      terms.push(term);
      wishes.push(wishFor(node));
    }
    replaced.set(node, name);
  }
  return { names: [...names.values()], wishes, terms, replaced };
}

function wishFor(node: t.Node): string {
  if (node.type === "Identifier") return node.name;
  if (node.type === "MemberExpression" && !node.computed && node.property.type === "Identifier")
    return node.property.name;
  return "value";
}

/** A name like `wish` that is not in `taken`, which it joins. */
export function freshName(wish: string, taken: Set<string>): string {
  let name = `${wish}2`;
  for (let number = 3; taken.has(name); number++) name = `${wish}${number}`;
  taken.add(name);
  return name;
}

/** Adds every name at or below `node`. */
export function collectNames(node: unknown, names: Set<string>): void {
  if (typeof node !== "object" || node === null) return;
  if ("type" in node && node.type === "Identifier" && "name" in node) names.add(String(node.name));
  for (const [key, value] of Object.entries(node)) {
    if (key !== "loc" && key !== "extra" && !key.endsWith("Comments")) collectNames(value, names);
  }
}

/** Which parts of a body are written otherwise. */
export interface Changes {
  readonly replaced: ReadonlyMap<t.Node, string>;
  /** Declarations of what has become a parameter. */
  readonly dropped: ReadonlySet<t.Node>;
  /** The accumulator that the body returns: whoever runs it knows that. */
  readonly accumulator: string | undefined;
}

/** `node` with its changes. What holds a change has no place in the source any more; all else is shared. */
export function rewritten<N extends t.Node>(node: N, changes: Changes): N {
  const { accumulator } = changes;
  const visit = (value: unknown): unknown => {
    if (Array.isArray(value)) {
      const visited = value.map(visit);
      return visited.some((each, index) => each !== value[index]) ? visited : value;
    }
    if (typeof value !== "object" || value === null || !("type" in value)) return value;
    return visitNode(value as t.Node);
  };
  const visitNode = (each: t.Node): t.Node => {
    const name = changes.replaced.get(each);
    if (name !== undefined) return { type: "Identifier", name } as t.Identifier;
    if (each.type === "ReturnStatement" && each.argument?.type === "Identifier" && each.argument.name === accumulator)
      return { type: "ReturnStatement", argument: null } as t.ReturnStatement;
    // The body of a loop becomes that of a function.
    if (each.type === "ContinueStatement") return { type: "ReturnStatement", argument: null } as t.ReturnStatement;
    if (each.type === "VariableDeclaration") {
      const kept = each.declarations.filter((part) => !changes.dropped.has(part));
      if (kept.length === 0) return { type: "EmptyStatement" } as t.EmptyStatement;
      if (kept.length < each.declarations.length) return withoutPlace({ ...each, declarations: kept.map(visitNode) });
    }
    const fields = Object.entries(each).flatMap(([key, value]) => {
      if (key === "loc" || key === "extra" || key.endsWith("Comments")) return [];
      // The name of a property is no variable, even if it is written once for both.
      const isName = (key === "key" && each.type === "ObjectProperty" && !each.computed) || key === "property";
      if (isName && !("computed" in each && each.computed === true)) return [];
      const visited = visit(value);
      return visited === value ? [] : [[key, visited] as const];
    });
    if (fields.length === 0) return each;
    const changed = { ...each, ...Object.fromEntries(fields) } as t.Node;
    return withoutPlace(changed.type === "ObjectProperty" ? { ...changed, shorthand: false } : changed);
  };
  return visitNode(node) as N;
}

function withoutPlace(node: object): t.Node {
  const { start: _start, end: _end, loc: _loc, extra: _extra, ...rest } = node as t.Node;
  return rest as t.Node;
}
