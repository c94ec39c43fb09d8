import type { Binding, NodePath } from "@babel/traverse";
import type * as t from "@babel/types";
import { ANY, BOOLEAN, type Kinds, kindsOf, UINT32 } from "../ir/kinds.ts";
import { isInitialised } from "./binding.ts";
import { isGlobal } from "./chain-syntax.ts";
import { isShared } from "./classic-script.ts";

/** Methods that read the collection and call nobody, and what they give. */
const asking: Readonly<Record<string, Readonly<Record<string, Kinds>>>> = {
  Set: { has: BOOLEAN },
  Map: { has: BOOLEAN, get: ANY },
  Array: { includes: BOOLEAN, indexOf: UINT32 | kindsOf(-1), lastIndexOf: UINT32 | kindsOf(-1) },
};

/** Members that give nobody hold of the collection itself. */
const harmless: ReadonlySet<string> = new Set(
  "has get size length includes indexOf lastIndexOf at join slice keys values entries".split(" "),
);

/** Those that change it, and may give it: they have to stand alone. */
const changing: ReadonlySet<string> = new Set("add set delete clear push pop shift unshift".split(" "));

/**
 * The kinds that a call of `callee` gives, if that is a method that does nothing but look into a collection: one that
 * the code has made itself, and that nobody could have given other methods, or elements that do anything when read.
 */
export function askedKinds(callee: NodePath<t.MemberExpression>, site: NodePath): Kinds | undefined {
  const { object, property, computed } = callee.node;
  if (computed || object.type !== "Identifier" || property.type !== "Identifier") return undefined;
  const binding = callee.scope.getBinding(object.name);
  const kind = binding && collectionOf(binding);
  const methods = kind === undefined ? undefined : asking[kind];
  if (binding === undefined || methods === undefined || !Object.hasOwn(methods, property.name)) return undefined;
  if (site.scope.getBinding(object.name) !== binding || !isInitialised(binding, site)) return undefined;
  return binding.referencePaths.every(isHarmless) ? methods[property.name] : undefined;
}

/** What the constant `binding` holds, by the syntax of what makes it. */
function collectionOf(binding: Binding): "Set" | "Map" | "Array" | undefined {
  const declarator = binding.path;
  if (!binding.constant || binding.kind !== "const" || !declarator.isVariableDeclarator() || isShared(binding))
    return undefined;
  if (declarator.node.id.type !== "Identifier" || declarator.parentPath.parentPath?.isExportDeclaration() === true)
    return undefined;
  let init = declarator.get("init") as NodePath;
  while (init.isTSAsExpression() || init.isTSSatisfiesExpression()) init = init.get("expression") as NodePath;
  if (init.isArrayExpression()) return init.node.elements.every((each) => each !== null) ? "Array" : undefined;
  if (!init.isNewExpression()) return undefined;
  const callee = init.get("callee") as NodePath;
  return isGlobal(callee, "Set") ? "Set" : isGlobal(callee, "Map") ? "Map" : undefined;
}

function isHarmless(reference: NodePath): boolean {
  const { parentPath: parent, key } = reference;
  if (parent === null) return false;
  if (parent.isSpreadElement() || parent.isTSTypeQuery()) return true;
  if (parent.isForOfStatement()) return key === "right";
  if (!parent.isMemberExpression() || key !== "object" || parent.node.computed) return false;
  const { property } = parent.node;
  const { parentPath: call } = parent;
  if (property.type !== "Identifier" || call === null) return false;
  if (property.name === "size" || property.name === "length") return !isTarget(parent);
  if (!call.isCallExpression() || parent.key !== "callee") return false;
  if (harmless.has(property.name)) return true;
  return changing.has(property.name) && call.parentPath.isExpressionStatement();
}

/** Is it written? */
function isTarget({ parentPath: parent, key }: NodePath): boolean {
  if (parent === null) return true;
  if (parent.isAssignmentExpression() || parent.isAssignmentPattern() || parent.isForXStatement())
    return key === "left";
  if (parent.isUnaryExpression()) return parent.node.operator === "delete";
  return (
    parent.isUpdateExpression() ||
    parent.isArrayPattern() ||
    parent.isRestElement() ||
    (parent.isObjectProperty() && parent.parentPath.isObjectPattern())
  );
}
