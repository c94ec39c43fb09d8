import { types } from "node:util";
import { parse } from "@babel/parser";
import type * as t from "@babel/types";
import { isChildKey, isNode } from "../../syntax/tree-walk.ts";
import type { Caller } from "../../trial/run.ts";
import { stripTypes } from "../../trial/strip-types.ts";
import { EXHAUSTED, type World } from "../../trial/world.ts";

/**
 * Work after which a call counts as exhausted: rounds of loops, calls of functions, and the elements of arrays and
 * characters of texts that are made. Counted, not timed: the same program is exhausted on every machine.
 */
const MOST = 1_000_000;

const spent = new WeakMap<World, number>();
let current: World | undefined;

function spend(work: number): void {
  if (current === undefined) return;
  const sum = (spent.get(current) ?? 0) + work;
  spent.set(current, sum);
  if (sum <= MOST) return;
  // A program may catch this: then its next step throws again.
  current.exhausted = true;
  throw EXHAUSTED;
}

/** Makes calls of programs that {@link metered} made: their work is counted in the world of the call. */
export function counting(caller: Caller = (body) => body()): Caller {
  Reflect.set(globalThis, "eqsatStep", () => spend(1));
  Reflect.set(globalThis, "eqsatMade", (value: unknown) => {
    if (typeof value === "string" || (Array.isArray(value) && !types.isProxy(value))) spend(value.length);
    return value;
  });
  return (body, world) => {
    current = world;
    return caller(body, world);
  };
}

/**
 * `source` as JavaScript that counts: a step wherever a function or a round of a loop begins, and the size of what an
 * expression makes that can make something long. It does the same otherwise.
 */
export function metered(source: string, filename: string): string {
  const code = /\.[cm]?ts$/.test(filename) ? stripTypes(source) : source;
  const sourceType = /^(?:export|import)\b/m.test(code) ? "module" : "script";
  const { program } = parse(code, { sourceType, errorRecovery: true });
  const opens = new Map<number, string>();
  const closes = new Map<number, string>();
  const wrap = (node: t.Node, before: string, after: string): void => {
    const [start, end] = [Number(node.start), Number(node.end)];
    // Outer ones are met first: they open first and close last.
    opens.set(start, (opens.get(start) ?? "") + before);
    closes.set(end, after + (closes.get(end) ?? ""));
  };
  const begin = (body: t.BlockStatement): void => {
    const first = Number(body.directives.at(-1)?.end ?? Number(body.start) + 1);
    closes.set(first, `${closes.get(first) ?? ""}\neqsatStep();`);
  };
  const visit = (node: t.Node, parent: t.Node | undefined): void => {
    const body = bodyOf(node);
    if (body !== undefined) {
      if (body.type === "BlockStatement") begin(body);
      else if (node.type === "ArrowFunctionExpression") wrap(body, "(eqsatStep(), ", ")");
      else wrap(body, "{ eqsatStep(); ", " }");
    }
    if (makes(node, parent)) wrap(node, "eqsatMade(", ")");
    for (const [key, value] of Object.entries(node)) {
      if (!isChildKey(key)) continue;
      for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) visit(child, node);
    }
  };
  visit(program, undefined);
  const places = [...new Set([...opens.keys(), ...closes.keys()])].sort((a, b) => a - b);
  let text = "";
  let at = 0;
  for (const place of places) {
    text += code.slice(at, place) + (closes.get(place) ?? "") + (opens.get(place) ?? "");
    at = place;
  }
  return text + code.slice(at);
}

/** What runs once more each time: the body of a function or of a loop. */
function bodyOf(node: t.Node): t.BlockStatement | t.Expression | t.Statement | undefined {
  switch (node.type) {
    case "FunctionDeclaration":
    case "FunctionExpression":
    case "ArrowFunctionExpression":
    case "ObjectMethod":
    case "ClassMethod":
    case "ForStatement":
    case "ForInStatement":
    case "ForOfStatement":
    case "WhileStatement":
    case "DoWhileStatement":
      return node.body;
    default:
      return undefined;
  }
}

/** Can the value of this expression be longer than what it is made of? */
function makes(node: t.Node, parent: t.Node | undefined): boolean {
  switch (node.type) {
    case "BinaryExpression":
      return node.operator === "+";
    case "AssignmentExpression":
      return node.operator === "+=";
    case "TemplateLiteral":
      return parent?.type !== "TaggedTemplateExpression";
    case "CallExpression":
      return node.callee.type === "MemberExpression" || node.callee.type === "Identifier";
    case "ArrayExpression":
    case "NewExpression":
      return true;
    default:
      return false;
  }
}
