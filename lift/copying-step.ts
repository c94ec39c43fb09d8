import type { Binding, NodePath } from "@babel/traverse";
import type * as t from "@babel/types";
import { isGlobal, isReadOnly } from "./chain-syntax.ts";
import { copiesIn, type Literal, literalOf } from "./copying-syntax.ts";
import { inPlaceBody } from "./in-place.ts";
import { collectNames } from "./own-syntax.ts";

/** The body of a step that adds to its accumulator, in place of one that adds to a copy of it. */
export interface InPlaceBody {
  readonly body: t.BlockStatement;
  /** The helpers that it calls. */
  readonly calls: readonly string[];
}

/**
 * The step of a reduction from `start`, a literal, that gives its accumulator or copies of it with more: as one that
 * adds to it. Nobody can tell, if nobody but the step has ever held it: the step only reads parts of it.
 */
export function inPlaceStep(callback: NodePath, start: NodePath): InPlaceBody | undefined {
  if (!callback.isArrowFunctionExpression() && !callback.isFunctionExpression()) return undefined;
  const shape = literalOf(start.node);
  const copies = shape && copiesIn(callback.node, shape);
  const [parameter] = callback.get("params") as NodePath[];
  if (shape === undefined || copies === undefined || parameter?.isIdentifier() !== true) return undefined;
  const binding = callback.scope.getOwnBinding(parameter.node.name);
  if (binding?.constant !== true || binding.kind !== "param" || mentionsTry(callback)) return undefined;
  const known = new Set(binding.referencePaths.map(({ node }) => node));
  if (![...copies.mentions].every((each) => known.has(each))) return undefined;
  for (const each of binding.referencePaths) {
    const isTail = copies.mentions.has(each.node);
    // A function that is written there mentions the accumulator later.
    if (isTail ? functionsBetween(each, callback).length > 0 : !isPartRead(each, shape, callback)) return undefined;
    // A prototype that was assigned has getters, which get hold of it.
    if (!isTail && copies.mayInherit && each.parentPath?.isMemberExpression() === true) return undefined;
    if (isTail && copies.globals.some((name) => each.scope.hasBinding(name, true))) return undefined;
  }
  const names = new Set<string>();
  collectNames(callback.node, names);
  // The body calls helpers.
  if ([...names].some((each) => each.startsWith("eqsat"))) return undefined;
  return inPlaceBody(callback.node, parameter.node.name, shape, isReadonly(parameter.node, start.node), (name) =>
    isFixed(callback.scope.getBinding(name), callback),
  );
}

/** Is it a variable of the callback's own that never changes? */
function isFixed(binding: Binding | undefined, callback: NodePath): boolean {
  return binding?.constant === true && binding.kind === "param" && binding.scope.path.node === callback.node;
}

/** What was thrown could be caught when the accumulator has been added to already. */
function mentionsTry(callback: NodePath): boolean {
  let found = false;
  callback.traverse({
    TryStatement(path) {
      found = true;
      path.stop();
    },
  });
  return found;
}

/** The methods of arrays that give no hold of the array itself, nor go on reading it later. */
const readingMethods: ReadonlySet<string> = new Set(["includes", "indexOf", "lastIndexOf", "at", "slice", "join"]);

/** Those that call back, with the array behind the element and the index. */
const callingMethods: ReadonlySet<string> = new Set([
  "some",
  "every",
  "find",
  "findIndex",
  "findLast",
  "findLastIndex",
  "filter",
  "map",
]);

/** Is it read there for a part of it, while the step runs, such that nothing else gets hold of it? */
function isPartRead(mention: NodePath, shape: Literal, callback: NodePath): boolean {
  if (functionsBetween(mention, callback).some((each) => !isCalledByOwn(each, mention))) return false;
  const { parentPath: parent, key, listKey } = mention;
  if (parent === null) return false;
  if (parent.isBinaryExpression()) return parent.node.operator === "in" && key === "right";
  if (parent.isCallExpression() && listKey === "arguments") {
    const callee = parent.get("callee") as NodePath;
    if (!callee.isMemberExpression() || callee.node.computed || callee.node.property.type !== "Identifier")
      return false;
    const { name } = callee.node.property;
    const isObjects = isGlobal(callee.get("object") as NodePath, "Object");
    return isObjects && key === 0 && ["keys", "values", "entries", "hasOwn"].includes(name);
  }
  if (!parent.isMemberExpression() || key !== "object") return false;
  if (isReadOnly(parent)) return true;
  return shape === "array" && isOwnCall(parent);
}

/** The call of a method of the accumulator, an array, that keeps nothing of it. */
function isOwnCall(member: NodePath<t.MemberExpression>): boolean {
  const { parentPath: call } = member;
  const { property, computed } = member.node;
  if (call?.isCallExpression() !== true || member.key !== "callee" || computed || property.type !== "Identifier")
    return false;
  if (call.node.arguments.some((each) => each.type === "SpreadElement")) return false;
  if (readingMethods.has(property.name)) return true;
  const [inner, ...more] = call.node.arguments;
  if (!callingMethods.has(property.name) || inner?.type !== "ArrowFunctionExpression" || more.length > 0) return false;
  return inner.params.length <= 2 && inner.params.every((each) => each.type !== "RestElement");
}

/** Is it a function that a method of the accumulator calls, and nobody else? */
function isCalledByOwn(inner: NodePath, { node }: NodePath): boolean {
  const { parentPath: call } = inner;
  if (!inner.isArrowFunctionExpression() || inner.node.async || call?.isCallExpression() !== true) return false;
  const callee = call.get("callee") as NodePath;
  if (inner.listKey !== "arguments" || !callee.isMemberExpression()) return false;
  const { object } = callee.node;
  const isSame = object.type === "Identifier" && node.type === "Identifier" && object.name === node.name;
  return (
    isSame &&
    inner.scope.getBinding(object.name) === inner.parentPath.scope.getBinding(object.name) &&
    isOwnCall(callee)
  );
}

/** The functions around `path` inside of the callback. */
function functionsBetween(path: NodePath, callback: NodePath): NodePath[] {
  const found: NodePath[] = [];
  for (let each = path.parentPath; each !== null && each.node !== callback.node; each = each.parentPath) {
    if (each.isFunction() || each.isClass()) found.push(each);
  }
  return found;
}

/** Does TypeScript know a type of the accumulator that might not let it be added to? */
function isReadonly(parameter: t.Identifier, start: t.Node): boolean {
  const annotation = parameter.typeAnnotation;
  const types = [annotation?.type === "TSTypeAnnotation" ? annotation.typeAnnotation : undefined, castOf(start)];
  return types.some((type) => type !== undefined && !isWritable(type));
}

function castOf(node: t.Node): t.TSType | undefined {
  if (node.type === "ParenthesizedExpression") return castOf(node.expression);
  const isCast =
    node.type === "TSAsExpression" || node.type === "TSSatisfiesExpression" || node.type === "TSTypeAssertion";
  return isCast ? node.typeAnnotation : undefined;
}

function isWritable(type: t.TSType): boolean {
  if (type.type === "TSArrayType" || type.type === "TSAnyKeyword") return true;
  if (type.type !== "TSTypeReference" || type.typeName.type !== "Identifier") return false;
  return type.typeName.name === "Array" || type.typeName.name === "Record";
}
