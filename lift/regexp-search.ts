import type { NodePath } from "@babel/traverse";
import type * as t from "@babel/types";
import { someNode } from "../syntax/tree-walk.ts";

/**
 * Is `callee` the `test` of a regular expression that is written there, keeps no position, and leaves nothing behind that
 * its file could ask for? Every search sets `RegExp.$1`, `RegExp.lastMatch` and the like (the legacy features of
 * regular expressions, which are in engines, not in the standard).
 */
export function isSearch(callee: NodePath<t.MemberExpression>): boolean {
  const { object, property, computed } = callee.node;
  if (object.type !== "RegExpLiteral" || /[gy]/.test(object.flags)) return false;
  if (computed || property.type !== "Identifier" || property.name !== "test") return false;
  const program = callee.scope.getProgramParent().block;
  let asks = asking.get(program);
  if (asks === undefined) {
    asks = asksForLegacy(program);
    asking.set(program, asks);
  }
  return !asks;
}

/** Which programs ask for what a search leaves behind. */
const asking = new WeakMap<t.Node, boolean>();

const legacyName = /^(?:\$[1-9_&`'+*]|lastMatch|lastParen|leftContext|rightContext)$/;

/** Does `program` use RegExp for anything but making one, or names that only legacy features have? */
function asksForLegacy(program: t.Node): boolean {
  const made = new Set<t.Node>();
  return someNode(program, (node) => {
    if (node.type === "NewExpression" || node.type === "CallExpression") made.add(node.callee);
    if (node.type === "BinaryExpression" && node.operator === "instanceof") made.add(node.right);
    if (node.type === "StringLiteral") return node.value === "RegExp" || legacyName.test(node.value);
    if (node.type !== "Identifier" || made.has(node)) return false;
    return node.name === "RegExp" || legacyName.test(node.name);
  });
}
