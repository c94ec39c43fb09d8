import type * as t from "@babel/types";
import { operators } from "../ir/operators.ts";
import type { Payload } from "../ir/term.ts";

/** An expression as an operator of `ir/` and its operands, seen without scopes: names may turn out to be shadowed. */
export interface Operation {
  readonly op: string;
  readonly operands: readonly t.Node[];
}

export function operationOf(node: t.Node): Operation | undefined {
  switch (node.type) {
    case "ParenthesizedExpression":
    case "TSNonNullExpression":
      return operationOf(node.expression);
    case "UnaryExpression":
      return { op: prefixes[node.operator] ?? node.operator, operands: [node.argument] };
    case "BinaryExpression":
    case "LogicalExpression":
      return { op: node.operator, operands: [node.left, node.right] };
    case "ConditionalExpression":
      return { op: "?:", operands: [node.test, node.consequent, node.alternate] };
    case "CallExpression":
      return callOf(node);
    default:
      return undefined;
  }
}

/** The operator alone. */
export function operatorOf(node: t.Node): string | undefined {
  switch (node.type) {
    case "BinaryExpression":
    case "LogicalExpression":
      return node.operator;
    default:
      return operationOf(node)?.op;
  }
}

const prefixes: Readonly<Partial<Record<string, string>>> = { "-": "neg", "+": "pos" };

/** What stands behind the dot in names of operators. */
const methodNames: ReadonlySet<string> = new Set(
  [...operators.keys()].map((name) => name.slice(name.indexOf(".") + 1)),
);

function callOf({ callee, arguments: args }: t.CallExpression): Operation | undefined {
  if (callee.type === "Identifier") return operators.has(callee.name) ? { op: callee.name, operands: args } : undefined;
  if (callee.type !== "MemberExpression" || callee.computed || callee.property.type !== "Identifier") return undefined;
  const { object, property } = callee;
  // Most methods are not known by any name, and putting names together takes time.
  if (!methodNames.has(property.name)) return undefined;
  const named = object.type === "Identifier" ? `${object.name}.${property.name}` : "";
  if (operators.has(named)) return { op: named, operands: args };
  const method = `str.${property.name}`;
  return operators.has(method) ? { op: method, operands: [object, ...args] } : undefined;
}

/** The operator that a callee names, unless something shadows it. */
export function calledName(callee: t.Node): string | undefined {
  let name = "";
  if (callee.type === "Identifier") ({ name } = callee);
  else if (callee.type === "MemberExpression" && !callee.computed) {
    const { object, property } = callee;
    if (object.type === "Identifier" && property.type === "Identifier") name = `${object.name}.${property.name}`;
  }
  return operators.get(name)?.form.kind === "call" ? name : undefined;
}

/** Has {@link literalOf} a value for it? */
export function isLiteral(node: t.Node): boolean {
  switch (node.type) {
    case "NumericLiteral":
    case "StringLiteral":
    case "BooleanLiteral":
      return true;
    default:
      return literalOf(node) !== undefined;
  }
}

/** The value that a literal stands for, in a box; a minus in front of it belongs to it. */
export function literalOf(node: t.Node): { readonly value: Payload } | undefined {
  switch (node.type) {
    case "NumericLiteral":
    case "StringLiteral":
    case "BooleanLiteral":
      return { value: node.value };
    case "BigIntLiteral":
      return { value: BigInt(node.value) };
    case "NullLiteral":
      return { value: null };
    case "Identifier":
      return node.name === "undefined" ? { value: undefined } : undefined;
    case "UnaryExpression": {
      const inner = node.operator === "-" ? literalOf(node.argument)?.value : undefined;
      return typeof inner === "number" || typeof inner === "bigint" ? { value: -inner } : undefined;
    }
    default:
      return undefined;
  }
}
