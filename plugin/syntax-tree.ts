import type * as t from "@babel/types";
import { inlineBody, type Sink } from "../lower/inline-body.ts";
import type { Hole, Lowered } from "../lower/output.ts";
import { isNode, memberNames } from "../syntax/tree-walk.ts";
import { loopParts } from "./loop-parts.ts";

/** A deep copy of syntax, without the places that its parts came from. */
export function copyOf<T>(value: T): T {
  if (Array.isArray(value)) return value.map(copyOf) as T;
  if (typeof value !== "object" || value === null) return value;
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    if (key === "loc" || key === "start" || key === "end" || key === "range") continue;
    const field: unknown = (value as Record<string, unknown>)[key];
    // Comments are shared, so that a printer prints each once.
    copy[key] = key.endsWith("Comments") ? field : copyOf(field);
  }
  return copy as T;
}

/** The statements of a lowered region, with the original syntax back in its holes. */
export function fillHoles(
  statements: t.Statement[],
  lowered: Lowered<t.Node>,
  fresh: (wish: string) => string,
  typescript: boolean,
  /** For each copy the piece of syntax that it is a copy of. */
  origins: WeakMap<t.Node, t.Node>,
): t.Statement[] {
  const holes = new Map(lowered.holes.map((hole) => [hole.placeholder, hole]));
  const kept = <T extends t.Node>(node: T): T => {
    const copy = copyOf(node);
    origins.set(copy, node);
    return copy;
  };
  const fill = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.flatMap((item) => fillItem(item));
    if (!isNode(value)) return value;
    const hole = value.type === "Identifier" ? holes.get((value as t.Identifier).name) : undefined;
    if (hole?.form === "expression") return kept(hole.node);
    // The printer chooses the quotes of what is ours.
    if (value.type === "StringLiteral") delete (value as t.StringLiteral).extra;
    const head = value.type === "ForOfStatement" ? loopOf((value as t.ForOfStatement).left) : undefined;
    if (head !== undefined) {
      const { left, body } = head;
      return { ...value, left: kept(left), right: fill((value as t.ForOfStatement).right), body: kept(body) };
    }
    const fields = value as unknown as Record<string, unknown>;
    for (const key of Object.keys(fields)) {
      const field = fields[key];
      if (typeof field === "object" && field !== null && key !== "loc" && key !== "extra") fields[key] = fill(field);
    }
    return value;
  };
  const loopOf = (item: t.Node): t.ForOfStatement | undefined => {
    const name =
      item.type === "VariableDeclaration"
        ? item.declarations[0]?.id
        : item.type === "ExpressionStatement"
          ? item.expression
          : undefined;
    const hole = name?.type === "Identifier" ? holes.get(name.name) : undefined;
    return hole?.form === "loop" ? (hole.node as t.ForOfStatement) : undefined;
  };
  const fillItem = (item: unknown): unknown[] => {
    const loop = isNode(item) ? loopOf(item) : undefined;
    if (loop !== undefined) return loopParts(item as t.Statement, loop, kept);
    const call = isNode(item) ? callOf(item, holes) : undefined;
    if (call === undefined) return [fill(item)];
    const args = call.args.map((arg) => fill(arg) as t.Expression);
    return inlineBody(copyOf(call.hole.node) as t.ArrowFunctionExpression, args, call.sink, fresh, typescript);
  };
  return statements.flatMap((statement) => fillItem(statement) as t.Statement[]);
}

interface InlinedCall {
  readonly hole: Hole<t.Node>;
  readonly args: readonly t.Node[];
  readonly sink: Sink;
}

