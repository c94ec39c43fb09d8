import type { NodePath } from "@babel/traverse";
import type * as t from "@babel/types";
import { UNKNOWN_EFFECT } from "../ir/effects.ts";
import { ANY } from "../ir/kinds.ts";
import { type Term, term } from "../ir/term.ts";
import type { RegionBuilder } from "./builder.ts";
import { skipInside } from "./function-inside.ts";
import { type OwnBody, openOwnBody } from "./own-body.ts";

/** A longer body is not written twice: once for the loop, once for the rest of a chain whose loop was left. */
const LONGEST_BODY = 400;

/**
 * The body of `for (const x of …)` as a leaf over the element, or over key and value of an entry; undefined where it
 * cannot stand in another loop. If it writes more than what is its own, what it does is not looked into.
 */
export function openLoopBody(
  path: NodePath<t.ForOfStatement>,
  element: Term,
  builder: RegionBuilder,
): OwnBody | undefined {
  const { left, body } = path.node;
  if (left.type !== "VariableDeclaration" || left.kind === "var" || path.parentPath.isLabeledStatement())
    return undefined;
  const [declarator] = left.declarations;
  if (declarator === undefined || declarator.id.type === "VoidPattern") return undefined;
  if (body.end! - body.start! > LONGEST_BODY || suspends(path.get("body")) || mentionsOwn(path)) return undefined;
  const own = openOwnLoop(path, element, builder);
  if (own !== undefined) return own;
  const parts = builder.entries.has(element) ? namesOfEntry(declarator.id) : undefined;
  const args = parts === undefined ? [element] : parts.map(([op]) => term(op, element));
  const leaf = builder.leaf(
    {
      form: "callback",
      node: path.node,
      name: "",
      ...(parts === undefined ? {} : { parameters: parts.map(([, name]) => name) }),
      kinds: ANY,
      effect: UNKNOWN_EFFECT,
      elem: ANY,
      array: 0,
    },
    ...args,
  );
  return { guards: [], body: leaf };
}

function openOwnLoop(path: NodePath<t.ForOfStatement>, element: Term, builder: RegionBuilder): OwnBody | undefined {
  if (!builder.assume.builtinsIntact) return undefined;
  const body = path.get("body");
  const pattern = path.get("left.declarations.0.id") as NodePath;
  return openOwnBody({ path: body, params: [pattern], body, loop: path.node }, [element], builder);
}

/** `[key, value]`: the part of the entry that each name stands for. */
function namesOfEntry(
  pattern: t.LVal | t.OptionalMemberExpression,
): (readonly [op: string, name: string])[] | undefined {
  if (pattern.type !== "ArrayPattern" || pattern.elements.length > 2) return undefined;
  const names: (readonly [string, string])[] = [];
  for (const [index, each] of pattern.elements.entries()) {
    if (each === null) continue;
    if (each.type !== "Identifier") return undefined;
    names.push([index === 0 ? "entryKey" : "entryValue", each.name]);
  }
  return names;
}

/** A function that is suspended in the body lets others write what the callbacks read. */
function suspends(body: NodePath): boolean {
  let found = body.isForOfStatement() && body.node.await;
  const stop = (path: NodePath): void => {
    found = true;
    path.stop();
  };
  body.traverse({
    Function: skipInside,
    AwaitExpression: stop,
    YieldExpression: stop,
    ForOfStatement: (inner) => {
      if (inner.node.await) stop(inner);
    },
  });
  return found;
}

/** Does the chain mention what the loop declares, which is in its dead zone there? */
function mentionsOwn(path: NodePath<t.ForOfStatement>): boolean {
  const own = new Set(Object.keys(path.scope.bindings));
  let found = false;
  path.get("right").traverse({
    Identifier(inner) {
      if (own.has(inner.node.name) && inner.scope.getBinding(inner.node.name)?.scope === path.scope) found = true;
    },
  });
  return found;
}
