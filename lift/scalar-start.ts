import type * as t from "@babel/types";

/**
 * Could a rule about expressions start from `node` itself? A test of the syntax alone: most expressions of real code
 * are as short as can be, and finding that out has to cost next to nothing.
 */
export function isScalarStart(node: t.Node): boolean {
  switch (node.type) {
    case "UnaryExpression":
      return startsUnary(node);
    case "BinaryExpression":
      return startsBinary(node);
    case "LogicalExpression":
      return isLiteral(node.left) || isBoolean(node.right) || sameName(node.left, node.right) || comparesNullish(node);
    case "ConditionalExpression":
      return startsConditional(node);
    case "CallExpression":
      return startsCall(node);
    default:
      return false;
  }
}

function startsUnary({ operator, argument }: t.UnaryExpression): boolean {
  switch (operator) {
    case "!":
      return (
        isNegation(argument) ||
        (argument.type === "BinaryExpression" && /^[!=]==?$/.test(argument.operator)) ||
        isLiteral(argument)
      );
    case "-":
    case "+":
    case "~":
      // Without a fact about the operand, `-x` and `+x` are what they are.
      return argument.type === "UnaryExpression" || argument.type === "BinaryExpression";
    default:
      return false;
  }
}

function startsBinary({ operator, left, right }: t.BinaryExpression): boolean {
  if (sameName(left, right) && !/[<>]=?$/.test(operator)) return true;
  switch (operator) {
    case "*":
    case "/":
    case "%":
      return isNumber(left, [0, 1, -1]) || isNumber(right, [0, 1, -1]) || isMinus(left) || isMinus(right);
    case "+":
    case "-":
      return isNumber(left, [0]) || isNumber(right, [0]) || isMinus(right) || isText(left, "") || isText(right, "");
    case "**":
      return right.type === "NumericLiteral";
    case "&":
    case "|":
    case "^":
    case "<<":
    case ">>":
    case ">>>":
      return isNumber(right, [0, -1, 32]) || isNumber(left, [0, -1]) || isBitwise(left) || isBitwise(right);
    case "===":
    case "!==":
    case "==":
    case "!=":
      return isBoolean(left) || isBoolean(right) || isBitwise(left) || isNumber(right, [-1]);
    default:
      return isMinus(left);
  }
}

function startsConditional({ test, consequent, alternate }: t.ConditionalExpression): boolean {
  if (isBoolean(consequent) || isBoolean(alternate) || isNegation(test)) return true;
  return (
    sameName(test, consequent) ||
    sameName(test, alternate) ||
    sameName(consequent, alternate) ||
    (test.type === "LogicalExpression" && comparesNullish(test))
  );
}

function startsCall({ callee, arguments: args }: t.CallExpression): boolean {
  if (callee.type === "Identifier") return callee.name === "Boolean" || callee.name === "Number";
  if (callee.type !== "MemberExpression" || callee.object.type !== "Identifier" || callee.object.name !== "Math")
    return false;
  const { property } = callee;
  const isSame = (each: t.Node): boolean =>
    each.type === "CallExpression" &&
    each.callee.type === "MemberExpression" &&
    each.callee.property.type === "Identifier" &&
    property.type === "Identifier" &&
    each.callee.property.name === property.name;
  return (
    args.some((each) => isSame(each) || isMinus(each) || each.type === "SpreadElement") ||
    (args.length > 1 && sameName(args[0]!, args[1]!))
  );
}

const isNegation = (node: t.Node): boolean => node.type === "UnaryExpression" && node.operator === "!";
const isMinus = (node: t.Node): boolean =>
  node.type === "UnaryExpression" && node.operator === "-" && node.argument.type !== "NumericLiteral";
const isBoolean = (node: t.Node): boolean =>
  node.type === "BooleanLiteral" || (isNegation(node) && isLiteral((node as t.UnaryExpression).argument));
const isLiteral = (node: t.Node): boolean => node.type.endsWith("Literal") && node.type !== "TemplateLiteral";
const isText = (node: t.Node, text: string): boolean => node.type === "StringLiteral" && node.value === text;
const isBitwise = (node: t.Node): boolean =>
  (node.type === "BinaryExpression" && /[&|^]|<<|>>/.test(node.operator)) ||
  (node.type === "UnaryExpression" && node.operator === "~");

function isNumber(node: t.Node, values: readonly number[]): boolean {
  if (node.type === "NumericLiteral") return values.includes(node.value);
  if (node.type !== "UnaryExpression" || node.operator !== "-" || node.argument.type !== "NumericLiteral") return false;
  return values.includes(-node.argument.value);
}

function sameName(a: t.Node, b: t.Node): boolean {
  return a.type === "Identifier" && b.type === "Identifier" && a.name === b.name;
}

function comparesNull(node: t.Node): boolean {
  return (
    node.type === "BinaryExpression" &&
    (node.right.type === "NullLiteral" || (node.right.type === "Identifier" && node.right.name === "undefined"))
  );
}

function comparesNullish({ left, right }: t.LogicalExpression): boolean {
  return comparesNull(left) && comparesNull(right);
}