/** A statement that stands for an inlined callback: `const v = hole(…);`, `v = hole(…);` or `hole(…);`. */
function callOf(statement: t.Node, holes: ReadonlyMap<string, Hole<t.Node>>): InlinedCall | undefined {
  let value: t.Node | null | undefined;
  let sink: Sink = { kind: "discard" };
  if (statement.type === "VariableDeclaration") {
    const [declarator] = statement.declarations;
    value = declarator?.init;
    if (declarator?.id.type === "Identifier") sink = { kind: "declare", name: declarator.id.name };
  } else if (statement.type === "ExpressionStatement") {
    value = statement.expression;
    if (value.type === "AssignmentExpression" && value.left.type === "Identifier") {
      sink = { kind: "assign", name: value.left.name };
      value = value.right;
    }
  }
  if (value?.type !== "CallExpression" || value.callee.type !== "Identifier") return undefined;
  const hole = holes.get(value.callee.name);
  return hole?.form === "body" ? { hole, args: value.arguments, sink } : undefined;
}

/**
 * The names that `root` may mean from outside of it: those that it mentions, but for parameters of its functions where
 * those are in scope.
 */
export function freeNames(root: t.Node): Set<string> {
  const free = new Set<string>();
  addFreeNames(root, new Set(), free);
  return new Set([...namesWithin(root, new Set())].filter((name) => free.has(name)));
}

function addFreeNames(node: t.Node, hidden: ReadonlySet<string>, names: Set<string>): void {
  if (node.type === "Identifier" || node.type === "JSXIdentifier") {
    if (!hidden.has(node.name)) names.add(node.name);
    return;
  }
  const isFunction = node.type === "ArrowFunctionExpression" || node.type === "FunctionExpression";
  const declared = isFunction ? node.params.flatMap(declaredBy) : [];
  const within = declared.length > 0 ? new Set([...hidden, ...declared]) : hidden;
  const member = "computed" in node && node.computed !== true ? memberNames[node.type] : undefined;
  for (const key in node) {
    const value: unknown = (node as unknown as Record<string, unknown>)[key];
    if (typeof value !== "object" || value === null) continue;
    if (key === member || key === "loc" || key.endsWith("Comments")) continue;
    const list: readonly unknown[] = Array.isArray(value) ? value : [value];
    for (const each of list) if (isNode(each)) addFreeNames(each, within, names);
  }
}

/** The names that the pattern of a parameter declares. Its defaults only mention names. */
function declaredBy(pattern: t.Node | null): string[] {
  switch (pattern?.type) {
    case "Identifier":
      return [pattern.name];
    case "AssignmentPattern":
      return declaredBy(pattern.left);
    case "RestElement":
      return declaredBy(pattern.argument);
    case "ArrayPattern":
      return pattern.elements.flatMap(declaredBy);
    case "ObjectPattern":
      return pattern.properties.flatMap((each) => declaredBy(each.type === "RestElement" ? each : each.value));
    default:
      return [];
  }
}

/** Every identifier's name at or below `root`, `except` aside: what a new name may clash with. */
export function namesWithin(root: t.Node, except: ReadonlySet<unknown>): Set<string> {
  const names = new Set<string>();
  visitNames([root], except, (name) => names.add(name));
  return names;
}

/** Names, and how often each is mentioned. */
export type NameCounts = ReadonlyMap<string, number>;

export function nameCounts(roots: readonly t.Node[]): NameCounts {
  const counts = new Map<string, number>();
  visitNames(roots, new Set(), (name) => counts.set(name, (counts.get(name) ?? 0) + 1));
  return counts;
}

function visitNames(roots: readonly t.Node[], except: ReadonlySet<unknown>, visit: (name: string) => void): void {
  const pending: unknown[] = [...roots];
  for (let item = pending.pop(); item !== undefined; item = pending.pop()) {
    if (typeof item !== "object" || item === null || except.has(item)) continue;
    if (Array.isArray(item)) {
      for (let i = 0; i < item.length; i++) pending.push(item[i]);
      continue;
    }
    let member: string | undefined;
    if (isNode(item)) {
      if (item.type === "Identifier" || item.type === "JSXIdentifier") visit(item.name);
      if ("computed" in item && item.computed !== true) member = memberNames[item.type];
    }
    for (const key in item) {
      const child: unknown = (item as Record<string, unknown>)[key];
      if (typeof child !== "object" || child === null) continue;
      if (key !== member && key !== "loc" && !key.endsWith("Comments")) pending.push(child);
    }
  }
}
