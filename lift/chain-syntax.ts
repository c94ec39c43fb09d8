import type { NodePath } from "@babel/traverse";
import type * as t from "@babel/types";
import { isCast, isCopyingReduction, isWrapper, literalOf } from "./copying-syntax.ts";
import { singleUse } from "./single-use.ts";

/** One link of a chain: a method call, or what the whole is fed to. */
export type ChainLink =
  | { readonly kind: "method"; readonly method: string; readonly args: readonly NodePath[]; readonly path: NodePath }
  | { readonly kind: "for-of"; readonly path: NodePath<t.ForOfStatement> }
  | {
      readonly kind: "length" | "first" | "max" | "min" | "set" | "map" | "object" | "spread";
      readonly path: NodePath;
    };

type Method = Extract<ChainLink, { kind: "method" }>;

/** Where a chain starts. */
export type ChainHead =
  /** With the call of `slice` that takes a part of it, if the chain is over that. */
  | { readonly kind: "array"; readonly path: NodePath; readonly part?: Method }
  /** `Array.from({ length }, callback)`. */
  | {
      readonly kind: "from-length";
      readonly length: NodePath;
      readonly callback: NodePath | undefined;
      readonly path: NodePath;
    }
  /** `Array(n).fill(value)`, `new Array(n).fill(value)`. */
  | {
      readonly kind: "filled";
      readonly length: NodePath;
      readonly value: NodePath | undefined;
      readonly path: NodePath;
    }
  /** `[...Array(n).keys()]`. */
  | { readonly kind: "range-keys"; readonly length: NodePath; readonly path: NodePath };

export interface ParsedChain {
  readonly head: ChainHead;
  readonly links: readonly ChainLink[];
  /** Declarations of parts of the chain that are used nowhere else: they go where the chain goes. */
  readonly declarations: readonly NodePath<t.VariableDeclaration>[];
  /** Is TypeScript told between the links what the elements are? A loop has nobody to tell it. */
  readonly retyped: boolean;
}

/** The methods that make a new array, by the number of arguments that we understand. */
export const producers: ReadonlyMap<string, readonly number[]> = new Map([
  ["map", [1]],
  ["filter", [1]],
  ["flatMap", [1]],
  ["flat", [0, 1]],
  ["slice", [0, 1, 2]],
]);

/** Stages that pay by themselves: the built-in is ten times slower than a loop. */
export const loneStages: ReadonlySet<string> = new Set(["flatMap", "flat"]);

/** The methods that end a chain, by the number of arguments that we understand. */
export const consumers: ReadonlyMap<string, readonly number[]> = new Map([
  ["forEach", [1]],
  ["some", [1]],
  ["every", [1]],
  ["find", [1]],
  ["findLast", [1]],
  ["findIndex", [1]],
  ["findLastIndex", [1]],
  ["reduce", [1, 2]],
  ["reduceRight", [2]],
  ["indexOf", [1]],
  ["lastIndexOf", [1]],
  ["includes", [1]],
  ["at", [1]],
  ["join", [0, 1]],
  ["shift", [0]],
  ["pop", [0]],
]);

/** The methods that may take what `slice` makes of an array without the copy: those with a callback. */
export const partTakers: ReadonlySet<string> = new Set([
  ...["map", "filter", "forEach", "some", "every", "reduce", "find", "findLast", "findIndex", "findLastIndex"],
]);

/** How the end of a chain is looked for. */
export interface ChainReading {
  /** May `slice` take a part without a copy? Otherwise it is left to itself. Default true. */
  readonly parts?: boolean;
  /** Links that are looked at: what is before them stands for an array. Default: all. */
  readonly most?: number;
}

/** Links of a chain that is looked into. */
export const LINKS = 64;

/** So far that it can be told whether a chain has more than that. */
export const readable: ChainReading = { most: LINKS + 1 };

