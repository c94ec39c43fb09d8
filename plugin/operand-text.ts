import type { NodePath } from "@babel/traverse";
import type * as t from "@babel/types";

/** `value` as it has to be written in the place of `path`: in parentheses where its surroundings bind tighter. */
export function operandText(path: NodePath, value: t.Expression, bare: string): string {
  if (path.node.extra?.parenthesized === true) return bare;
  if (readsAsStatement(path, bare)) return `(${bare})`;
  if (standsAlone.has(value.type)) return bare;
  if (!loose.has(path.parent.type) || value.type === "SequenceExpression") return `(${bare})`;
  return holdsIn.test(bare) && path.find((each) => each.parentPath?.isForStatement() === true && each.key === "init")
    ? `(${bare})`
    : bare;
}

/** At the start of a statement or of an arrow function's body, would `text` be read as a block or a declaration? */
function readsAsStatement({ parent }: NodePath, text: string): boolean {
  const isStart = parent.type === "ArrowFunctionExpression" || parent.type === "SequenceExpression";
  return isStart && /^(?:\{|function\b|class\b|async\b|let\b)/.test(text);
}

/** In the head of a `for`, this would be the `in` of its other form. */
const holdsIn = /\bin\b/;

/** Expressions that no operator around them takes apart. */
export const standsAlone: ReadonlySet<string> = new Set([
  "Identifier",
  "StringLiteral",
  "BooleanLiteral",
  "NullLiteral",
  "CallExpression",
  "MemberExpression",
  "TemplateLiteral",
]);

/** Parents that take any operator expression as their operand. */
const loose: ReadonlySet<string> = new Set([
  "AssignmentExpression",
  "AssignmentPattern",
  "VariableDeclarator",
  "CallExpression",
  "OptionalCallExpression",
  "NewExpression",
  "ReturnStatement",
  "ThrowStatement",
  "ExpressionStatement",
  "IfStatement",
  "WhileStatement",
  "DoWhileStatement",
  "ForStatement",
  "SwitchStatement",
  "SwitchCase",
  "ArrayExpression",
  "ObjectProperty",
  "TemplateLiteral",
  "SequenceExpression",
  "ArrowFunctionExpression",
  "ClassProperty",
]);
