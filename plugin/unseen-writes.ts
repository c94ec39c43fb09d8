import type { NodePath } from "@babel/traverse";

/** Of a cast at `path`: `x!++`, `(x as any) = y`, `[x!] = ys`: not all of these count as assignments for Babel's scopes. */
export function noteWrite(path: NodePath): void {
  const expression = "expression" in path.node ? path.node.expression : undefined;
  if (typeof expression !== "object" || expression?.type !== "Identifier") return;
  const write = writeTo(path);
  if (write !== undefined) path.scope.getBinding(expression.name)?.reassign(write);
}

/** The assignment, update or loop of which `path` is a target. */
function writeTo(path: NodePath): NodePath | undefined {
  const { parentPath: parent, key, listKey } = path;
  switch (parent?.node.type) {
    case "UpdateExpression":
      return parent;
    case "AssignmentExpression":
    case "ForInStatement":
    case "ForOfStatement":
      return key === "left" ? parent : undefined;
    case "AssignmentPattern":
      return key === "left" ? writeTo(parent) : undefined;
    case "ObjectProperty":
      return key === "value" && parent.parentPath?.isObjectPattern() === true ? writeTo(parent.parentPath) : undefined;
    case "ArrayPattern":
      return listKey === "elements" ? writeTo(parent) : undefined;
    case "RestElement":
    case "ObjectPattern":
    case "ParenthesizedExpression":
    case "TSNonNullExpression":
    case "TSAsExpression":
    case "TSSatisfiesExpression":
    case "TSTypeAssertion":
      return writeTo(parent);
    default:
      return undefined;
  }
}