/** The chain that ends at `path`, if it has two links, or one on a range. */
export function parseChain(
  path: NodePath,
  { parts = true, most = Number.POSITIVE_INFINITY }: ChainReading = {},
): ParsedChain | undefined {
  const links: ChainLink[] = [];
  let receiver = ending(path, links) ?? path;
  if (links.length === 0) {
    const call = methodCall(receiver, consumers);
    if (call !== undefined && (call.link.method !== "at" || endOf(call.link.args[0]) !== undefined)) {
      links.push(call.link);
      receiver = call.receiver;
    }
  }
  const declarations: NodePath<t.VariableDeclaration>[] = [];
  let part: Method | undefined;
  let isSliced = false;
  let retyped = false;
  while (links.length < most) {
    // What is said of the type of a whole chain is no part of it.
    const given = receiver === path ? { path, isCast: false } : bare(receiver);
    const named = links.length > 0 ? singleUse(given.path) : undefined;
    const value = named === undefined ? given : bare(named.value);
    const call = methodCall(value.path, producers);
    if (call === undefined) break;
    // What `slice` takes a part of is told by the first of several: it is asked for once.
    isSliced = call.link.method === "slice" && (isSliced || isStage(call));
    if (!isSliced && call.link.method === "slice") {
      const taker = links.at(-1);
      if (!parts || named !== undefined || taker?.kind !== "method" || !partTakers.has(taker.method)) break;
      part = call.link;
      receiver = call.receiver;
      break;
    }
    if (named !== undefined) declarations.push(named.declaration);
    retyped ||= given.isCast || value.isCast || named?.isAnnotated === true;
    links.push(call.link);
    receiver = call.receiver;
  }
  links.reverse();
  const source = bare(receiver);
  const range = part === undefined ? rangeHead(source.path) : undefined;
  retyped ||= (range !== undefined && source.isCast) || links.some(isTyped);
  const head: ChainHead = range ?? { kind: "array", path: receiver, ...(part !== undefined && { part }) };
  const made = range === undefined && part === undefined ? 0 : 1;
  const stages = links.filter((link) => link.kind === "method" && producers.has(link.method)).length + made;
  const [only] = links;
  const isCopying = only?.kind === "method" && only.method === "reduce" && isCopyingReduction(argumentsOf(only));
  const isWhole =
    (stages >= 1 && links.length + made >= 2) || (only?.kind === "method" && loneStages.has(only.method)) || isCopying;
  return isWhole ? { head, links, declarations, retyped } : undefined;
}

/** What `path` is but for what is said of its type, and whether that may be another than TypeScript's own. */
function bare(path: NodePath): { readonly path: NodePath; readonly isCast: boolean } {
  let cast = false;
  let inner = path;
  while (isWrapper(inner.node)) {
    cast ||= isCast(inner.node);
    inner = inner.get("expression") as NodePath;
  }
  return { path: inner, isCast: cast };
}

/** Does it say what its elements are, where it makes some? */
function isTyped(link: ChainLink): boolean {
  return (
    link.kind === "method" &&
    producers.has(link.method) &&
    link.path.isCallExpression() &&
    hasTypeArguments(link.path.node)
  );
}

function argumentsOf({ args }: Method): t.Node[] {
  return args.map(({ node }) => node);
}

/** Calls of `slice`, one on what the other gives, behind which it is still looked for a stage. */
export const SLICES = 16;

/** A part of an array that is there already is one itself, and taken in no time. */
function isStage(last: MethodCall): boolean {
  let { link, receiver } = last;
  for (let slices = 0; link.method === "slice"; slices++) {
    const given = bare(receiver).path;
    const array = bare(singleUse(given)?.value ?? given).path;
    const before = methodCall(array, producers);
    if (before === undefined) return rangeHead(array) !== undefined && array === given;
    if (slices === SLICES) return false;
    ({ link, receiver } = before);
  }
  return true;
}

interface MethodCall {
  readonly link: Method;
  readonly receiver: NodePath;
}

function methodCall(path: NodePath, methods: ReadonlyMap<string, readonly number[]>): MethodCall | undefined {
  if (!path.isCallExpression()) return undefined;
  const callee = path.get("callee") as NodePath;
  if (!callee.isMemberExpression() || callee.node.computed || callee.node.property.type !== "Identifier")
    return undefined;
  const method = callee.node.property.name;
  if (hasTypeArguments(path.node) && method === "reduce" && !tellsItsType(path.node)) return undefined;
  const args = path.get("arguments") as NodePath[];
  if (methods.get(method)?.includes(args.length) !== true) return undefined;
  if (args.some((each) => each.isSpreadElement() || each.node.type === "ArgumentPlaceholder")) return undefined;
  const [depth] = args;
  if (method === "flat" && depth !== undefined && (!depth.isNumericLiteral() || depth.node.value !== 1))
    return undefined;
  const receiver = callee.get("object") as NodePath;
  if (receiver.isSuper()) return undefined;
  return { link: { kind: "method", method, args, path }, receiver };
}

