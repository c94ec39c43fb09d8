import type { NodePath } from "@babel/traverse";
import type * as t from "@babel/types";

/** The statement that starts by evaluating `path`, if others can stand in front of it. */
export function statementEvaluatedFrom(path: NodePath): NodePath<t.Statement> | undefined {
  for (let inner = path; ; ) {
    const outer = inner.parentPath;
    if (outer === null) return undefined;
    if (outer.isStatement()) return startsStatement(inner, outer) && canStandBefore(outer) ? outer : undefined;
    if (!isEvaluatedFirst(inner, outer)) return undefined;
    inner = outer;
  }
}

/** Is `inner`, of all that `outer` evaluates, the first that matters? */
function isEvaluatedFirst(inner: NodePath, outer: NodePath): boolean {
  switch (outer.node.type) {
    case "VariableDeclarator":
      return inner.key === "init" && outer.key === 0 && outer.node.id.type === "Identifier";
    case "BinaryExpression":
      return inner.key === "left" || isInert(outer.node.left);
    case "AssignmentExpression":
      return (
        inner.key === "right" &&
        outer.node.operator === "=" &&
        outer.node.left.type === "Identifier" &&
        outer.scope.hasBinding(outer.node.left.name)
      );
    case "LogicalExpression":
      return inner.key === "left";
    case "ConditionalExpression":
      return inner.key === "test";
    case "UnaryExpression":
      return outer.node.operator !== "delete";
    case "CallExpression":
      return inner.listKey === "arguments"
        ? isKnownCallee(outer) && argumentsBefore(inner, outer.node.arguments)
        : inner.key === "callee";
    case "MemberExpression":
      return inner.key === "object";
    case "TemplateLiteral":
      return inner.key === 0;
    case "ArrayExpression":
      return argumentsBefore(inner, outer.node.elements);
    case "ObjectProperty":
      return inner.key === "value" && !outer.node.computed && outer.parentPath?.isObjectExpression() === true;
    case "ObjectExpression":
      return argumentsBefore(
        inner,
        outer.node.properties.map((each) => (each.type === "ObjectProperty" && !each.computed ? each.value : each)),
      );
    case "SpreadElement":
    case "AwaitExpression":
    case "TSAsExpression":
    case "TSNonNullExpression":
    case "TSSatisfiesExpression":
    case "TSTypeAssertion":
    case "ParenthesizedExpression":
      return true;
    default:
      return false;
  }
}

function argumentsBefore(inner: NodePath, list: readonly (t.Node | null)[]): boolean {
  return list.slice(0, Number(inner.key)).every((each) => each === null || isInert(each));
}

/** Evaluating it does nothing and does not depend on when: `this` throws before `super()`. */
function isInert(node: t.Node): boolean {
  switch (node.type) {
    case "NumericLiteral":
    case "StringLiteral":
    case "BooleanLiteral":
    case "NullLiteral":
    case "ArrowFunctionExpression":
    case "FunctionExpression":
      return true;
    case "TemplateLiteral":
      return node.expressions.length === 0;
    default:
      return false;
  }
}

/** `Math.sqrt` and the like: reading the callee does nothing that could be seen. */
function isKnownCallee(call: NodePath): boolean {
  const callee = call.get("callee") as NodePath;
  if (!callee.isMemberExpression() || callee.node.computed) return false;
  const { object } = callee.node;
  return (
    object.type === "Identifier" &&
    ["Math", "Number", "Object", "JSON", "String", "Array"].includes(object.name) &&
    !call.scope.hasBinding(object.name, true)
  );
}

function startsStatement(inner: NodePath, statement: NodePath<t.Statement>): boolean {
  switch (statement.node.type) {
    case "ExpressionStatement":
    case "ReturnStatement":
    case "ThrowStatement":
      return true;
    case "VariableDeclaration":
      return inner.key === 0 && statement.parentPath?.isExportDeclaration() !== true;
    case "IfStatement":
      return inner.key === "test";
    case "SwitchStatement":
      return inner.key === "discriminant";
    case "ForOfStatement":
      return inner.key === "right" && !statement.node.await;
    default:
      return false;
  }
}

/** Statements can be put before it: it stands in a list, or a block can be put around it. */
export function canStandBefore(statement: NodePath<t.Statement>): boolean {
  const parent = statement.parentPath;
  if (parent === null || parent.isLabeledStatement() || parent.isExportDeclaration()) return false;
  if (statement.isVariableDeclaration() && !Array.isArray(statement.container)) return false;
  if (parent.isForStatement() || parent.isForXStatement()) return statement.key === "body";
  return true;
}
