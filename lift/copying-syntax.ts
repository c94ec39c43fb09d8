import type * as t from "@babel/types";
import { isNode, pushChildren } from "../syntax/tree-walk.ts";

/** What a reduction starts from. */
export type Literal = "array" | "object";

/** A function literal. */
export type FunctionLiteral = t.ArrowFunctionExpression | t.FunctionExpression;

type Wrapper =
  | t.ParenthesizedExpression
  | t.TSAsExpression
  | t.TSSatisfiesExpression
  | t.TSTypeAssertion
  | t.TSNonNullExpression;

/** Is it a cast, or parentheses? */
export function isWrapper(node: t.Node): node is Wrapper {
  switch (node.type) {
    case "ParenthesizedExpression":
    case "TSAsExpression":
    case "TSSatisfiesExpression":
    case "TSTypeAssertion":
    case "TSNonNullExpression":
      return true;
    default:
      return false;
  }
}

/** Casts and parentheses aside. */
export function unwrapped(node: t.Node): t.Node {
  return isWrapper(node) ? unwrapped(node.expression) : node;
}

/** The kind of literal that `given` is, if it holds nothing but constants: it is a new object whenever it is evaluated. */
export function literalOf(given: t.Node): Literal | undefined {
  const node = unwrapped(given);
  if (node.type === "ArrayExpression")
    return node.elements.every((each) => each !== null && isConstant(each)) ? "array" : undefined;
  if (node.type !== "ObjectExpression") return undefined;
  const isPlain = node.properties.every((each) => {
    if (each.type !== "ObjectProperty" || each.computed || !isConstant(each.value)) return false;
    return nameOf(each) !== undefined && nameOf(each) !== "__proto__";
  });
  return isPlain ? "object" : undefined;
}

function isConstant(node: t.Node): boolean {
  if (node.type === "UnaryExpression") return node.operator === "-" && node.argument.type === "NumericLiteral";
  return (
    node.type === "NumericLiteral" ||
    node.type === "StringLiteral" ||
    node.type === "BooleanLiteral" ||
    node.type === "NullLiteral"
  );
}

/** The name that a property is written with. */
export function nameOf({ key, computed }: t.ObjectProperty): string | undefined {
  if (computed) return undefined;
  return key.type === "Identifier" ? key.name : key.type === "StringLiteral" ? key.value : undefined;
}

/** A copy of the accumulator with more, as a step writes it. */
export type Copy =
  /** `[...a, x, y]` */
  | { readonly kind: "push"; readonly values: readonly t.Expression[] }
  /** `[...a, ...xs]` */
  | { readonly kind: "push-all"; readonly value: t.Expression }
  /** `a.concat(x)` */
  | { readonly kind: "concat"; readonly value: t.Expression }
  /** `{ ...a, k: v }` */
  | { readonly kind: "put"; readonly properties: readonly t.ObjectProperty[] }
  /** `{ ...a, ...o }` */
  | { readonly kind: "merge"; readonly value: t.Expression }
  /** `Object.assign({}, a, { [k]: v })`, which assigns and does not define. */
  | { readonly kind: "set"; readonly property: t.ObjectProperty };

export interface Copies {
  /** Where the accumulator stands in order to be given back or to be copied. */
  readonly mentions: ReadonlySet<t.Node>;
  /** Built-ins that the copies mention. */
  readonly globals: readonly string[];
  /** May one of them set the prototype of a copy? */
  readonly mayInherit: boolean;
}

/** Does `callback`, a step from `start`, give its accumulator or copies of it wherever it returns, and once a copy? */
export function copiesIn({ params, body, async, generator }: FunctionLiteral, shape: Literal): Copies | undefined {
  const [parameter] = params;
  if (parameter?.type !== "Identifier" || async || generator === true) return undefined;
  const { name } = parameter;
  const mentions = new Set<t.Node>();
  const globals: string[] = [];
  const kinds = new Set<Copy["kind"]>();
  const isTail = (given: t.Node): boolean => {
    const node = unwrapped(given);
    if (node.type === "ConditionalExpression") return isTail(node.consequent) && isTail(node.alternate);
    if (node.type === "Identifier" && node.name === name) {
      mentions.add(node);
      return true;
    }
    const copy = copyOf(node, name, shape);
    if (copy === undefined) return false;
    mentions.add(copy.mention);
    kinds.add(copy.copy.kind);
    if (copy.copy.kind === "set") globals.push("Object");
    return true;
  };
  const returned = body.type === "BlockStatement" ? returnsOf(body) : [body];
  if (returned === undefined || !returned.every(isTail) || kinds.size === 0) return undefined;
  // What is assigned may set a prototype that the next copy loses; holes that are concatenated, it fills.
  if ((kinds.has("set") || kinds.has("concat")) && kinds.size > 1) return undefined;
  return { mentions, globals, mayInherit: kinds.has("set") };
}

/** What `node` adds to a copy of the accumulator `name`, and where that is mentioned. */
export function copyOf(
  node: t.Node,
  name: string,
  shape: Literal,
): { readonly copy: Copy; readonly mention: t.Node } | undefined {
  if (shape === "array") return node.type === "ArrayExpression" ? spreadArray(node, name) : concatenation(node, name);
  return node.type === "ObjectExpression" ? spreadObject(node, name) : assigned(node, name);
}

type FoundCopy = ReturnType<typeof copyOf>;

function mentionOf(node: t.Node | null | undefined, name: string): t.Node | undefined {
  const found = node == null ? undefined : unwrapped(node);
  return found?.type === "Identifier" && found.name === name ? found : undefined;
}