/** Is it a reduction from a literal, which can be cast to what its type argument says, or from a plain value? */
function tellsItsType({ arguments: args }: t.CallExpression): boolean {
  const [, start] = args;
  if (isCopyingReduction(args)) return true;
  return (
    start !== undefined &&
    (literalOf(start) !== undefined || start.type === "NumericLiteral" || start.type === "StringLiteral")
  );
}

function hasTypeArguments(node: t.CallExpression | t.NewExpression): boolean {
  return typeArgumentsOf(node) != null;
}

/** Babel 8 has renamed the field. */
function typeArgumentsOf(node: t.CallExpression | t.NewExpression): t.Node | null | undefined {
  return node.typeParameters ?? ("typeArguments" in node ? node.typeArguments : undefined);
}

/** The type `T` of `xs.reduce<T>(…)`. */
export function typeArgumentOf(node: t.Node): t.Node | undefined {
  const types = node.type === "CallExpression" ? typeArgumentsOf(node) : undefined;
  return types?.type === "TSTypeParameterInstantiation" && types.params.length === 1 ? types.params[0] : undefined;
}

/** What a whole chain is fed to, if `path` is such a thing; gives the chain. */
function ending(path: NodePath, links: ChainLink[]): NodePath | undefined {
  if (path.isForOfStatement()) {
    if (path.node.await) return undefined;
    links.push({ kind: "for-of", path });
    return path.get("right");
  }
  if (path.isMemberExpression() && isReadOnly(path)) {
    const { property, computed } = path.node;
    const kind =
      !computed && property.type === "Identifier" && property.name === "length"
        ? "length"
        : computed && property.type === "NumericLiteral" && property.value === 0
          ? "first"
          : undefined;
    if (kind === undefined) return undefined;
    links.push({ kind, path });
    return path.get("object") as NodePath;
  }
  if (path.isArrayExpression()) return onlySpread(path.get("elements") as NodePath[], "spread", path, links);
  if (path.isNewExpression() && !hasTypeArguments(path.node)) {
    const callee = path.get("callee") as NodePath;
    const kind = isGlobal(callee, "Set") ? "set" : isGlobal(callee, "Map") ? "map" : undefined;
    return kind && onlyArgument(path, kind, links);
  }
  if (!path.isCallExpression()) return undefined;
  const callee = path.get("callee") as NodePath;
  if (!callee.isMemberExpression() || callee.node.computed || callee.node.property.type !== "Identifier")
    return undefined;
  const { name } = callee.node.property;
  if (name === "fromEntries" && isGlobal(callee.get("object") as NodePath, "Object"))
    return hasTypeArguments(path.node) ? undefined : onlyArgument(path, "object", links);
  if ((name !== "max" && name !== "min") || !isGlobal(callee.get("object") as NodePath, "Math")) return undefined;
  return onlySpread(path.get("arguments") as NodePath[], name, path, links);
}

function onlyArgument(
  path: NodePath<t.NewExpression | t.CallExpression>,
  kind: "set" | "map" | "object",
  links: ChainLink[],
): NodePath | undefined {
  const [argument, ...more] = path.get("arguments") as NodePath[];
  if (argument === undefined || more.length > 0 || argument.isSpreadElement()) return undefined;
  links.push({ kind, path });
  return argument;
}

function onlySpread(
  parts: readonly NodePath[],
  kind: "max" | "min" | "spread",
  path: NodePath,
  links: ChainLink[],
): NodePath | undefined {
  const [only, ...more] = parts;
  if (only === undefined || more.length > 0 || !only.isSpreadElement()) return undefined;
  links.push({ kind, path });
  return only.get("argument") as NodePath;
}

