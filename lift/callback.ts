import type { NodePath } from "@babel/traverse";
import type * as t from "@babel/types";
import { UNKNOWN_EFFECT } from "../ir/effects.ts";
import { ANY, BOOLEAN, type Kinds, NUMBER, OBJECT, STRING } from "../ir/kinds.ts";
import { operators } from "../ir/operators.ts";
import { constant, type Term, term } from "../ir/term.ts";
import { isInitialised } from "./binding.ts";
import type { RegionBuilder } from "./builder.ts";
import { type Callee, type OpenedBody, openBody } from "./callback-body.ts";
import { isShared } from "./classic-script.ts";
import type { InPlaceBody } from "./copying-step.ts";
import { skipInside } from "./function-inside.ts";
import { globalFunction } from "./global-names.ts";
import { openOwnBody } from "./own-body.ts";
import type { Location } from "./own-location.ts";
import { isRecursive } from "./recursion.ts";

/** A callback, opened at the element of a loop. */
export interface OpenedCallback {
  /** What it returns. */
  readonly body: Term;
  /** Conditions in front of a body that does nothing where one fails. */
  readonly guards?: readonly Term[];
  /** Its first arguments as the loop should use them: tested, where the body suggests of what kinds they are. */
  readonly args: readonly Term[];
  /** The position of its index parameter, if it takes one. */
  readonly index: number | undefined;
  /** The names of its parameters, where they are plain names. */
  readonly names: readonly (string | undefined)[];
  /** Is it annotated with the type of what it returns, or of what it has tested? */
  readonly tellsTypes?: boolean;
}

/** Why a callback cannot be opened: the code of a skip, and the node to point at. */
export interface CallbackRefusal {
  readonly refused: string;
  readonly node: t.Node;
}

/** What a callback is called with: its arguments, and where among them the index stands. */
export interface CallShape {
  readonly args: readonly Term[];
  readonly index: number;
  /** May it write what is its own? Then the accumulator of a reduction may be what it writes. */
  readonly own?: { readonly accumulator?: Location | undefined };
  /** Of the step of a reduction that copies its accumulator, which is its first argument. */
  readonly inPlace?: InPlaceBody;
}

/**
 * Opens the callback at `path`: its body becomes a term over `shape.args`. A function literal, a function of the same
 * module that is never reassigned, or a built-in of one argument. A body that we do not look into becomes a leaf.
 */
export function openCallback(
  path: NodePath,
  shape: CallShape,
  builder: RegionBuilder,
): OpenedCallback | CallbackRefusal {
  if (declaresThis(path)) return { refused: "E-CALLBACK-FORM", node: path.node };
  if (shape.inPlace !== undefined) return openCopyingStep(path, shape, shape.inPlace, builder);
  const builtin = openBuiltin(path, shape, builder);
  if (builtin !== undefined) return builtin;
  const callee = resolveFunction(path, builder);
  if (callee === undefined) return { refused: "E-CALLBACK-UNKNOWN", node: path.node };
  const { node } = callee;
  if (declaresThis(callee)) return { refused: "E-CALLBACK-FORM", node };
  if (node.async || node.generator) return { refused: "E-CALLBACK-ASYNC", node };
  const count = node.params.length;
  if (count > shape.index + 1 || node.params.some((each) => each.type === "RestElement")) {
    return { refused: "E-ARRAY-ARGUMENT", node };
  }
  const isLiteral = callee.node === path.node;
  const lifted =
    openBody(callee, shape.args, builder) ??
    openOwn(callee, shape, builder, isLiteral) ??
    arrayOfParts(callee, shape, builder, isLiteral) ??
    closedBody(callee, shape, builder, isLiteral);
  if (lifted === undefined) return { refused: "E-CALLBACK-FORM", node };
  const names = node.params.map((each) => (each.type === "Identifier" ? each.name : undefined));
  const tellsTypes = node.returnType != null;
  return { ...lifted, index: count > shape.index ? shape.index : undefined, names, tellsTypes };
}

/** `function (this: T, x)`: TypeScript writes down the receiver as if it were the first of the arguments. */
function declaresThis({ node }: NodePath): boolean {
  if (node.type !== "FunctionExpression" && node.type !== "FunctionDeclaration") return false;
  return node.params.some((each) => each.type === "Identifier" && each.name === "this");
}

