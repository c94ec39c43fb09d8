import type { Binding, NodePath } from "@babel/traverse";
import type * as t from "@babel/types";
import { CONST, type Effect, SEES, THROWS } from "../ir/effects.ts";
import { someNode } from "../syntax/tree-walk.ts";
import { isShared } from "./classic-script.ts";

/**
 * What reading the variable `binding` at `reference` may do while the region at `site` runs, the region's own
 * code aside. A region runs without suspending, so what counts is who could write the variable meanwhile
 * (closures, other modules) and whether it may still be in its dead zone (ECMA-262, 9.1.1.1.6).
 */
export function readEffect(binding: Binding, reference: NodePath, site: NodePath): Effect {
  const state = isStable(binding, site) ? CONST : SEES;
  return isInitialised(binding, reference) ? state : state | THROWS;
}

/** Can nobody but the region itself write `binding` while the region runs? */
function isStable(binding: Binding, site: NodePath): boolean {
  if (binding.kind === "module") return false;
  if (binding.kind !== "const" && isShared(binding)) return false;
  if (binding.kind === "param" && isArgumentsAliased(binding)) return false;
  const owner = binding.scope.getFunctionParent() ?? binding.scope.getProgramParent();
  const node = owner.block;
  // A suspended owner may be resumed by a getter or a callback, and go on to its next assignment: the first one of
  // a `var` too.
  const suspends = "generator" in node && (node.generator || node.async);
  const isElsewhere = suspends && enclosing(site) !== node;
  if (binding.constant) return !(isElsewhere && binding.kind === "var");
  if (isElsewhere) return false;
  if (isWithinLoopOfSite(binding, site)) return false;
  return binding.constantViolations.every((write) => enclosing(write) === node && !isInside(write, site));
}

/** The function or program whose activation runs `path`; undefined for what a class runs when it makes an object. */
export function enclosing(path: NodePath): t.Node | undefined {
  const inner = path.findParent((each) => each.isFunction() || isFieldOfClass(each));
  if (inner !== null && !inner.isFunction()) return undefined;
  // A parameter's default and a function's own name belong to the function, which is its own parent here.
  return path.getFunctionParent()?.node ?? path.scope.getProgramParent().block;
}

function isFieldOfClass(path: NodePath): boolean {
  return path.isClassProperty() || path.isClassPrivateProperty() || path.isClassAccessorProperty();
}

function isInside(path: NodePath, ancestor: NodePath): boolean {
  return path.find((each) => each.node === ancestor.node) !== null;
}

/** A loop head that assigns the variable while it evaluates the region, as in `for (x of xs.map(f))`. */
function isWithinLoopOfSite(binding: Binding, site: NodePath): boolean {
  return binding.constantViolations.some((write) => write.isForXStatement() && isInside(site, write));
}

/** In sloppy code `arguments[0] = 1` writes the first parameter (ECMA-262, 10.4.4). */
export function isArgumentsAliased(binding: Binding): boolean {
  const scope = binding.scope;
  return scope.path.isFunction() && usesArguments(scope.path);
}

const argumentUsers = new WeakMap<t.Node, boolean>();

/** Does the function mention its own `arguments`, in whatever strictness? */
function usesArguments(path: NodePath<t.Function>): boolean {
  const known = argumentUsers.get(path.node);
  if (known !== undefined) return known;
  const found = someNode(path.node, (each) => each.type === "Identifier" && each.name === "arguments");
  argumentUsers.set(path.node, found);
  return found;
}

/**
 * Has `binding` certainly left its dead zone when `reference` is evaluated? Parameters, `var` and hoisted
 * functions have none. A `let`, `const` or `class` has left it where the reference comes later in the text, no
 * hoisted function and no `case` lies between that could run it earlier.
 */
export function isInitialised(binding: Binding, reference: NodePath): boolean {
  switch (binding.kind) {
    case "param":
      return !isInParameters(reference, binding);
    case "var":
    case "hoisted":
    case "local":
      return true;
    case "module":
      return false;
    default:
      return comesAfter(binding, reference);
  }
}

