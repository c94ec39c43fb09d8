import type * as t from "@babel/types";
import type { Chain } from "../ir/region.ts";
import { isNode, mentionsAny, namesWithin, someNode } from "../syntax/tree-walk.ts";

/** Would TypeScript lose types where the ordinary methods do what is left, on arrays of which it knows nothing? */
export function restLosesTypes({ leaves, stages }: Chain<unknown>): boolean {
  const loops = leaves.flatMap(({ loop }) => (loop === undefined ? [] : [loop]));
  return [...stages.flatMap(({ args }) => args), ...loops].some(
    (each) => !tellsItsTypes(each) && takesTypesFromContext(each),
  );
}

/** Are all its parameters annotated? */
function tellsItsTypes(node: unknown): boolean {
  return isNode(node) && isFunction(node) && node.params.length > 0 && !isUntyped(node);
}

/**
 * Is there a function inside of the function `node` whose parameters get their types from those of `node`? In a loop
 * these are variables, whose types are the array's.
 */
export function takesTypesFromContext(node: unknown): boolean {
  if (!isNode(node)) return false;
  const untyped = namesOf(node);
  const known = new Set<object>();
  return someNode(node, (each) => {
    if (each === node) return false;
    // What it is called with, and what is inside of that, the function that is called gives types to.
    if (isCall(each) && !(isNode(each.callee) && mentionsAny(each.callee, untyped)))
      for (const argument of each.arguments) known.add(argument);
    return isUntyped(each) && !known.has(each);
  });
}

interface FunctionShape {
  readonly params: readonly { readonly type: string }[];
}

interface CallShape {
  readonly callee: object;
  readonly arguments: readonly object[];
}

function isFunction(node: object): node is FunctionShape {
  return "params" in node && Array.isArray(node.params);
}

function isUntyped(node: object): boolean {
  return isFunction(node) && node.params.some(isBare);
}

function isCall(node: object): node is CallShape {
  return "callee" in node && "arguments" in node;
}

/** The names of the parameters of `node`, and of the variables that are declared inside of it. */
function namesOf(node: t.Node): ReadonlySet<string> {
  const parts: t.Node[] = isFunction(node) ? node.params.filter(isNode) : [];
  someNode(node, (each) => {
    if (each.type === "VariableDeclarator") parts.push(each.id);
    return false;
  });
  return new Set(parts.flatMap(namesWithin));
}

/** Is it a parameter without an annotation, or a value that would tell its type? */
function isBare(parameter: { readonly type: string }): boolean {
  return /^(?:Identifier|ArrayPattern|ObjectPattern)$/.test(parameter.type) && !hasAnnotation(parameter);
}

function hasAnnotation(node: object): boolean {
  return "typeAnnotation" in node && node.typeAnnotation != null;
}