/** Opens the step of a reduction at `path`, which copies its accumulator, as the leaf that it is. */
function openCopyingStep(
  path: NodePath,
  shape: CallShape,
  inPlace: InPlaceBody,
  builder: RegionBuilder,
): OpenedCallback | CallbackRefusal {
  const { node } = path;
  if (!path.isArrowFunctionExpression() && !path.isFunctionExpression()) return { refused: "E-CALLBACK-FORM", node };
  const { params } = path.node;
  if (params.length > shape.index + 1 || params.some((each) => each.type === "RestElement"))
    return { refused: "E-ARRAY-ARGUMENT", node };
  if (!isInlinable(path, true, builder)) return { refused: "E-CALLBACK-FORM", node };
  const { node: callback, args } = withoutPairs(path, shape, builder);
  const names = params.map((each) => (each.type === "Identifier" ? each.name : undefined));
  const body = builder.copying(callbackLeaf(callback, args, builder), inPlace);
  return { body, args: shape.args, index: params.length > shape.index ? shape.index : undefined, names };
}

/** A function literal that writes nothing but what is its own. */
function openOwn(
  callee: Callee,
  { args, own }: CallShape,
  builder: RegionBuilder,
  isLiteral: boolean,
): (OpenedBody & { readonly guards: readonly Term[] }) | undefined {
  if (own === undefined || !isLiteral || !builder.assume.builtinsIntact) return undefined;
  if (callee.isFunctionExpression() && callee.node.id != null) return undefined;
  const use = {
    path: callee,
    params: callee.get("params") as NodePath[],
    body: callee.get("body") as NodePath,
    ...own,
  };
  const opened = openOwnBody(use, args, builder);
  return opened && { ...opened, args };
}

/** `Boolean`, `String`, `Math.abs`, …: built-ins that look at one argument only. */
function openBuiltin(path: NodePath, shape: CallShape, builder: RegionBuilder): OpenedCallback | undefined {
  const name = globalFunction(path);
  const row = name === undefined ? undefined : operators.get(name);
  if (name === undefined || row?.arity !== 1) return undefined;
  const [first, ...rest] = shape.args;
  const wanted =
    name.startsWith("Math.") || name.startsWith("is")
      ? NUMBER
      : name === "Boolean" || name.startsWith("Number.")
        ? ANY
        : STRING | NUMBER | BOOLEAN;
  const arg = builder.within(first!, wanted);
  if (arg === undefined) return undefined;
  return { body: term(name, arg), args: [first!, ...rest], index: undefined, names: [] };
}

/** The function that `path` certainly evaluates to, without effects. */
function resolveFunction(path: NodePath, builder: RegionBuilder): Callee | undefined {
  if (path.isArrowFunctionExpression() || path.isFunctionExpression()) return path;
  if (!path.isIdentifier()) return undefined;
  const binding = path.scope.getBinding(path.node.name);
  if (binding === undefined || !binding.constant || !isInitialised(binding, path)) return undefined;
  if (binding.kind !== "const" && isShared(binding)) return undefined;
  const declared = binding.path;
  if (declared.isFunctionDeclaration()) return canBeWrittenOut(declared, builder) ? declared : undefined;
  if (!declared.isVariableDeclarator() || declared.node.id.type !== "Identifier" || binding.kind === "var")
    return undefined;
  const init = declared.get("init") as NodePath;
  if (!init.isArrowFunctionExpression() && !init.isFunctionExpression()) return undefined;
  return canBeWrittenOut(init, builder) ? init : undefined;
}

function canBeWrittenOut(callee: Callee, builder: RegionBuilder): boolean {
  return mentionsOnlyShared(callee, builder) && !isRecursive(callee);
}

/** Do the free names of a function mean the same at the site, where its body is to be inlined? */
function mentionsOnlyShared(callee: Callee, builder: RegionBuilder): boolean {
  let shared = true;
  callee.traverse({
    "Identifier|JSXIdentifier"(path: NodePath) {
      const { name } = path.node as t.Identifier | t.JSXIdentifier;
      // What is written is no reference in Babel's sense.
      if (isNameOnly(path)) return;
      const binding = path.scope.getBinding(name);
      if (binding !== undefined && isWithin(binding.scope.path, callee)) return;
      if (builder.site.scope.getBinding(name) !== binding) shared = false;
    },
  });
  return shared;
}

/** The name of a property or a label, which no variable can shadow. */
function isNameOnly({ node, parent, key }: NodePath): boolean {
  switch (parent.type) {
    case "MemberExpression":
    case "OptionalMemberExpression":
      return key === "property" && !parent.computed;
    case "ObjectProperty":
      return key === "key" && !parent.computed && !parent.shorthand;
    case "ObjectMethod":
    case "ClassMethod":
    case "ClassProperty":
    case "ClassAccessorProperty":
      return key === "key" && !parent.computed;
    case "JSXAttribute":
      return key === "name";
    case "JSXMemberExpression":
      return key === "property";
    case "LabeledStatement":
    case "BreakStatement":
    case "ContinueStatement":
      return parent.label === node;
    default:
      return false;
  }
}