function spreadArray({ elements: [first, ...more] }: t.ArrayExpression, name: string): FoundCopy {
  const mention = first?.type === "SpreadElement" ? mentionOf(first.argument, name) : undefined;
  if (mention === undefined) return undefined;
  const [only] = more;
  if (more.length === 1 && only?.type === "SpreadElement")
    return { mention, copy: { kind: "push-all", value: only.argument } };
  const values = plainElements(more);
  return values && { mention, copy: { kind: "push", values } };
}

function plainElements(elements: readonly (t.Node | null)[]): t.Expression[] | undefined {
  const values = elements.flatMap((each) => (each === null || each.type === "SpreadElement" ? [] : [each]));
  return values.length === elements.length ? (values as t.Expression[]) : undefined;
}

function concatenation(node: t.Node, name: string): FoundCopy {
  if (node.type !== "CallExpression" || node.callee.type !== "MemberExpression") return undefined;
  const { object, property, computed } = node.callee;
  const mention = mentionOf(object, name);
  if (mention === undefined || computed || property.type !== "Identifier" || property.name !== "concat")
    return undefined;
  const lists = node.arguments.map((each) =>
    each.type === "ArrayExpression" ? plainElements(each.elements) : undefined,
  );
  if (lists.every((each) => each !== undefined)) return { mention, copy: { kind: "push", values: lists.flat() } };
  const [value, ...more] = node.arguments;
  if (value === undefined || more.length > 0 || value.type === "SpreadElement" || value.type === "ArgumentPlaceholder")
    return undefined;
  return { mention, copy: { kind: "concat", value } };
}

function spreadObject({ properties: [first, ...more] }: t.ObjectExpression, name: string): FoundCopy {
  const mention = first?.type === "SpreadElement" ? mentionOf(first.argument, name) : undefined;
  if (mention === undefined) return undefined;
  const [only] = more;
  if (more.length === 1 && only?.type === "SpreadElement")
    return { mention, copy: { kind: "merge", value: only.argument } };
  const properties = more.flatMap((each) => (isDefining(each) ? [each] : []));
  return properties.length === more.length ? { mention, copy: { kind: "put", properties } } : undefined;
}

/** A property that is defined as any other; what would be named after it is not. */
function isDefining(node: t.Node): node is t.ObjectProperty {
  if (node.type !== "ObjectProperty" || isFunctionLike(unwrapped(node.value))) return false;
  return node.computed ? node.key.type !== "PrivateName" : nameOf(node) !== undefined && nameOf(node) !== "__proto__";
}

function isFunctionLike({ type }: t.Node): boolean {
  return type === "ArrowFunctionExpression" || type === "FunctionExpression" || type === "ClassExpression";
}

function assigned(node: t.Node, name: string): FoundCopy {
  if (node.type !== "CallExpression" || node.callee.type !== "MemberExpression") return undefined;
  const { object, property, computed } = node.callee;
  if (computed || property.type !== "Identifier" || property.name !== "assign") return undefined;
  if (object.type !== "Identifier" || object.name !== "Object") return undefined;
  const [target, copied, added, ...more] = node.arguments;
  if (target?.type !== "ObjectExpression" || target.properties.length > 0 || more.length > 0) return undefined;
  const mention = mentionOf(copied, name);
  if (mention === undefined || added?.type !== "ObjectExpression" || added.properties.length !== 1) return undefined;
  const [only] = added.properties;
  return only !== undefined && isDefining(only) ? { mention, copy: { kind: "set", property: only } } : undefined;
}

/** What a body returns, wherever it does; undefined where it may end without. */
function returnsOf(body: t.BlockStatement): t.Expression[] | undefined {
  if (!alwaysReturns(body)) return undefined;
  const found: t.Expression[] = [];
  const pending: object[] = [body];
  for (let item = pending.pop(); item !== undefined; item = pending.pop()) {
    if (isNode(item)) {
      if (isFunctionLike(item) || /Method$|^(?:Function|Class)Declaration$/.test(item.type)) continue;
      if (item.type === "ReturnStatement") {
        if (item.argument == null) return undefined;
        found.push(item.argument);
      }
    }
    pushChildren(item, pending);
  }
  return found;
}

function alwaysReturns(statement: t.Statement): boolean {
  const last = statement.type === "BlockStatement" ? statement.body.at(-1) : statement;
  if (last?.type === "ReturnStatement") return true;
  if (last?.type === "BlockStatement") return alwaysReturns(last);
  return (
    last?.type === "IfStatement" &&
    last.alternate != null &&
    alwaysReturns(last.consequent) &&
    alwaysReturns(last.alternate)
  );
}

/** Is it a call of `reduce` whose step copies what it starts from? A test of the syntax alone. */
export function isCopyingReduction(args: readonly t.Node[]): boolean {
  const [step, start, ...more] = args;
  if (step === undefined || start === undefined || more.length > 0) return false;
  if (step.type !== "ArrowFunctionExpression" && step.type !== "FunctionExpression") return false;
  const shape = literalOf(start);
  return shape !== undefined && copiesIn(step, shape) !== undefined;
}

/** Does it say its type itself? */
export function isCast({ type }: t.Node): boolean {
  return type === "TSAsExpression" || type === "TSTypeAssertion";
}

/** `start` as a value of `type`, if one is given. */
export function castBy(type: t.Node | undefined, start: t.Node): t.Node {
  if (type === undefined) return start;
  return { type: "TSAsExpression", expression: start, typeAnnotation: type } as t.TSAsExpression;
}
