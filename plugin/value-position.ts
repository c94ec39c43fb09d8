import type { NodePath } from "@babel/traverse";
import type * as t from "@babel/types";
import { operatorOf } from "../ir/operators.ts";
import type { Payload, Term } from "../ir/term.ts";

/**
 * May an operator expression at `path` become what one of its operands is, `operand`, or a name? Nearly everywhere
 * both are only values. But `(true && o.f)()` calls without a receiver and `o.f()` with one, `(true && eval)(x)` is
 * no direct eval, `delete (true && o.p)` deletes nothing, and `const f = true && (() => {})` names no function
 * (ECMA-262, 13.3.6.1, 13.5.1.2, 8.4.5).
 */
export function isPlaceOfValue(path: NodePath, operand: t.Node | undefined): boolean {
  const place = withoutWrappers(path);
  const { parent, key } = place;
  switch (parent.type) {
    case "CallExpression":
    case "OptionalCallExpression":
      return key !== "callee";
    case "TaggedTemplateExpression":
      return key !== "tag";
    case "UnaryExpression":
      return parent.operator !== "delete" && !(parent.operator === "typeof" && operand?.type === "Identifier");
    default:
      return operand === undefined || !isUnnamed(operand) || !givesName(place);
  }
}

/** The outermost of the parentheses and casts around `path`, which leave a reference what it is. */
function withoutWrappers(path: NodePath): NodePath {
  const { parentPath: parent } = path;
  return parent !== null && wrappers.has(parent.type) ? withoutWrappers(parent) : path;
}

const wrappers: ReadonlySet<string> = new Set([
  "ParenthesizedExpression",
  "TSAsExpression",
  "TSSatisfiesExpression",
  "TSNonNullExpression",
  "TSTypeAssertion",
]);

/** Is it a function or class that takes its name from where it stands? */
function isUnnamed(node: t.Node): boolean {
  switch (node.type) {
    case "ArrowFunctionExpression":
      return true;
    case "FunctionExpression":
    case "ClassExpression":
      return node.id == null;
    case "ParenthesizedExpression":
    case "TSAsExpression":
    case "TSSatisfiesExpression":
    case "TSNonNullExpression":
    case "TSTypeAssertion":
      return isUnnamed(node.expression);
    default:
      return false;
  }
}

/** Does a function expression at `path` get a name (ECMA-262, NamedEvaluation)? */
function givesName({ parent, key }: NodePath): boolean {
  switch (parent.type) {
    case "VariableDeclarator":
    case "ClassProperty":
    case "ClassPrivateProperty":
    case "ClassAccessorProperty":
    case "ObjectProperty":
    case "ExportDefaultDeclaration":
      return true;
    case "AssignmentExpression":
    case "AssignmentPattern":
      return key === "right";
    default:
      return false;
  }
}

/** The names that printing `term` writes and that must mean the built-in: of functions, and of constants without a literal. */
export function globalNamesIn({ op, payload, args }: Term): string[] {
  const { form } = operatorOf(op);
  const own = form.kind === "call" ? [form.callee.replace(/\..*/, "")] : op === "const" ? nameOfConstant(payload) : [];
  return [...own, ...args.flatMap(globalNamesIn)];
}

function nameOfConstant(value: Payload): string[] {
  if (value === undefined) return ["undefined"];
  return typeof value === "number" && !Number.isFinite(value) ? [Number.isNaN(value) ? "NaN" : "Infinity"] : [];
}
