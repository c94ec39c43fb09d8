import type { NodePath } from "@babel/traverse";
import type * as t from "@babel/types";
import type { Scalar } from "../ir/region.ts";
import { type LiftAssumptions, RegionBuilder } from "./builder.ts";
import { globalFunction, isOperation, liftExpression } from "./expression.ts";
import { isScalarStart } from "./scalar-start.ts";
import { someNode } from "./tree-walk.ts";

/**
 * Is `path` the whole of an expression of operators, not an operand of a larger one? `eager`: whether or not it looks
 * as if a rule could start from it.
 */
export function isScalarRoot(path: NodePath, { builtinsIntact }: LiftAssumptions, eager: boolean): boolean {
  if (!isScalarNode(path, builtinsIntact)) return false;
  const { parentPath: parent } = path;
  if (parent !== null && isScalarNode(parent, builtinsIntact) && path.key !== "callee") return false;
  return eager || hasStart(path.node);
}

/** Is there, among the operators of the expression, one that a rule could start from? */
function hasStart(node: t.Node): boolean {
  if (isScalarStart(node)) return true;
  switch (node.type) {
    case "UnaryExpression":
      return hasStart(node.argument);
    case "BinaryExpression":
    case "LogicalExpression":
      return hasStart(node.left) || hasStart(node.right);
    case "ConditionalExpression":
      return hasStart(node.test) || hasStart(node.consequent) || hasStart(node.alternate);
    case "CallExpression":
      return node.arguments.some(hasStart);
    default:
      return false;
  }
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
