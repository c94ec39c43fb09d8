import type { Binding, NodePath } from "@babel/traverse";
import type * as t from "@babel/types";
import { ANY, BOOLEAN, type Kinds, kindsOf, UINT32 } from "../ir/kinds.ts";
import { isInitialised } from "./binding.ts";
import { isGlobal } from "./chain-syntax.ts";
import { useOfCollection } from "./collection-use.ts";
import { initOfConstant } from "./constant-init.ts";

/** Methods that read the collection and call nobody, and what they give. */
const asking: Readonly<Record<string, Readonly<Record<string, Kinds>>>> = {
  Set: { has: BOOLEAN },
  Map: { has: BOOLEAN, get: ANY },
  Array: { includes: BOOLEAN, indexOf: UINT32 | kindsOf(-1), lastIndexOf: UINT32 | kindsOf(-1) },
};

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
  const escapes = binding.referencePaths.some((each) => useOfCollection(each) === "escapes");
  return escapes ? undefined : methods[property.name];
}

/** What the constant `binding` holds, by the syntax of what makes it. */
function collectionOf(binding: Binding): "Set" | "Map" | "Array" | undefined {
  const init = initOfConstant(binding);
  if (init === undefined) return undefined;
  if (init.isArrayExpression()) return init.node.elements.every((each) => each !== null) ? "Array" : undefined;
  if (!init.isNewExpression()) return undefined;
  const callee = init.get("callee") as NodePath;
  return isGlobal(callee, "Set") ? "Set" : isGlobal(callee, "Map") ? "Map" : undefined;
}
