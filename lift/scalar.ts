import type { NodePath } from "@babel/traverse";
import type * as t from "@babel/types";
import type { Scalar } from "../ir/region.ts";
import { someNode } from "../syntax/tree-walk.ts";
import { type LiftAssumptions, RegionBuilder } from "./builder.ts";
import { isOperation, liftExpression } from "./expression.ts";
import { globalFunction } from "./global-names.ts";
import { calledName } from "./operation.ts";
import type { ScalarStarts } from "./scalar-start.ts";

/**
 * Is `path` the whole of an expression of operators, not an operand of a larger one, in which a rule could start?
 * Without `starts`, whether or not one could.
 */
export function isScalarRoot(
  path: NodePath,
  { builtinsIntact }: LiftAssumptions,
  starts: ScalarStarts | undefined,
): boolean {
  if (!isScalarNode(path, builtinsIntact)) return false;
  const { parentPath: parent } = path;
  if (parent !== null && isScalarNode(parent, builtinsIntact) && path.key !== "callee") return false;
  return starts === undefined || starts.isWithin(path.node);
}

/** Could `node` be such a whole? A test of the syntax alone, before there are scopes. */
export function mayBeScalarRoot(node: t.Node, parent: t.Node | undefined): boolean {
  if (parent !== undefined && isOperation(parent)) return false;
  return isOperation(node) || (node.type === "CallExpression" && calledName(node.callee) !== undefined);
}

function isScalarNode(path: NodePath, builtinsIntact: boolean): boolean {
  if (isOperation(path.node)) return true;
  return builtinsIntact && path.isCallExpression() && globalFunction(path.get("callee") as NodePath) !== undefined;
}

/**
 * Lifts the expression at `path` with everything else as leaves. Undefined where there is nothing to lift.
 */
export function liftScalar(path: NodePath, assume: LiftAssumptions): Scalar<t.Node> | undefined {
  // A comment inside would be lost, and may be there for a reason.
  if (hasComments(path)) return undefined;
  const builder = new RegionBuilder(path, assume, false);
  const root = liftExpression(path, builder, new Map());
  if (root === undefined || root.args.length === 0) return undefined;
  const { start, end } = path.node;
  return {
    kind: "scalar",
    root,
    leaves: builder.leaves,
    literals: builder.literals,
    range: { start: start!, end: end! },
  };
}

/** Inside of the expression: what stands around it stays. */
function hasComments(path: NodePath): boolean {
  return someNode(
    path.node,
    (each) => each !== path.node && (each.leadingComments ?? each.trailingComments ?? each.innerComments) != null,
  );
}