/** Is a member expression only read: no target of an assignment, `delete`, `++`, nor a callee that gets it as `this`? */
export function isReadOnly(member: NodePath<t.MemberExpression>): boolean {
  let path: NodePath = member;
  while (path.parentPath !== null && wrappers.has(path.parent.type)) path = path.parentPath;
  const parent = path.parentPath;
  if (parent === null) return false;
  if (parent.isAssignmentExpression() && path.key === "left") return false;
  if (parent.isUpdateExpression() || parent.isForXStatement() || parent.isAssignmentPattern()) return false;
  if (
    parent.isArrayPattern() ||
    parent.isRestElement() ||
    (parent.isObjectProperty() && parent.parentPath.isObjectPattern())
  )
    return false;
  if (parent.isUnaryExpression() && parent.node.operator === "delete") return false;
  if (parent.isTaggedTemplateExpression()) return false;
  return !(path.key === "callee" && (parent.isCallExpression() || parent.isOptionalCallExpression()));
}

/** What stands around an expression without making a value of a reference. */
const wrappers: ReadonlySet<string> = new Set([
  "ParenthesizedExpression",
  "TSAsExpression",
  "TSNonNullExpression",
  "TSSatisfiesExpression",
  "TSTypeAssertion",
  "TypeCastExpression",
]);

/** Is `path` the global of that name, which nothing shadows? */
export function isGlobal(path: NodePath, name: string): boolean {
  return path.isIdentifier() && path.node.name === name && path.scope.getBinding(name) === undefined;
}

/** Which end of an array an index stands for: 0 the first element, -1 the last. */
export function endOf(index: NodePath | undefined): "first" | "last" | undefined {
  if (index?.isNumericLiteral() === true) return index.node.value === 0 ? "first" : undefined;
  if (index?.isUnaryExpression() !== true || index.node.operator !== "-") return undefined;
  const { argument } = index.node;
  return argument.type === "NumericLiteral" && argument.value === 1 ? "last" : undefined;
}

function rangeHead(path: NodePath): Exclude<ChainHead, { kind: "array" }> | undefined {
  if (path.isArrayExpression()) return rangeKeys(path);
  if (!path.isCallExpression()) return undefined;
  const callee = path.get("callee") as NodePath;
  if (!callee.isMemberExpression() || callee.node.computed || callee.node.property.type !== "Identifier")
    return undefined;
  const { name } = callee.node.property;
  const object = callee.get("object") as NodePath;
  const args = path.get("arguments") as NodePath[];
  if (name === "from" && isGlobal(object, "Array") && args.length >= 1 && args.length <= 2) {
    const length = onlyLength(args[0]!);
    return length && { kind: "from-length", length, callback: args[1], path };
  }
  const length = name === "fill" && args.length <= 1 ? arrayOfLength(object) : undefined;
  return length && !args[0]?.isSpreadElement() ? { kind: "filled", length, value: args[0], path } : undefined;
}

/** The length of `{ length: n }`. */
function onlyLength(path: NodePath): NodePath | undefined {
  if (!path.isObjectExpression() || path.node.properties.length !== 1) return undefined;
  const [property] = path.get("properties");
  if (!property?.isObjectProperty() || property.node.computed || property.node.key.type !== "Identifier")
    return undefined;
  return property.node.key.name === "length" ? (property.get("value") as NodePath) : undefined;
}

/** The length of `Array(n)` or `new Array(n)`, if that is what it is: of a text it would be an element. */
export function arrayOfLength(path: NodePath): NodePath | undefined {
  if (!path.isCallExpression() && !path.isNewExpression()) return undefined;
  if (!isGlobal(path.get("callee") as NodePath, "Array")) return undefined;
  const [length, ...more] = path.get("arguments") as NodePath[];
  return length !== undefined && more.length === 0 && !length.isSpreadElement() ? length : undefined;
}

function rangeKeys(path: NodePath<t.ArrayExpression>): Exclude<ChainHead, { kind: "array" }> | undefined {
  const [only, ...more] = path.get("elements") as NodePath[];
  if (only === undefined || more.length > 0 || !only.isSpreadElement()) return undefined;
  const call = only.get("argument") as NodePath;
  if (!call.isCallExpression() || call.node.arguments.length > 0) return undefined;
  const callee = call.get("callee") as NodePath;
  if (!callee.isMemberExpression() || callee.node.computed || callee.node.property.type !== "Identifier")
    return undefined;
  if (callee.node.property.name !== "keys") return undefined;
  const length = arrayOfLength(callee.get("object") as NodePath);
  return length && { kind: "range-keys", length, path };
}
