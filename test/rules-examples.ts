import { parseExpression } from "@babel/parser";
import type * as Babel from "@babel/types";
import type { EGraph, Id } from "../egraph/index.ts";
import { CONST, UNKNOWN_EFFECT } from "../ir/effects.ts";
import * as kinds from "../ir/kinds.ts";
import { rangeOfKinds } from "../ir/number-kinds.ts";
import { operators } from "../ir/operators.ts";
import { constant, type Term, term } from "../ir/term.ts";

/**
 * Source text of examples to terms. The first letter of a name tells its kinds: `n m k` numbers, `i j` int32, `u` uint32,
 * `s t` strings, `b` booleans but `b1` anything, `g h` BigInts, `a` anything, `e` anything with effects.
 */
export const kindsByLetter: Readonly<Record<string, kinds.Kinds>> = {
  n: kinds.NUMBER,
  m: kinds.NUMBER,
  k: kinds.NUMBER,
  i: kinds.INT32,
  j: kinds.INT32,
  u: kinds.UINT32,
  s: kinds.STRING,
  t: kinds.STRING,
  b: kinds.BOOLEAN,
  g: kinds.BIGINT,
  h: kinds.BIGINT,
  a: kinds.ANY,
  e: kinds.ANY,
};

const exceptions: Readonly<Record<string, kinds.Kinds>> = { b1: kinds.ANY, k1: kinds.INT32, undefined: 0 };

export interface Example {
  readonly term: Term;
  /** Names of `var` leaves, by payload. */
  readonly names: readonly string[];
}

export function readExample(text: string): Example {
  const names: string[] = [];
  let sites = 0;
  const read = (node: Babel.Node): Term => {
    switch (node.type) {
      case "NumericLiteral":
      case "StringLiteral":
      case "BooleanLiteral":
        return constant(node.value);
      case "BigIntLiteral":
        return constant(BigInt(node.value));
      case "NullLiteral":
        return constant(null);
      case "Identifier": {
        if (node.name === "undefined") return constant(undefined);
        if (!names.includes(node.name)) names.push(node.name);
        return { op: "var", payload: names.indexOf(node.name), args: [] };
      }
      case "UnaryExpression": {
        if (node.operator === "-" && node.argument.type === "NumericLiteral") return constant(-node.argument.value);
        if (node.operator === "-" && node.argument.type === "BigIntLiteral")
          return constant(-BigInt(node.argument.value));
        const op = node.operator === "-" ? "neg" : node.operator === "+" ? "pos" : node.operator;
        return term(op, read(node.argument));
      }
      case "BinaryExpression":
      case "LogicalExpression":
        return term(node.operator, read(node.left), read(node.right));
      case "ConditionalExpression":
        return term("?:", read(node.test), read(node.consequent), read(node.alternate));
      case "TemplateLiteral": {
        const args: Term[] = [];
        for (const [index, quasi] of node.quasis.entries()) {
          args.push(constant(quasi.value.cooked ?? ""));
          const expression = node.expressions[index];
          if (expression !== undefined) args.push(read(expression));
        }
        return { op: "template", args };
      }
      case "ArrayExpression":
        return { op: "array", payload: sites++, args: node.elements.map((each) => read(each as Babel.Node)) };
      case "ObjectExpression":
        return { op: "object", payload: sites++, args: node.properties.map(read) };
      case "SpreadElement":
        return term("spread", read(node.argument));
      case "ObjectProperty": {
        const key = node.key.type === "Identifier" && !node.computed ? constant(node.key.name) : read(node.key);
        return term("prop", key, read(node.value));
      }
      case "MemberExpression":
        return readMember(node);
      case "CallExpression":
        return readCall(node);
      case "ParenthesizedExpression":
        return read(node.expression);
      default:
        throw new Error(`an example may not contain ${node.type}: ${text}`);
    }
  };
  const isText = (node: Babel.Node): boolean => {
    if (node.type === "StringLiteral") return true;
    if (node.type === "Identifier") return /^[st]/.test(node.name);
    if (node.type === "BinaryExpression") return node.operator === "+" && (isText(node.left) || isText(node.right));
    return node.type === "CallExpression" && node.callee.type === "MemberExpression" && isText(node.callee.object);
  };
  const readMember = (node: Babel.MemberExpression): Term => {
    const object = read(node.object);
    if (node.computed && isText(node.object)) return term("str.index", object, read(node.property));
    const key =
      node.property.type === "Identifier" && !node.computed ? constant(node.property.name) : read(node.property);
    if (isText(node.object) && key.payload === "length") return term("str.length", object);
    return { op: "load", payload: 0, args: [object, key] };
  };
  const readCall = (node: Babel.CallExpression): Term => {
    const args = node.arguments.map((arg) => read(arg));
    const { callee } = node;
    if (callee.type === "Identifier" && callee.name === "check_number") {
      return { op: "check", payload: kinds.NUMBER, args };
    }
    if (callee.type === "Identifier" && operators.has(callee.name)) return { op: callee.name, args };
    if (callee.type === "MemberExpression" && callee.property.type === "Identifier") {
      const { object, property } = callee;
      if (object.type === "Identifier" && operators.has(`${object.name}.${property.name}`)) {
        return { op: `${object.name}.${property.name}`, args };
      }
      if (operators.has(`str.${property.name}`)) return { op: `str.${property.name}`, args: [read(object), ...args] };
    }
    throw new Error(`an example may not call this: ${text}`);
  };
  return { term: read(parseExpression(text)), names };
}

/** Adds an example to an e-graph, its names with their facts. */
export function addExample(eg: EGraph, example: Example): Id {
  for (const [index, name] of example.names.entries()) {
    const id = eg.add("var", [], index);
    setKinds(eg, id, exceptions[name] ?? kindsByLetter[name[0]!] ?? kinds.ANY);
    eg.setFact("effect", id, name.startsWith("e") ? UNKNOWN_EFFECT : CONST);
  }
  return eg.addTerm(example.term);
}

/** Tells an e-graph the kinds of a class, and the range that follows. */
export function setKinds(eg: EGraph, id: Id, mask: kinds.Kinds): void {
  eg.setFact("kinds", id, mask);
  const [low, high] = rangeOfKinds(mask);
  if (low > high) return;
  eg.setFact("lo", id, low);
  eg.setFact("hi", id, high);
}
