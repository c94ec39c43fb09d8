import type { NodePath } from "@babel/traverse";
import type * as t from "@babel/types";
import { isGlobal, isReadOnly } from "./chain-syntax.ts";

/**
 * What a mention of a variable does to the array, Set or Map that the variable holds, given pristine built-ins: nothing,
 * or add elements, or change it in other ways. `escapes`: other code may get hold of it, and do anything.
 */
export type CollectionUse = "reads" | "grows" | "changes" | "escapes";

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));

/** Methods that look at the collection and call nobody who would get it. */
const reading = words(
  "has get at includes indexOf lastIndexOf join slice concat keys values entries flat toString toSorted toReversed with",
);

/** Methods that hand the collection to their callback, behind this many other arguments. */
const calling: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    "map filter flatMap forEach some every find findIndex findLast findLastIndex".split(" ").map((name) => [name, 2]),
  ),
  reduce: 3,
  reduceRight: 3,
};

/** Methods that only add elements. */
const growing = words("push unshift");

/** Methods that change it, and give no more than elements. */
const removing = words("pop shift delete clear splice");

/** Methods that change it and give the collection itself, which nobody may take. */
const returning = words("add set sort reverse fill copyWithin");

/** Built-ins that only look at what they are called with, and built-ins whose methods do. */
const asking = words("String Boolean");
const askingMethods: Readonly<Record<string, ReadonlySet<string>>> = {
  Array: words("isArray from"),
  JSON: words("stringify"),
  Object: words("keys values entries fromEntries"),
};

/** What stands around an expression for TypeScript only. */
const typeWrappers = words(
  "TSAsExpression TSNonNullExpression TSSatisfiesExpression TSTypeAssertion ParenthesizedExpression",
);

/** What the use of a variable at `reference` does to the collection in it. */
export function useOfCollection(reference: NodePath): CollectionUse {
  const { parentPath: parent, key } = reference;
  if (parent !== null && typeWrappers.has(parent.type)) return useOfCollection(parent);
  switch (parent?.node.type) {
    case "SpreadElement":
    case "TSTypeQuery":
    case "UnaryExpression":
      return "reads";
    case "TemplateLiteral":
      return parent.parentPath?.isTaggedTemplateExpression() === true ? "escapes" : "reads";
    case "ForOfStatement":
    case "ForInStatement":
      return key === "right" ? "reads" : "escapes";
    case "BinaryExpression":
      return parent.node.operator === "===" || parent.node.operator === "!==" ? "reads" : "escapes";
    case "VariableDeclarator":
      return key === "init" && parent.node.id.type === "ArrayPattern" ? "reads" : "escapes";
    case "CallExpression":
    case "NewExpression":
      return isAsked(parent as NodePath<t.CallExpression | t.NewExpression>, reference) ? "reads" : "escapes";
    case "MemberExpression":
      return key === "object" ? useOfMember(parent as NodePath<t.MemberExpression>) : "escapes";
    default:
      return "escapes";
  }
}

/** Is it the only argument of a built-in that just looks at it? */
function isAsked(call: NodePath<t.CallExpression | t.NewExpression>, argument: NodePath): boolean {
  if (argument.listKey !== "arguments" || call.node.arguments.length !== 1) return false;
  const callee = call.get("callee") as NodePath;
  if (call.isNewExpression()) return isGlobal(callee, "Set") || isGlobal(callee, "Map");
  if (callee.isIdentifier()) return asking.has(callee.node.name) && isGlobal(callee, callee.node.name);
  if (!callee.isMemberExpression() || callee.node.computed || callee.node.property.type !== "Identifier") return false;
  const { object, property } = callee.node;
  if (object.type !== "Identifier" || !Object.hasOwn(askingMethods, object.name)) return false;
  return askingMethods[object.name]!.has(property.name) && isGlobal(callee.get("object") as NodePath, object.name);
}

function useOfMember(member: NodePath<t.MemberExpression>): CollectionUse {
  const { property, computed } = member.node;
  const call = member.parentPath;
  if (!call.isCallExpression() || member.key !== "callee") return isReadOnly(member) ? "reads" : "escapes";
  if (computed || property.type !== "Identifier") return "escapes";
  const { name } = property;
  if (reading.has(name)) return "reads";
  if (growing.has(name)) return "grows";
  if (removing.has(name)) return "changes";
  if (returning.has(name)) return call.parentPath.isExpressionStatement() ? "changes" : "escapes";
  const callback = (call.get("arguments") as NodePath[])[0];
  return Object.hasOwn(calling, name) && callback !== undefined && keepsToElements(callback, calling[name]!)
    ? "reads"
    : "escapes";
}

/** Does a callback take no more than its first `most` arguments? */
export function keepsToElements(callback: NodePath, most: number): boolean {
  if (callback.isArrowFunctionExpression())
    return callback.node.params.length <= most && callback.node.params.every((each) => each.type !== "RestElement");
  return callback.isIdentifier() && converting.has(callback.node.name) && isGlobal(callback, callback.node.name);
}

/** Built-ins that look at their first argument, or two. */
const converting = words("Boolean Number String BigInt parseFloat parseInt");