function isWithin(path: NodePath, ancestor: NodePath): boolean {
  return path.find((each) => each.node === ancestor.node) !== null;
}

/** Does the callback at `path` certainly return an array that it has just written as a literal? */
export function givesArrayLiterals(path: NodePath | undefined): boolean {
  if (path === undefined || (!path.isArrowFunctionExpression() && !path.isFunctionExpression())) return false;
  if (path.node.async || path.node.generator) return false;
  const { body } = path.node;
  if (body.type !== "BlockStatement") return arrayLiteral(body) !== undefined;
  const [only, ...more] = body.body;
  const last = more.at(-1) ?? only;
  if (last?.type !== "ReturnStatement") return false;
  let areLiterals = true;
  path.traverse({
    Function: (inner) => inner.skip(),
    ReturnStatement({ node: { argument } }) {
      if (argument == null || arrayLiteral(argument) === undefined) areLiterals = false;
    },
  });
  return areLiterals;
}

/** The literal that an expression is, casts aside. */
function arrayLiteral(node: t.Node): t.ArrayExpression | undefined {
  if (node.type === "ArrayExpression") return node;
  if (
    node.type === "TSAsExpression" ||
    node.type === "TSSatisfiesExpression" ||
    node.type === "ParenthesizedExpression"
  )
    return arrayLiteral(node.expression);
  return undefined;
}

/** `(x) => [f(x), x]`, whose parts we do not look into: a literal of what each part, inlined, gives. */
function arrayOfParts(
  callee: Callee,
  shape: CallShape,
  builder: RegionBuilder,
  isLiteral: boolean,
): OpenedBody | undefined {
  if (!callee.isArrowFunctionExpression()) return undefined;
  const literal = arrayLiteral(callee.node.body);
  if (literal === undefined || literal.elements.length === 0 || !isInlinable(callee, isLiteral, builder))
    return undefined;
  const call = withoutPairs(callee, shape, builder);
  const names = call.node.params.map((each) => (each.type === "Identifier" ? each.name : ""));
  // Each part gets the parameters anew.
  if (names.some((name) => name === "" || callee.scope.getBinding(name)?.constant !== true)) return undefined;
  const parts: Term[] = [];
  for (const each of literal.elements) {
    if (each === null || each.type === "SpreadElement") return undefined;
    const argument = each.type === "Identifier" ? call.args[names.indexOf(each.name)] : undefined;
    parts.push(argument ?? constantPart(each) ?? partLeaf(call, each, builder));
  }
  return { body: { op: "array", payload: builder.allocationKey(), args: parts }, args: shape.args };
}

function constantPart(node: t.Expression): Term | undefined {
  const isLiteral = node.type === "NumericLiteral" || node.type === "StringLiteral" || node.type === "BooleanLiteral";
  return isLiteral ? constant(node.value) : undefined;
}

/** One part of what `call` returns, with the parameters that it mentions. */
function partLeaf(call: Call, part: t.Expression, builder: RegionBuilder): Term {
  const used = call.node.params.map((each) => each.type === "Identifier" && mentionsName(part, each.name));
  const params = call.node.params.filter((_, index) => used[index]);
  const args = call.args.filter((_, index) => used[index]);
  return callbackLeaf({ ...call.node, params, body: part } as t.ArrowFunctionExpression, args, builder);
}

/** Does a name stand anywhere in `node`? Parts that were improved already have no places in the source. */
function mentionsName(node: unknown, name: string): boolean {
  if (typeof node !== "object" || node === null) return false;
  if (
    "type" in node &&
    (node.type === "Identifier" || node.type === "JSXIdentifier") &&
    "name" in node &&
    node.name === name
  )
    return true;
  return Object.entries(node).some(([key, value]) => key !== "loc" && mentionsName(value, name));
}

function callbackLeaf(node: Callee["node"], args: readonly Term[], builder: RegionBuilder): Term {
  const parameters = node.params.map((each) => (each.type === "Identifier" ? each.name : "value"));
  const facts = { name: "", kinds: kindsOfBody(node.body), effect: UNKNOWN_EFFECT, elem: ANY, array: 0 };
  return builder.leaf({ form: "callback", node, parameters, ...facts }, ...args);
}

