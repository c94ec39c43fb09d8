import type { NodePath } from "@babel/traverse";
import type * as t from "@babel/types";
import { UNKNOWN_EFFECT } from "../ir/effects.ts";
import { ANY, BOOLEAN, NUMBER, STRING } from "../ir/kinds.ts";
import { operators } from "../ir/operators.ts";
import { type Term, term } from "../ir/term.ts";
import { isInitialised } from "./binding.ts";
import type { RegionBuilder } from "./builder.ts";
import { type Callee, type OpenedBody, openBody } from "./callback-body.ts";
import { globalFunction } from "./expression.ts";

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
  const isLiteral = callee.node === path.node;
  const lifted = openBody(callee, shape.args, builder) ?? closedBody(callee, shape, builder, isLiteral);
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

/** A body that we do not look into, to be inlined as it is, if nothing in it depends on being a function. */
function closedBody(
  callee: Callee,
  shape: CallShape,
  builder: RegionBuilder,
  isLiteral: boolean,
): OpenedBody | undefined {
  if (!isInlinable(callee, isLiteral)) return undefined;
  // Strict code throws where sloppy code looks away.
  if (!isLiteral && callee.isInStrictMode() !== builder.site.isInStrictMode()) return undefined;
  const args = shape.args.slice(0, callee.node.params.length);
  const name = "";
  const body = builder.leaf(
    { form: "callback", node: callee.node, name, kinds: ANY, effect: UNKNOWN_EFFECT, elem: ANY, array: 0 },
    ...args,
  );
  return { body, args: shape.args };
}

/** Can the body stand in a block of the function around the chain? `isLiteral`: it stands there already. */
function isInlinable(callee: Callee, isLiteral: boolean): boolean {
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