/** A parameter's default may read a later parameter too early. */
function isInParameters(reference: NodePath, binding: Binding): boolean {
  const owner = binding.scope.path;
  const inner = reference.find((each) => each.parentPath?.node === owner.node);
  return inner?.listKey === "params";
}

function comesAfter(binding: Binding, reference: NodePath): boolean {
  const declared = binding.path.node.end;
  // What an earlier region has written has no place of its own, but stands inside of what has.
  const used = reference.find(({ node }) => node.start != null)?.node.start;
  if (declared == null || used == null || used < declared) return false;
  const block = binding.scope.block;
  if (block.type === "SwitchStatement") return false;
  const loop = binding.path.findParent((each) => each.isForXStatement());
  if (loop?.isForXStatement() && isInside(reference, loop.get("right"))) return false;
  return !crossesHoisted(binding, reference) || runsBeforeAnyCall(binding);
}

/** Is the reference inside a function declaration that the binding's own scope hoists? */
function crossesHoisted(binding: Binding, reference: NodePath): boolean {
  const block = binding.scope.block;
  const body = "body" in block ? block.body : undefined;
  const hoisted = reference.findParent((path) => {
    if (!path.isFunctionDeclaration()) return false;
    const around = path.findParent((each) => !each.isExportDeclaration() && !each.isLabeledStatement())?.node;
    return around === block || around === body;
  });
  return hoisted !== null;
}

/**
 * Is `binding` a top-level constant of a module that nobody can call into before the declaration has run? True where
 * everything before it is a declaration that calls nothing. Imports run first and might call back in a cycle.
 */
function runsBeforeAnyCall(binding: Binding): boolean {
  const program = binding.scope.path;
  // What is imported runs first, wherever the import stands.
  if (!program.isProgram() || program.node.body.some(evaluatesOthers)) return false;
  for (const statement of program.node.body) {
    if (statement.end != null && binding.path.node.end != null && statement.end >= binding.path.node.end)
      return isInert(statement);
    if (!isInert(statement)) return false;
  }
  return false;
}

/** Does `statement` have another module evaluated? */
function evaluatesOthers(statement: t.Statement): boolean {
  if (statement.type === "ImportDeclaration") return statement.importKind !== "type";
  if (statement.type === "TSImportEqualsDeclaration") return true;
  if (statement.type !== "ExportAllDeclaration" && statement.type !== "ExportNamedDeclaration") return false;
  return statement.source != null && statement.exportKind !== "type";
}

/** Can running `statement` call no function? */
function isInert(statement: t.Statement): boolean {
  switch (statement.type) {
    case "FunctionDeclaration":
    case "TSTypeAliasDeclaration":
    case "TSInterfaceDeclaration":
    case "EmptyStatement":
      return true;
    case "ExpressionStatement":
      return statement.expression.type === "StringLiteral";
    case "ExportNamedDeclaration":
      return statement.source == null && (statement.declaration == null || isInert(statement.declaration));
    case "ImportDeclaration":
      return statement.importKind === "type";
    case "VariableDeclaration":
      return statement.declarations.every((each) => each.id.type === "Identifier" && isInertValue(each.init));
    default:
      return false;
  }
}

function isInertValue(node: t.Expression | null | undefined): boolean {
  if (node == null) return true;
  switch (node.type) {
    case "NumericLiteral":
    case "StringLiteral":
    case "BooleanLiteral":
    case "NullLiteral":
    case "BigIntLiteral":
    case "FunctionExpression":
    case "ArrowFunctionExpression":
      return true;
    case "UnaryExpression":
      return (
        node.operator !== "delete" &&
        node.operator !== "throw" &&
        isInertValue(node.argument) &&
        node.argument.type !== "FunctionExpression"
      );
    case "ArrayExpression":
      return node.elements.every((each) => each === null || (each.type !== "SpreadElement" && isInertValue(each)));
    default:
      return false;
  }
}