/** What an expression gives by its form, if it gives anything. */
function kindsOfBody(body: t.Node): Kinds {
  switch (body.type) {
    case "TemplateLiteral":
      return STRING;
    case "ArrayExpression":
    case "ObjectExpression":
      return OBJECT;
    case "UnaryExpression":
      return body.operator === "!" ? BOOLEAN : body.operator === "typeof" ? STRING : ANY;
    case "BinaryExpression":
      return comparisons.has(body.operator) ? BOOLEAN : ANY;
    default:
      return ANY;
  }
}

const comparisons: ReadonlySet<string> = new Set(["===", "!==", "==", "!=", "<", "<=", ">", ">=", "in", "instanceof"]);

/** A body that we do not look into, to be inlined as it is, if nothing in it depends on being a function. */
function closedBody(
  callee: Callee,
  shape: CallShape,
  builder: RegionBuilder,
  isLiteral: boolean,
): OpenedBody | undefined {
  if (!isInlinable(callee, isLiteral, builder)) return undefined;
  const { node, args } = withoutPairs(callee, shape, builder);
  return { body: callbackLeaf(node, args, builder), args: shape.args };
}

/** A callback, and what each of its parameters is bound to. */
interface Call {
  readonly node: Callee["node"];
  readonly args: readonly Term[];
}

/** `([key, value], i) => …` of an entry, which need not be taken apart, as `(key, value, i) => …`. */
function withoutPairs({ node }: Callee, shape: CallShape, builder: RegionBuilder): Call {
  const position = shape.args.findIndex((each) => builder.entries.has(each));
  const pattern = node.params[position];
  const pair = shape.args[position];
  const whole = { node, args: shape.args.slice(0, node.params.length) };
  if (pattern?.type !== "ArrayPattern" || pair === undefined) return whole;
  const parts = pattern.elements.map((each, index) => ({ each, term: term(entryParts[index] ?? "", pair) }));
  if (parts.length > 2 || parts.some(({ each }) => each !== null && each.type !== "Identifier")) return whole;
  const named = parts.flatMap(({ each, term }) => (each?.type === "Identifier" ? [{ name: each, term }] : []));
  return {
    node: { ...node, params: node.params.toSpliced(position, 1, ...named.map(({ name }) => name)) },
    args: whole.args.toSpliced(position, 1, ...named.map(({ term }) => term)),
  };
}

const entryParts = ["entryKey", "entryValue"] as const;

/** Can the body stand in a block of the function around the chain? `isLiteral`: it stands there already. */
function isInlinable(callee: Callee, isLiteral: boolean, builder: RegionBuilder): boolean {
  // Strict code throws where sloppy code looks away.
  if (!isLiteral && callee.isInStrictMode() !== builder.site.isInStrictMode()) return false;
  if (callee.isFunctionDeclaration()) return false;
  if (callee.isFunctionExpression() && callee.node.id != null) return false;
  if (
    callee.node.params.some(
      (each) => each.type !== "Identifier" && each.type !== "ObjectPattern" && each.type !== "ArrayPattern",
    )
  )
    return false;
  // Sloppy functions may have two parameters of one name.
  const names = callee.node.params.flatMap((each) => (each.type === "Identifier" ? [each.name] : []));
  if (new Set(names).size < names.length) return false;
  let inlinable = true;
  // An arrow function has `this` and the like of where it is written.
  const isArrow = callee.isArrowFunctionExpression() && isLiteral;
  const refuse = (path: NodePath): void => {
    inlinable = false;
    path.stop();
  };
  callee.traverse({
    Function(path) {
      if (path.isFunctionDeclaration()) refuse(path);
      else if (!path.isArrowFunctionExpression()) skipInside(path);
    },
    VariableDeclaration(path) {
      if (path.node.kind === "var" && path.getFunctionParent()?.node === callee.node) refuse(path);
    },
    Directive: refuse,
    // `this` of a function called with no receiver is not the surrounding one.
    ThisExpression(path) {
      if (!isArrow) refuse(path);
    },
    MetaProperty(path) {
      if (!isArrow) refuse(path);
    },
    Super: refuse,
    ClassDeclaration: refuse,
    // A function's labels are its own.
    LabeledStatement(path) {
      const { name } = path.node.label;
      const isSame = (each: NodePath): boolean => each.isLabeledStatement() && each.node.label.name === name;
      if (builder.site.findParent(isSame) !== null) refuse(path);
    },
    // `<this.Item />`
    "Identifier|JSXIdentifier"(path: NodePath) {
      const { name } = path.node as t.Identifier | t.JSXIdentifier;
      if ((name === "arguments" || name === "this") && !isArrow) refuse(path);
    },
  });
  return inlinable;
}
