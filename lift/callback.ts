import type { Binding, NodePath } from "@babel/traverse";
import type * as t from "@babel/types";
import { mayThrow, READ, stateOf, UNKNOWN_EFFECT } from "../ir/effects.ts";
import { ANY, BOOLEAN, type Kinds, NUMBER, STRING } from "../ir/kinds.ts";
import { operators } from "../ir/operators.ts";
import { constant, type Term, term } from "../ir/term.ts";
import { isInitialised } from "./binding.ts";
import { type RegionBuilder, undefinedTerm } from "./builder.ts";
import { type Environment, globalFunction, liftExpression, liftProperty, stringOnlyMethods } from "./expression.ts";

/** A callback, opened at the element of a loop. */
export interface OpenedCallback {
  /** What it returns. */
  readonly body: Term;
  /** Its first arguments as the loop should use them: tested, where the body suggests of what kinds they are. */
  readonly args: readonly Term[];
  /** The position of its index parameter, if it takes one. */
  readonly index: number | undefined;
  /** The names of its parameters, where they are plain names. */
  readonly names: readonly (string | undefined)[];
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
  const builtin = openBuiltin(path, shape, builder);
  if (builtin !== undefined) return builtin;
  const callee = resolveFunction(path, builder);
  if (callee === undefined) return { refused: "E-CALLBACK-UNKNOWN", node: path.node };
  const { node } = callee;
  if (node.async || node.generator) return { refused: "E-CALLBACK-ASYNC", node };
  const count = node.params.length;
  if (count > shape.index + 1 || node.params.some((each) => each.type === "RestElement")) {
    return { refused: "E-ARRAY-ARGUMENT", node };
  }
  const lifted = openBody(callee, shape, builder) ?? closedBody(callee, shape, builder);
  if (lifted === undefined) return { refused: "E-CALLBACK-FORM", node };
  const names = node.params.map((each) => (each.type === "Identifier" ? each.name : undefined));
  return { ...lifted, index: count > shape.index ? shape.index : undefined, names };
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

type Callee = NodePath<t.ArrowFunctionExpression | t.FunctionExpression | t.FunctionDeclaration>;

/** The function that `path` certainly evaluates to, without effects. */
function resolveFunction(path: NodePath, builder: RegionBuilder): Callee | undefined {
  if (path.isArrowFunctionExpression() || path.isFunctionExpression()) return path;
  if (!path.isIdentifier()) return undefined;
  const binding = path.scope.getBinding(path.node.name);
  if (binding === undefined || !binding.constant || !isInitialised(binding, path)) return undefined;
  const declared = binding.path;
  if (declared.isFunctionDeclaration()) return mentionsOnlyShared(declared, builder) ? declared : undefined;
  if (!declared.isVariableDeclarator() || declared.node.id.type !== "Identifier" || binding.kind === "var")
    return undefined;
  const init = declared.get("init") as NodePath;
  if (!init.isArrowFunctionExpression() && !init.isFunctionExpression()) return undefined;
  return mentionsOnlyShared(init, builder) ? init : undefined;
}

/** Do the free names of a function mean the same at the site, where its body is to be inlined? */
function mentionsOnlyShared(callee: Callee, builder: RegionBuilder): boolean {
  let shared = true;
  callee.traverse({
    Identifier(path) {
      if (!path.isReferencedIdentifier()) return;
      const binding = path.scope.getBinding(path.node.name);
      if (binding !== undefined && isWithin(binding.scope.path, callee)) return;
      if (builder.site.scope.getBinding(path.node.name) !== binding) shared = false;
    },
  });
  return shared;
}

function isWithin(path: NodePath, ancestor: NodePath): boolean {
  return path.find((each) => each.node === ancestor.node) !== null;
}

type Lifted = Pick<OpenedCallback, "body" | "args">;

/** The body as a term of the expression language, or undefined. */
function openBody(callee: Callee, shape: CallShape, builder: RegionBuilder): Lifted | undefined {
  if (callee.isFunctionExpression() && callee.node.id != null) return undefined;
  const environment = new Map<Binding, Term>();
  const args: Term[] = [...shape.args];
  for (const [index, parameter] of (callee.get("params") as NodePath[]).entries()) {
    const bound = bindParameter(parameter, args[index]!, builder, environment);
    if (bound === undefined) return undefined;
    args[index] = bound;
  }
  const body = callee.get("body") as NodePath;
  const lifted = body.isBlockStatement()
    ? liftBlock(body.get("body"), 0, builder, environment)
    : liftExpression(body, builder, environment);
  return lifted === undefined ? undefined : { body: lifted, args };
}

/** Binds what `pattern` declares to parts of `value`. Gives the value itself, tested where that pays. */
function bindParameter(
  pattern: NodePath,
  value: Term,
  builder: RegionBuilder,
  environment: Map<Binding, Term>,
): Term | undefined {
  if (pattern.isIdentifier()) {
    const binding = pattern.scope.getBinding(pattern.node.name);
    if (binding === undefined || !binding.constant) return undefined;
    const wanted = suggestedKinds(binding);
    const made = wanted === ANY || !builder.speculates ? value : (builder.within(value, wanted) ?? value);
    environment.set(binding, made);
    return made;
  }
  if (pattern.isAssignmentPattern()) return bindDefault(pattern, value, builder, environment);
  if (pattern.isObjectPattern()) return bindObject(pattern, value, builder, environment) ? value : undefined;
  if (pattern.isArrayPattern()) return bindPair(pattern, value, builder, environment) ? value : undefined;
  return undefined;
}

function bindDefault(
  pattern: NodePath<t.AssignmentPattern>,
  value: Term,
  builder: RegionBuilder,
  environment: Map<Binding, Term>,
): Term | undefined {
  const fallback = liftExpression(pattern.get("right"), builder, environment);
  if (fallback === undefined) return undefined;
  const filled = term("?:", term("===", value, undefinedTerm), fallback, value);
  return bindParameter(pattern.get("left") as NodePath, filled, builder, environment) === undefined ? undefined : value;
}

function bindObject(
  pattern: NodePath<t.ObjectPattern>,
  value: Term,
  builder: RegionBuilder,
  environment: Map<Binding, Term>,
): boolean {
  for (const property of pattern.get("properties")) {
    if (!property.isObjectProperty() || property.node.computed) return false;
    const key = property.node.key;
    const name = key.type === "Identifier" ? key.name : key.type === "StringLiteral" ? key.value : undefined;
    if (name === undefined) return false;
    const part = liftProperty(value, constant(name), builder);
    if (
      part === undefined ||
      bindParameter(property.get("value") as NodePath, part, builder, environment) === undefined
    )
      return false;
  }
  return true;
}

/** `[key, value]` of an entry: its iterator is the pristine one of arrays. */
function bindPair(
  pattern: NodePath<t.ArrayPattern>,
  value: Term,
  builder: RegionBuilder,
  environment: Map<Binding, Term>,
): boolean {
  const elements = pattern.get("elements") as NodePath<t.Node | null>[];
  if (!builder.entries.has(value) || elements.length > 2) return false;
  for (const [index, element] of elements.entries()) {
    if (element.node === null) continue;
    const part = liftProperty(value, constant(index), builder);
    if (part === undefined || bindParameter(element as NodePath, part, builder, environment) === undefined)
      return false;
  }
  return true;
}

/** Straight-line code and early returns, as one conditional expression. */
function liftBlock(
  statements: readonly NodePath<t.Statement>[],
  from: number,
  builder: RegionBuilder,
  environment: Map<Binding, Term>,
): Term | undefined {
  const statement = statements[from];
  if (statement === undefined) return undefinedTerm;
  const rest = (): Term | undefined => liftBlock(statements, from + 1, builder, environment);
  if (statement.isReturnStatement()) {
    const argument = statement.get("argument");
    return argument.node == null ? undefinedTerm : liftExpression(argument as NodePath, builder, environment);
  }
  if (statement.isVariableDeclaration()) return bindLocals(statement, builder, environment) ? rest() : undefined;
  if (statement.isIfStatement()) return liftIf(statement, rest, builder, environment);
  return statement.isEmptyStatement() ? rest() : undefined;
}

function bindLocals(
  declaration: NodePath<t.VariableDeclaration>,
  builder: RegionBuilder,
  environment: Map<Binding, Term>,
): boolean {
  if (declaration.node.kind !== "const" && declaration.node.kind !== "let") return false;
  for (const each of declaration.get("declarations")) {
    const init = each.get("init") as NodePath;
    if (init.node == null) return false;
    const value = liftExpression(init, builder, environment);
    // The value may end up unused or used late: it must not matter when it is computed.
    if (value === undefined || mayThrow(builder.effect(value)) || stateOf(builder.effect(value)) > READ) return false;
    if (bindParameter(each.get("id") as NodePath, value, builder, environment) === undefined) return false;
  }
  return true;
}

function liftIf(
  statement: NodePath<t.IfStatement>,
  rest: () => Term | undefined,
  builder: RegionBuilder,
  environment: Map<Binding, Term>,
): Term | undefined {
  const test = liftExpression(statement.get("test"), builder, environment);
  const branch = statement.get("consequent");
  const yes = alwaysReturns(branch) ? liftBlock(bodyOf(branch), 0, builder, environment) : undefined;
  if (test === undefined || yes === undefined) return undefined;
  const otherwise = statement.get("alternate") as NodePath<t.Statement | null | undefined>;
  if (otherwise.node == null) {
    const no = rest();
    return no && term("?:", test, yes, no);
  }
  if (!alwaysReturns(otherwise as NodePath<t.Statement>)) return undefined;
  const no = liftBlock(bodyOf(otherwise as NodePath<t.Statement>), 0, builder, environment);
  return no && term("?:", test, yes, no);
}

function bodyOf(statement: NodePath<t.Statement>): NodePath<t.Statement>[] {
  return statement.isBlockStatement() ? statement.get("body") : [statement];
}

function alwaysReturns(statement: NodePath<t.Statement>): boolean {
  const last = bodyOf(statement).at(-1);
  if (last === undefined) return false;
  if (last.isReturnStatement()) return true;
  if (!last.isIfStatement() || last.node.alternate == null) return false;
  return alwaysReturns(last.get("consequent")) && alwaysReturns(last.get("alternate") as NodePath<t.Statement>);
}

/** A body that we do not look into, to be inlined as it is, if nothing in it depends on being a function. */
function closedBody(callee: Callee, shape: CallShape, builder: RegionBuilder): Lifted | undefined {
  if (!isInlinable(callee)) return undefined;
  const args = shape.args.slice(0, callee.node.params.length);
  const name = "";
  const body = builder.leaf(
    { form: "callback", node: callee.node, name, kinds: ANY, effect: UNKNOWN_EFFECT, elem: ANY, array: 0 },
    ...args,
  );
  return { body, args: shape.args };
}

/** Can the body stand in a block of the surrounding function? */
function isInlinable(callee: Callee): boolean {
  if (callee.isFunctionDeclaration()) return false;
  if (callee.isFunctionExpression() && callee.node.id != null) return false;
  if (
    callee.node.params.some(
      (each) => each.type !== "Identifier" && each.type !== "ObjectPattern" && each.type !== "ArrayPattern",
    )
  )
    return false;
  let inlinable = true;
  const isArrow = callee.isArrowFunctionExpression();
  const refuse = (path: NodePath): void => {
    inlinable = false;
    path.stop();
  };
  callee.traverse({
    Function(path) {
      if (path.isFunctionDeclaration()) refuse(path);
      else if (!path.isArrowFunctionExpression()) path.skip();
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
    Identifier(path) {
      if (path.node.name === "arguments" && !isArrow) refuse(path);
    },
  });
  return inlinable;
}

/** What the uses of a parameter suggest that it is: text, a number, or nothing. */
function suggestedKinds(binding: Binding): Kinds {
  let kinds = ANY;
  for (const reference of binding.referencePaths) {
    const parent = reference.parentPath;
    if (parent === null) continue;
    if (parent.isMemberExpression() && reference.key === "object") {
      const { property, computed } = parent.node;
      if (!computed && property.type === "Identifier" && stringOnlyMethods.has(property.name)) return STRING;
      return ANY;
    }
    if (isLazy(reference)) continue;
    if (parent.isBinaryExpression() && isArithmetic(parent.node, reference.node)) kinds = NUMBER;
    if (parent.isUnaryExpression() && (parent.node.operator === "-" || parent.node.operator === "~")) kinds = NUMBER;
    if (
      parent.isCallExpression() &&
      reference.listKey === "arguments" &&
      globalFunction(parent.get("callee") as NodePath)?.startsWith("Math.")
    )
      kinds = NUMBER;
  }
  return kinds;
}

/** May the reference not be evaluated at all? Then a test of it up front would leave the loop needlessly. */
function isLazy(reference: NodePath): boolean {
  for (let path = reference; path.parentPath !== null; path = path.parentPath) {
    const parent = path.parentPath;
    if (parent.isFunction()) return false;
    if (parent.isLogicalExpression() && path.key === "right") return true;
    if (parent.isConditionalExpression() && path.key !== "test") return true;
    if (parent.isIfStatement() && path.key !== "test") return true;
  }
  return false;
}

function isArithmetic(node: t.BinaryExpression, operand: t.Node): boolean {
  if (["-", "*", "/", "%", "**", "|", "&", "^", "<<", ">>", ">>>"].includes(node.operator)) return true;
  if (!["<", "<=", ">", ">=", "+"].includes(node.operator)) return false;
  const other = node.left === operand ? node.right : node.left;
  return other.type === "NumericLiteral";
}
