import type { NodePath } from "@babel/traverse";
import type * as t from "@babel/types";
import type { Region } from "../ir/region.ts";

/**
 * Does the module run `path` once, over the few elements of a literal? Then there is nothing to win: such a loop never
 * reaches the compiler of the engine, and takes longer to read than the chain.
 */
export function runsOnceOverLiteral(path: NodePath, region: Region<t.Node>): boolean {
  if (region.kind !== "chain" || region.source.node.type !== "ArrayExpression") return false;
  const { elements } = region.source.node;
  return elements.every((each) => each?.type !== "SpreadElement") && path.findParent(runsOften) === null;
}

function runsOften(around: NodePath): boolean {
  if (around.isClassProperty() || around.isClassPrivateProperty()) return around.node.static !== true;
  return around.isFunction() || around.isLoop();
}
