import type { NodePath } from "@babel/traverse";
import type * as t from "@babel/types";

/**
 * Makes a traversal pass by what only runs when the function is called. The computed name of a method is evaluated
 * where it stands, and so are decorators.
 */
export function skipInside(path: NodePath<t.Function>): void {
  path.skipKey("params");
  path.skipKey("body");
}
