import type { NodePath } from "@babel/traverse";
import type * as t from "@babel/types";
import type { Scalar } from "../ir/region.ts";
import type { Term } from "../ir/term.ts";
import { type LiftAssumptions, RegionBuilder } from "./builder.ts";
import { globalFunction, isOperation, liftExpression } from "./expression.ts";

/** Is `path` the whole of an expression of operators, not an operand of a larger one? */
export function isScalarRoot(path: NodePath): boolean {
  return isScalarNode(path) && !(path.parentPath !== null && isScalarNode(path.parentPath) && path.key !== "callee");
}

function isScalarNode(path: NodePath): boolean {
  if (isOperation(path.node)) return true;
  return path.isCallExpression() && globalFunction(path.get("callee") as NodePath) !== undefined;
}

/**
 * Lifts the expression at `path` with everything else as leaves. Undefined where no rule could have anything to say:
 * most expressions of real code, which must cost little.
 */
export function liftScalar(path: NodePath, assume: LiftAssumptions): Scalar<t.Node> | undefined {
  // A comment inside would be lost, and may be there for a reason.
  if (hasComments(path)) return undefined;
  const builder = new RegionBuilder(path, assume, false);
  const root = liftExpression(path, builder, new Map());
  if (root === undefined || !isReducible(root)) return undefined;
  const { start, end } = path.node;
  return { kind: "scalar", root, leaves: builder.leaves, range: { start: start!, end: end! } };
}

function hasComments(path: NodePath): boolean {
  let found = false;
  path.traverse({
    enter(inner) {
      const { leadingComments, trailingComments, innerComments } = inner.node;
      if ((leadingComments ?? trailingComments ?? innerComments) == null) return;
      found = true;
      inner.stop();
    },
  });
  return found;
}

/** Does any operator meet a constant, an operand twice, or an operand of its own subject? */
function isReducible(term: Term): boolean {
  if (term.args.length === 0) return false;
  if (term.args.some((arg) => arg.op === "const" && term.op !== "template" && !comparesConstant(term))) return true;
  if (term.args.length === 1 && term.args[0]!.args.length > 0) return true;
  if (term.args.some((arg, index) => term.args.indexOf(arg) !== index)) return true;
  if (term.op.startsWith("Math.") && term.args.some((arg) => arg.op.startsWith("Math."))) return true;
  return term.args.some(isReducible);
}

/** `x === null`, `x < 0`: the most common expressions there are, and as short as can be. */
function comparesConstant(term: Term): boolean {
  return (
    ["===", "!==", "==", "!=", "<", ">", "<=", ">="].includes(term.op) &&
    term.args.some((arg) => arg.op === "var" || arg.op === "opaque")
  );
}
