import type { NodePath } from "@babel/traverse";
import type * as t from "@babel/types";
import { ANY, type Kinds, OBJECT, STRING, UNDEFINED } from "../ir/kinds.ts";
import { FRESH, PACKED } from "../ir/region.ts";
import { isGlobal } from "./chain-syntax.ts";
import { shownKinds } from "./declared-kinds.ts";

/** Is it a variable that its annotation calls an array? */
export function isAnnotatedArray(path: NodePath): boolean {
  if (!path.isIdentifier()) return false;
  const annotation = path.scope.getBinding(path.node.name)?.identifier.typeAnnotation;
  let type = annotation?.type === "TSTypeAnnotation" ? annotation.typeAnnotation : undefined;
  if (type?.type === "TSTypeOperator" && "typeAnnotation" in type) type = type.typeAnnotation;
  if (type?.type === "TSArrayType" || type?.type === "TSTupleType" || type?.type === "TSAnyKeyword") return true;
  if (type?.type !== "TSTypeReference" || type.typeName.type !== "Identifier") return false;
  return type.typeName.name === "Array" || type.typeName.name === "ReadonlyArray";
}

export interface ArrayFacts {
  readonly elements: Kinds;
  readonly array: number;
  readonly entries: boolean;
  readonly name: string;
}

const fresh = (elements: Kinds, name: string, entries = false): ArrayFacts => ({
  elements,
  array: FRESH,
  entries,
  name,
});

/** What is known of the array that an expression gives, by its syntax and the pristine built-ins. */
export function arrayFacts(path: NodePath): ArrayFacts | undefined {
  if (path.isArrayExpression()) return literalFacts(path);
  if (!path.isCallExpression()) return undefined;
  const callee = path.get("callee") as NodePath;
  if (!callee.isMemberExpression() || callee.node.computed || callee.node.property.type !== "Identifier")
    return undefined;
  const { name } = callee.node.property;
  const object = callee.get("object") as NodePath;
  if (isGlobal(object, "Object")) {
    if (name === "keys" || name === "getOwnPropertyNames") return fresh(STRING, "keys");
    if (name === "values") return fresh(ANY, "values");
    return name === "entries" ? fresh(OBJECT, "entries", true) : undefined;
  }
  if (isGlobal(object, "Array") && name === "from" && path.node.arguments.length === 1) return fresh(ANY, "items");
  return undefined;
}

function literalFacts(path: NodePath<t.ArrayExpression>): ArrayFacts {
  const elements = path.node.elements;
  const holes = elements.some((each) => each === null);
  const kinds = elements.reduce((all, each) => all | kindsOfElement(each), 0);
  return { elements: kinds === 0 ? ANY : kinds, array: holes ? FRESH & ~PACKED : FRESH, entries: false, name: "items" };
}

function kindsOfElement(node: t.ArrayExpression["elements"][number]): Kinds {
  if (node === null) return UNDEFINED;
  return node.type === "SpreadElement" ? ANY : shownKinds(node);
}
